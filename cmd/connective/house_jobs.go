package main

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/connective-messaging/connective/bot"
)

// tellOthers does what turns have asked to be done for many people, and begins
// the flows whose hour has come. It looks once a second, and again at once while
// there is something to do.
func (h *house) tellOthers(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if err := h.bot.Schedule(ctx); err != nil && ctx.Err() == nil {
			h.log.Warn("it could not be seen which flows start by themselves; trying again", "why", err)
		}
		if err := h.bot.Tend(ctx); err != nil && ctx.Err() == nil {
			h.log.Warn("the events could not be looked after; trying again", "why", err)
		}
		for done := 1; done > 0 && ctx.Err() == nil; {
			var err error
			if done, err = h.bot.Work(ctx); err != nil && ctx.Err() == nil {
				h.log.Warn("not everybody could be told what others tell them; trying again within a minute", "why", err)
				if errors.Is(err, bot.ErrUnavailable) {
					break
				}
			}
		}
	}
}

// missed counts the starts by the clock that came too late to be of use.
func (h *house) missed() func(org, flow string) {
	count := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "connective_starts_missed_total", Help: "Flows that did not start by themselves because the service was away at their hour.",
	}, []string{"org", "flow"})
	h.metrics.MustRegister(count)
	for _, org := range h.shelf.Book().ByID() {
		for _, start := range org.Starts() {
			count.WithLabelValues(org.ID, start.Flow) // at 0, so that the first is seen to be one more
		}
	}
	return func(org, flow string) { count.WithLabelValues(org, flow).Inc() }
}
