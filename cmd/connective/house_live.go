package main

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/connective-messaging/connective/web"
)

// live runs the house on the listener until the context ends, then stops it in
// order. A second signal, or kill -9, loses nothing either.
func (h *house) live(ctx context.Context, listener net.Listener, demo *web.Demo, authors *web.Authors) error {
	server := web.NewServer(web.Doors{
		Hooks: h.hooks, Probes: &web.Probes{Ready: h.ready, Gatherer: h.metrics}, Demo: demo, Authors: authors, Console: h.console(), API: h.api(), Referrals: h.answers(), Assurances: h.assurances(), Log: h.log,
	})
	inner, stopInner := context.WithCancel(context.WithoutCancel(ctx))
	defer stopInner()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return server.Serve(listener) })
	var rooms sync.WaitGroup
	for _, run := range []func(context.Context) error{
		h.intake.Replay, h.dispatcher.Run, h.lookups.Run, h.keepTime, h.tellOthers, h.broadcast, h.learnHooks, h.tellPrograms, h.poll, h.shelf.Run, h.library.Run, h.keepUp, h.tellDrained, h.failover.Run, h.board.Run, h.bell.Run, h.referrals.Run, h.round.Run, h.haltBell.Run, h.absence.Run,
	} {
		rooms.Add(1)
		g.Go(func() error {
			defer rooms.Done()
			return run(inner)
		})
	}
	g.Go(func() error {
		<-ctx.Done()
		err := h.closeDoors(context.WithoutCancel(ctx), server)
		stopInner()
		rooms.Wait()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastSteps)
		defer cancel()
		return errors.Join(err, server.Shutdown(end))
	})
	err := g.Wait()
	if errors.Is(err, context.Canceled) {
		err = nil
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastSteps)
	defer cancel()
	return errors.Join(err, h.close(end))
}

// What a stop may take, in all less than the 30 seconds after which machines
// kill: first the notice that it comes, then the texts under way, then the
// sends under way (16 seconds, see providers), then two last steps.
const (
	textsEnd  = 4 * time.Second
	lastSteps = 2 * time.Second
)

// tellsAgain is how often a process says again what the others know already.
const tellsAgain = 5 * time.Second

// closeDoors gives notice that this process stops, while everything goes on, and
// then takes no more webhooks. It returns once the texts under way are finished,
// or their time is over: then the journal has them.
func (h *house) closeDoors(ctx context.Context, server *web.Server) error {
	server.Leave()
	h.log.Info("stopping", "notice", h.settings.StopNotice.String())
	time.Sleep(h.settings.StopNotice)
	ctx, cancel := context.WithTimeout(ctx, textsEnd)
	defer cancel()
	if err := errors.Join(h.hooks.Close(ctx), h.intake.Close(ctx)); err != nil {
		h.log.Warn("not every text under way is finished; the journal has them", "why", err)
	}
	if left := h.intake.Pending(); left > 0 {
		h.log.Warn("texts wait in the journal for the next start", "texts", left)
	}
	if err := h.replica.SetDrained(ctx, h.drained); err != nil {
		h.log.Warn("the other replicas could not be told of the stop; they wait for this one to start again", "why", "store away")
	}
	return nil
}

// drained reports whether the journal holds no text that Redis has not seen.
func (h *house) drained() bool { return h.intake.Settled() && h.failover.Through() }

// tellDrained lets every replica's dispatcher know whether this one still holds
// texts that Redis has not seen: a STOP may be among them. It sees to that each time
// this process has looked at the others, and tells when it has changed or another one
// asks, and again each few seconds.
func (h *house) tellDrained(ctx context.Context) error {
	var told time.Time
	for before, asked := false, ""; ; {
		if drained := h.drained(); drained != before || h.replica.Asked() != asked || time.Since(told) > tellsAgain {
			asked = h.replica.Asked()
			if err := h.replica.SetDrained(ctx, h.drained); err != nil && ctx.Err() == nil {
				h.log.Warn("the other replicas could not be told; nothing is sent until they are", "why", "store away")
			} else {
				before, told = drained, time.Now()
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-h.replica.Looked():
		}
	}
}
