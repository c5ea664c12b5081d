package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/broadcast"
)

// censusKept is how long it is kept for how many people a broadcast was.
const censusKept = 10 * time.Minute

// Census returns for how many people a broadcast was when they were counted last;
// the zero one if nothing is kept.
func (s *Store) Census(ctx context.Context, b broadcast.Broadcast) (c broadcast.Census, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	sealed, err := s.redis.Get(ctx, censusKey(b.Org, b.ID)).Result()
	switch {
	case errors.Is(err, redis.Nil):
		return c, nil
	case err != nil:
		return c, away(err, "read an audience's count")
	}
	if err := s.openJSON(sealed, "census:"+b.ID, &c); err != nil {
		return c, fmt.Errorf("open an audience's count: %w", err)
	}
	return c, nil
}

// KeepCensus keeps for how many people a broadcast is.
func (s *Store) KeepCensus(ctx context.Context, b broadcast.Broadcast, c broadcast.Census) error {
	text, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("write an audience's count: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	return away(s.redis.Set(ctx, censusKey(b.Org, b.ID), s.shared.seal(text, "census:"+b.ID), censusKept).Err(), "keep an audience's count")
}
