package store

import (
	"context"
	"time"
)

// Begin is true for one process, until Rang or Missed is called or the time is
// over.
func (s *Store) Begin(ctx context.Context, name string, within time.Duration) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	mine, err := s.redis.SetNX(ctx, s.keys.rung(name), "1", within).Result()
	return mine, away(err, "begin to ring")
}

// Rang keeps everybody from beginning the same again until it is forgotten.
func (s *Store) Rang(ctx context.Context, name string, forget time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	return away(s.redis.Set(ctx, s.keys.rung(name), "1", forget).Err(), "write down that it rang")
}

// Missed lets somebody begin it again.
func (s *Store) Missed(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	return away(s.redis.Del(ctx, s.keys.rung(name)).Err(), "write down that it did not ring")
}
