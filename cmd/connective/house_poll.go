package main

import (
	"context"
	"maps"
	"sync"
	"time"

	"github.com/connective-messaging/connective/providers"
)

const (
	leastPoll = 5 * time.Second
	pollBack  = 24 * time.Hour   // how far the first poll goes back, which is less than repeats are known for
	pollAgain = 10 * time.Minute // what each later one asks for once more
)

// poll asks, until ctx is done, every connection that can be asked for texts whose
// webhook never came. A text that came both ways is dropped by its id, as one is
// whose webhook came twice.
func (h *house) poll(ctx context.Context) error {
	var all sync.WaitGroup
	for _, c := range h.connected {
		if poller, ok := providers.PollerOf(c.provider); ok && c.pollEvery() > 0 {
			all.Go(func() { h.pollOne(ctx, c.name, poller, c.pollEvery()) })
		}
	}
	all.Wait()
	<-ctx.Done()
	return nil
}

func (h *house) pollOne(ctx context.Context, name string, from providers.Poller, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	b := backlog{since: time.Now().Add(-pollBack), known: map[string]time.Time{}}
	for {
		if err := b.fetch(ctx, from, h.intake.Take, time.Now()); err != nil && ctx.Err() == nil {
			h.log.Warn("received texts could not be asked for; trying again", "connection", name, "why", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// backlog is what one connection was asked for.
type backlog struct {
	since time.Time            // what the next poll asks for
	known map[string]time.Time // the ids that were handed on, and when
}

// fetch asks once, and hands on what was not handed on before. Only once all of it
// is durable does the next poll begin later.
func (b *backlog) fetch(ctx context.Context, from providers.Poller, take func(context.Context, []providers.Inbound) error, now time.Time) error {
	texts, err := from.Poll(ctx, b.since)
	if err != nil {
		return err
	}
	var fresh []providers.Inbound
	for _, in := range texts {
		if _, known := b.known[in.EventID]; !known {
			fresh = append(fresh, in)
		}
	}
	for _, in := range fresh {
		if err := take(ctx, []providers.Inbound{in}); err != nil {
			return err
		}
		b.known[in.EventID] = now
	}
	b.since = now.Add(-pollAgain)
	maps.DeleteFunc(b.known, func(_ string, at time.Time) bool { return at.Before(now.Add(-pollBack - pollAgain)) })
	return nil
}
