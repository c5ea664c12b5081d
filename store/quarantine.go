package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/providers"
)

// apartFor is how long texts to unknown lines are kept.
const apartFor = 7 * 24 * time.Hour

// Quarantine keeps a text to a line that no organisation has, sealed, for 7
// days. A repeat is kept once.
func (s *Store) Quarantine(ctx context.Context, in providers.Inbound) error {
	p := s.keys.partition(in.From)
	first, err := s.redis.SetNX(ctx, seenKey(p, s.keys.event("", in.Provider+":"+in.EventID)), "1", apartFor).Result()
	if err != nil {
		return away(err, "see whether a text was kept apart before")
	}
	if !first {
		return nil
	}
	text, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("write a text to be kept apart: %w", err)
	}
	oldest := fmt.Sprint(time.Now().Add(-apartFor).UnixMilli())
	return away(s.redis.XAdd(ctx, &redis.XAddArgs{
		Stream: apartKey(p), MinID: oldest, Approx: true, Values: []any{"b", s.shared.seal(text, "apart")},
	}).Err(), "keep a text apart")
}
