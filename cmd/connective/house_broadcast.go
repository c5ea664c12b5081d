package main

import (
	"context"
	"time"

	"github.com/connective-messaging/connective/bot/broadcast"
)

// How often broadcasts are moved on. A process that starts again goes on with them
// at once.
const (
	broadcastEvery = 250 * time.Millisecond // while one leaves
	broadcastIdle  = time.Second            // whether one is to leave
)

// broadcast moves the broadcasts of every organisation on. Until it is certain that
// what was paused or cancelled before this process began is held everywhere, the
// dispatcher sends nothing.
func (h *house) broadcast(ctx context.Context) error {
	sender := broadcast.Sender{Archive: h.store, People: h.store, Outbox: h.store, Halts: h.halts(), Audit: newStaffDesk(h.store, h.log), Book: h.shelf.Book, Now: time.Now, Log: h.log, WeeklyCap: h.settings.WeeklyCap}
	tick := time.NewTicker(broadcastIdle)
	defer tick.Stop()
	for failing, wait := false, broadcastIdle; ; {
		err := h.move(ctx, &sender)
		if err != nil && !failing && ctx.Err() == nil {
			h.log.Warn("broadcasts wait; trying again", "why", err)
		}
		failing = err != nil
		before := wait
		if wait = broadcastIdle; failing || sender.Moves() {
			wait = broadcastEvery
		}
		if wait != before {
			tick.Reset(wait)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (h *house) move(ctx context.Context, sender *broadcast.Sender) error {
	if !h.steered.Load() {
		if err := sender.Tell(ctx); err != nil {
			return err
		}
		h.steered.Store(true)
	}
	return sender.Step(ctx)
}

// mayDispatch reports whether texts may leave this process.
func (h *house) mayDispatch() bool { return h.replica.Gate() && h.steered.Load() }
