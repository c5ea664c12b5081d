package main

import (
	"context"
	"time"

	"github.com/connective-messaging/connective/bot/broadcast"
)

// broadcastEvery is how often broadcasts are moved on: a process that starts
// again goes on with them at once.
const broadcastEvery = 250 * time.Millisecond

// broadcast moves the broadcasts of every organisation on.
func (h *house) broadcast(ctx context.Context) error {
	sender := broadcast.Sender{Archive: h.store, People: h.store, Outbox: h.store, Book: h.shelf.Book, Now: time.Now, Log: h.log, WeeklyCap: h.settings.WeeklyCap}
	tick := time.NewTicker(broadcastEvery)
	defer tick.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		err := sender.Step(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			h.log.Warn("broadcasts wait; trying again", "why", err)
		}
		failing = err != nil
	}
}
