package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/staff"
)

var _ staff.Sessions = (*Store)(nil)

// Sessions keeps the sessions of the console, by the hash of a token that only a
// cookie holds. It is the store of a session manager (scs), whose words these
// methods have.
type Sessions struct{ *Store }

// FindCtx returns a session; false if it is not there or is over.
func (s Sessions) FindCtx(ctx context.Context, hash string) ([]byte, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	sealed, err := s.redis.Get(ctx, sessionKey(hash)).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, away(err, "read a session")
	}
	text, err := s.shared.open(sealed, "session:"+hash)
	return text, err == nil, nil
}

// CommitCtx writes a session until it is over, or until then if that is earlier. A
// session that has been ended in the meantime stays so, without an error.
func (s Sessions) CommitCtx(ctx context.Context, hash string, text []byte, until time.Time) error {
	session, err := staff.Written(text)
	if err != nil {
		return err
	}
	if session.Ends().Before(until) {
		until = session.Ends()
	}
	before := "0"
	if session.Known() {
		before = "1"
	}
	answers, err := s.run(ctx, []call{{s.scripts.session,
		[]string{sessionKey(hash), sessionsKey(session.Account())},
		[]any{s.shared.seal(text, "session:"+hash), ms(until), before, hash, ms(s.now()), staff.Longest.Milliseconds()}}})
	if err != nil {
		return away(err, "write a session")
	}
	return away(answers[0].Err(), "write a session")
}

// DeleteCtx ends a session.
func (s Sessions) DeleteCtx(ctx context.Context, hash string) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	return away(s.redis.Del(ctx, sessionKey(hash)).Err(), "end a session")
}

// Find, Commit and Delete are for callers without a context, of which there are
// none: the manager asks with one where it can.
func (s Sessions) Find(hash string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), hash)
}

// Commit is CommitCtx.
func (s Sessions) Commit(hash string, text []byte, until time.Time) error {
	return s.CommitCtx(context.Background(), hash, text, until)
}

// Delete is DeleteCtx.
func (s Sessions) Delete(hash string) error { return s.DeleteCtx(context.Background(), hash) }

// SessionsOf returns the sessions of an account that are not over.
func (s *Store) SessionsOf(ctx context.Context, account string, now time.Time) ([]staff.Session, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	hashes, err := s.redis.ZRangeByScore(ctx, sessionsKey(account), &redis.ZRangeBy{Min: fmt.Sprint(ms(now)), Max: "+inf"}).Result()
	if err != nil {
		return nil, away(err, "list sessions")
	}
	var all []staff.Session
	for _, hash := range hashes {
		text, found, err := Sessions{s}.FindCtx(ctx, hash)
		if err != nil {
			return nil, err
		}
		var session staff.Session
		if found && json.Unmarshal(text, &session) == nil && session.Account() == account {
			all = append(all, session)
		}
	}
	return all, nil
}

// EndSessions ends every session of an account.
func (s *Store) EndSessions(ctx context.Context, account string) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	hashes, err := s.redis.ZRange(ctx, sessionsKey(account), 0, -1).Result()
	if err != nil {
		return away(err, "list sessions")
	}
	gone := []string{sessionsKey(account)}
	for _, hash := range hashes {
		gone = append(gone, sessionKey(hash))
	}
	return away(s.redis.Del(ctx, gone...).Err(), "end sessions")
}

// KeepTrip keeps what must be known when somebody comes back from the identity
// provider, by the hash of a token that only a cookie holds, for ten minutes.
func (s *Store) KeepTrip(ctx context.Context, hash string, text []byte) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	return away(s.redis.Set(ctx, tripKey(hash), s.shared.seal(text, "trip:"+hash), 10*time.Minute).Err(), "keep a way to the identity provider")
}

// TakeTrip returns what was kept, once; nothing if there is none.
func (s *Store) TakeTrip(ctx context.Context, hash string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	sealed, err := s.redis.GetDel(ctx, tripKey(hash)).Bytes()
	if err != nil {
		return nil, away(err, "find a way back from the identity provider")
	}
	text, err := s.shared.open(sealed, "trip:"+hash)
	if err != nil {
		return nil, fmt.Errorf("open a way back from the identity provider: %w", err)
	}
	return text, nil
}
