package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
)

var errAway = bot.ErrUnavailable

// Options says which Redis to use, and how.
type Options struct {
	URL      string // redis://, rediss://, unix://, or redis+cluster://host:port,host:port
	Embedded bool   // a Redis in this process that keeps nothing
	Keys     Keys
	Consumer string // this process' name among the readers of the outbox
	Log      *slog.Logger
	Now      func() time.Time // nil is time.Now
	// NetworkCaps keeps each number below what UK networks carry to it: 20 equal
	// texts and 100 in all within an hour. Every process that sends counts them, so
	// it must be the same for all.
	NetworkCaps bool
	// Patience is how long one call to Redis may take, with what is tried again;
	// 800 ms if it is 0.
	Patience time.Duration
}

// Store keeps threads, cases and the outbox in Redis. All of its methods can be
// called at once by many.
type Store struct {
	redis     redis.UniversalClient // commits, claims, reads
	reader    redis.UniversalClient // blocked reads of the outbox, so that they hold nothing else up
	embedded  *miniredis.Miniredis
	scripts   scripts
	keys      keys
	ring      *ring
	shared    shared // seals what belongs to no single person
	consumer  string
	name      string // a mark of the consumer, 8 letters
	patience  time.Duration
	log       *slog.Logger
	now       func() time.Time
	lanes     sync.Map        // of the group commit, by server
	closed    context.Context // done once the store is closed
	stop      context.CancelFunc
	counts    memberCounts
	life      string // of this process, between a start and its end
	began     time.Time
	sends     sends
	direct    Direct  // sends what a turn has claimed, or nil
	hanging   hanging // what turns may have claimed
	failures  failures
	hooked    hooked
	told      atomic.Int64 // how often the other replicas were told something
	regained  atomic.Int64 // texts that were handled, and that Redis had forgotten
	histories *histories
	auditing  chan struct{} // held by who writes the audit log
	capped    bool          // numbers are kept below what networks carry
	inbox     inbox         // of the dispatcher: what was read and not handed on
	timers    agenda        // of threads
	jobs      agenda
	later     agenda // of texts that wait
	news      agenda // of what programs are told
}

// Open connects to Redis, checks that it is the one that the secret belongs to,
// and prepares it. The errors say how to mend what is wrong.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Store{
		scripts: newScripts(o.Embedded), keys: newKeys(o.Keys.Index), ring: newRing(o.Keys), shared: newShared(o.Keys),
		consumer: o.Consumer, patience: cmp.Or(o.Patience, patience), log: o.Log, capped: o.NetworkCaps,
		now: o.Now, life: rand.Text(), began: o.Now(), histories: newHistories(), auditing: make(chan struct{}, 1),
	}
	if s.consumer == "" {
		s.consumer = "desk"
	}
	s.name = hex.EncodeToString(s.keys.mark("process", s.consumer)[:4])
	if err := s.connect(o); err != nil {
		return nil, err
	}
	s.closed, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// prepare writes down at the first start what may never change, and checks it
// at every other.
func (s *Store) prepare(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := s.redis.Ping(ctx).Err(); err != nil {
		if refused := kind(err); refused == "NOAUTH" || refused == "WRONGPASS" || refused == "NOPERM" {
			return fmt.Errorf("reach Redis (%s): see the name and the password in CONNECTIVE_REDIS_URL", refused)
		}
		return fmt.Errorf("reach Redis: %w (%s): see CONNECTIVE_REDIS_URL, and whether it runs", errAway, kind(err))
	}
	for field, ours := range map[string]string{"partitions": fmt.Sprint(Partitions), "fingerprint": s.keys.fingerprint()} {
		kept, err := s.redis.HGet(ctx, installKey, field).Result()
		if errors.Is(err, redis.Nil) { // the first start
			err = s.redis.HSetNX(ctx, installKey, field, ours).Err()
			if redis.HasErrorPrefix(err, "OOM") {
				return errors.New("this Redis is new and has no memory left: raise its maxmemory, or use another one")
			}
			if err != nil {
				return away(err, "write down the installation")
			}
			kept, err = s.redis.HGet(ctx, installKey, field).Result()
		}
		if err != nil {
			return away(err, "read the installation")
		}
		if kept != ours && field == "fingerprint" {
			return errors.New("this Redis was filled with another CONNECTIVE_SECRET: starting would forget who said STOP. Use the secret it was filled with")
		}
		if kept != ours {
			return fmt.Errorf("this Redis has %s partitions, and this version has %s: use the version that it was filled with", kept, ours)
		}
	}
	if err := s.scripts.load(ctx, s.redis); err != nil {
		return away(err, "prepare Redis")
	}
	if s.embedded == nil {
		servers, err := s.masters(ctx)
		if err != nil {
			return away(err, "see which servers there are")
		}
		s.histories.seen(servers)
	}
	s.inbox.former = streamKeys()
	err := s.makeStreams(ctx)
	if redis.HasErrorPrefix(err, "OOM") {
		return nil // the outbox of another day serves; one that is missing is made by who reads it
	}
	return away(err, "make the outbox")
}

// Ping returns nil while Redis answers.
func (s *Store) Ping(ctx context.Context) error {
	return away(s.redis.Ping(ctx).Err(), "reach Redis")
}

// Close lets Redis go.
func (s *Store) Close() error {
	s.stop()
	err := errors.Join(s.redis.Close(), s.reader.Close())
	if s.embedded != nil {
		s.embedded.Close()
	}
	return err
}
