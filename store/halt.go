package store

import (
	"context"
	"strconv"
	"time"

	"github.com/connective-messaging/connective/providers"
)

var _ providers.Halts = (*Store)(nil)

// Halted returns whether the provider refuses everybody, as all processes know it.
func (s *Store) Halted(ctx context.Context) (providers.Halt, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	kept, err := s.redis.HGetAll(ctx, haltKey).Result()
	if err != nil || kept["last"] == "" {
		return providers.Halt{}, away(err, "read whether the provider refuses everybody")
	}
	since, _ := strconv.ParseInt(kept["since"], 10, 64) // written by Halt
	return providers.Halt{Class: providers.Class(kept["class"]), Code: kept["code"], Since: time.UnixMilli(since).UTC(), Last: kept["last"]}, nil
}

// Halt keeps that the provider refuses everybody. Since stays that of the first
// refusal.
func (s *Store) Halt(ctx context.Context, h providers.Halt) error {
	return s.runAll(ctx, []call{{s.scripts.halt, []string{haltKey}, []any{h.Last, string(h.Class), h.Code, ms(h.Since)}}}, "keep that the provider refuses everybody")
}

// Unhalt forgets that, unless the provider has refused again since. A refusal within
// ten minutes goes on with it: one that takes a short text now and then rings nobody
// anew.
func (s *Store) Unhalt(ctx context.Context, last string) error {
	return s.runAll(ctx, []call{{s.scripts.halt, []string{haltKey}, []any{last, ""}}}, "forget that the provider refuses everybody")
}
