package store

import (
	"context"
	"strconv"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// Halts is what all processes know of one connection.
type Halts struct {
	store *Store
	key   string
}

var _ providers.Halts = Halts{}

// HaltsOf is what is known of the connection of that name; the empty one is the
// installation's own.
func (s *Store) HaltsOf(connection string) Halts { return Halts{s, haltOf(connection)} }

// Halted returns whether the provider refuses everybody, as all processes know it.
func (x Halts) Halted(ctx context.Context) (providers.Halt, error) {
	s := x.store
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	kept, err := s.redis.HGetAll(ctx, x.key).Result()
	if err != nil || kept["last"] == "" {
		return providers.Halt{}, away(err, "read whether the provider refuses everybody")
	}
	since, _ := strconv.ParseInt(kept["since"], 10, 64) // written by Halt
	return providers.Halt{Class: providers.Class(kept["class"]), Code: kept["code"], Since: time.UnixMilli(since).UTC(), Last: kept["last"]}, nil
}

// Halt keeps that the provider refuses everybody. Since stays that of the first
// refusal.
func (x Halts) Halt(ctx context.Context, h providers.Halt) error {
	return x.store.runAll(ctx, []call{{x.store.scripts.halt, []string{x.key}, []any{h.Last, string(h.Class), h.Code, ms(h.Since)}}}, "keep that the provider refuses everybody")
}

// Unhalt forgets that, unless the provider has refused again since. A refusal within
// ten minutes goes on with it: one that takes a short text now and then rings nobody
// anew.
func (x Halts) Unhalt(ctx context.Context, last string) error {
	return x.store.runAll(ctx, []call{{x.store.scripts.halt, []string{x.key}, []any{last, ""}}}, "forget that the provider refuses everybody")
}
