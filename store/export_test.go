package store

import (
	"context"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// GiveBack says of a text that it has left or may have left, as a failover does.
func (s *Store) GiveBack(ctx context.Context, to providers.Address, ref string, r providers.Result) error {
	e := providers.Entry{Partition: s.keys.partition(to), Ref: ref}
	return s.runAll(ctx, []call{s.giveBackCall(e, r)}, "say which texts have left")
}

// Doubt notes that what waits for that person may have left, as a failover does
// that ends in another history.
func (s *Store) Doubt(ctx context.Context, to providers.Address, of string, now time.Time) error {
	return s.runAll(ctx, []call{s.doubtCall(s.keys.partition(to), history(of), fmt.Sprint(ms(now)))}, "note what may have left")
}

// Follow notes a history that follows without a doubt.
func (s *Store) Follow(ctx context.Context, to providers.Address, of string) error {
	return s.runAll(ctx, []call{s.doubtCall(s.keys.partition(to), history(of), "")}, "note what is certain")
}

// Forget drops all that is noted of failovers about that person's partition, and
// returns which histories were certain.
func (s *Store) Forget(ctx context.Context, to providers.Address) (certain string, err error) {
	key := lostKey(s.keys.partition(to))
	certain, _ = s.redis.HGet(ctx, key, "certain").Result() // there may be none
	return certain, s.redis.Del(ctx, key).Err()
}

// Ask puts a question to all replicas, and returns its number.
func (s *Store) Ask(ctx context.Context) (int64, error) { return s.putQuestion(ctx) }

// SetClock gives the store a clock of the test's own.
func (s *Store) SetClock(now func() time.Time) { s.now = now }
