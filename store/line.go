package store

import (
	"context"
	"errors"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/providers"
)

// LastOrg returns the organisation on a shared line that somebody last texted, or
// was last sent a text by; empty where there is none. An error wraps
// bot.ErrUnavailable.
func (s *Store) LastOrg(ctx context.Context, line string, from providers.Address) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	org, err := s.redis.HGet(ctx, spokeKey(s.keys.partition(from), s.keys.number(from)), s.keys.line(line)).Result()
	if errors.Is(err, redis.Nil) {
		return "", nil
	}
	return org, away(err, "find who speaks with whom")
}

// spoken remembers whom a text on a shared line was for. What is sent later tells
// so when it leaves (claim.lua).
func (w *writes) spoken() error {
	if w.turn.Speaks == nil {
		return nil
	}
	key, line := spokeKey(w.p, w.store.keys.number(w.turn.Key.Address)), w.store.keys.line(w.turn.Line)
	switch {
	case w.turn.Forget:
		w.do("HDEL", key, line)
	case w.turn.Heard != nil:
		w.do("HSET", key, line, *w.turn.Speaks)
	}
	return nil
}
