package store

import (
	"context"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/providers"
)

// clockwork is what the outbox does beside: putting back what waited for its
// time, and taking over from readers that died.
type clockwork struct {
	mu      sync.Mutex
	last    time.Time
	taken   []providers.Entry // read, and not handed on yet
	once    sync.Once
	context context.Context
}

// take returns at most so many of the entries that were read and not handed on.
func (c *clockwork) take(most int) []providers.Entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := min(most, len(c.taken))
	entries := c.taken[:n:n]
	c.taken = c.taken[n:]
	return entries
}

// add keeps entries that were read for later calls.
func (c *clockwork) add(entries []providers.Entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.taken = append(c.taken, entries...)
}

// due tells once a second that it is time.
func (c *clockwork) due(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now.Sub(c.last) < time.Second {
		return false
	}
	c.last = now
	return true
}

func (s *Store) housekeeping(ctx context.Context) error {
	now := time.Now()
	if !s.moved.due(now) {
		return nil
	}
	calls := make([]call, Partitions)
	for p := range Partitions {
		calls[p] = call{s.scripts.later, []string{laterKey(p), streamKey(p, providers.Reply), streamKey(p, providers.Bulk)}, []any{ms(now), messageKey(p, "")}}
	}
	answers, err := s.run(ctx, calls)
	if err != nil {
		return away(err, "put back texts whose time has come")
	}
	for _, a := range answers {
		if a.Err() != nil {
			return away(a.Err(), "put back texts whose time has come")
		}
	}
	return s.takeOver(ctx)
}

// takeOver reads again what a reader read and did not claim in time. A claim
// that was made all the same is respected: the script looks at its record.
func (s *Store) takeOver(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	type taking struct {
		stream string
		cmd    *redis.XAutoClaimCmd
	}
	var takings []taking
	for part := range Partitions {
		for _, lane := range []providers.Priority{providers.Reply, providers.Bulk} {
			key := streamKey(part, lane)
			takings = append(takings, taking{key, p.XAutoClaim(ctx, &redis.XAutoClaimArgs{
				Stream: key, Group: readers, Consumer: s.consumer, MinIdle: deadAfter, Start: "0", Count: 50,
			})})
		}
	}
	_, _ = p.Exec(ctx) // each has its own error
	var streams []redis.XStream
	for _, t := range takings {
		messages, _, err := t.cmd.Result()
		if err != nil {
			return away(err, "take over texts of a reader that died")
		}
		if len(messages) > 0 {
			streams = append(streams, redis.XStream{Stream: t.stream, Messages: messages})
		}
	}
	s.moved.add(entriesOf(streams))
	return nil
}
