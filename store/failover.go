package store

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/connective-messaging/connective/bot"
)

const (
	lookEvery   = time.Second     // which servers are there
	markEvery   = time.Minute     // that this process lives
	mostLost    = 2 * time.Minute // what a server that takes the place of another may lack
	awaitEvery  = 50 * time.Millisecond
	longestSend = 20 * time.Second // a call of the provider, and its answer on the way here
	patientWith = 5 * time.Second  // the other processes: without a judging nobody learns of a crisis
)

// Intake judges texts of the journal again, and tells when those are judged, and
// when all others are too that the store was late with.
type Intake interface {
	Again(tickets []bot.Ticket)
	CaughtUp() bool
	Settled() bool
}

// Failover notices that a Redis has become another one: it was started again, or
// a copy has taken its place. That one may lack the last of what was
// acknowledged. Nothing is judged on it before the texts of that time have been
// judged again, and nothing is sent from it before it has been told which texts
// have left already.
type Failover struct {
	store   *Store
	journal *Journal
	intake  Intake
	replica *Replica

	// Anew writes again what this process has written that no text of the journal
	// brings back, before anything is sent; nil for nothing.
	Anew func(ctx context.Context) error

	heard   time.Time // when every server was one that this process knows
	marked  time.Time // when the servers were told last that it lives
	former  former    // what the journal's folder says of the process before
	failing bool      // the last look failed
	count   atomic.Int64
	before  int64 // texts that were regained before this failover
}

// NewFailover returns what looks after failovers for a process.
func NewFailover(s *Store, j *Journal, i Intake, r *Replica) *Failover {
	return &Failover{store: s, journal: j, intake: i, replica: r}
}

// Begin looks once, before anything is judged.
func (f *Failover) Begin(ctx context.Context) error {
	if f.store.embedded != nil {
		return nil // it dies with this process
	}
	f.store.histories.watch()
	former, err := f.journal.former()
	if err != nil {
		return err
	}
	f.former, f.heard = former, f.journal.lastDone
	if f.heard.IsZero() {
		f.heard = f.store.now()
	}
	servers, err := f.store.masters(ctx)
	if err != nil {
		return err
	}
	f.store.histories.seen(servers)
	known, err := f.knew(ctx, servers)
	if err != nil {
		return err
	}
	if known {
		f.store.histories.judgeOn(servers, f.store.now().Add(-dueAgain))
		return f.send(ctx, servers)
	}
	_, err = f.judgeAgain(ctx, servers)
	return err
}

// knew reports whether the process before had been through everything with
// these servers, or there was none.
func (f *Failover) knew(ctx context.Context, servers []server) (bool, error) {
	if len(f.former.histories) > 0 {
		return f.former.knew(servers), nil
	}
	known, err := f.store.livesOn(ctx, servers)
	return !slices.ContainsFunc(known, func(k lives) bool { _, noted := k.of[f.replica.id]; return noted }), err
}

// Through reports whether this process has been through everything with the
// servers that there are.
func (f *Failover) Through() bool { return !f.store.histories.shut() }

// Count is how many failovers there were since the start.
func (f *Failover) Count() int64 { return f.count.Load() }

// Run looks once a second, and at once when another server answers, until the
// context ends.
func (f *Failover) Run(ctx context.Context) error {
	if f.store.embedded != nil {
		<-ctx.Done()
		return nil
	}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		err := f.look(ctx)
		if err != nil && !f.failing && ctx.Err() == nil {
			f.store.log.Warn("look which Redis answers; looking again each second", "error", err)
		}
		f.failing = err != nil
		select {
		case <-ctx.Done():
			return nil
		case <-f.store.histories.woken:
		case <-tick.C:
		}
	}
}

// look asks the servers who they are, and goes through a failover with those
// that are new.
func (f *Failover) look(ctx context.Context) error {
	servers, missing := f.store.masters(ctx)
	if missing == nil {
		f.store.histories.seen(servers)
	}
	changed := f.store.histories.unsent(servers)
	if len(changed) == 0 && missing == nil {
		f.heard = f.store.now()
		return f.mark(ctx, servers)
	}
	if len(changed) == 0 {
		return missing
	}
	return f.goThrough(ctx, changed)
}

// goThrough is one failover. What fails is begun again by the next look.
func (f *Failover) goThrough(ctx context.Context, changed []server) error {
	lives, err := f.judgeAgain(ctx, changed)
	if err != nil || !f.await(ctx, 0, f.intake.CaughtUp) {
		return err
	}
	f.store.histories.allow(f.store.histories.caught, changed)
	if err := f.replica.SetDrained(ctx, func() bool { return false }); err != nil {
		return err
	}
	if !f.await(ctx, patientWith, f.replica.along) {
		return nil
	}
	f.store.histories.judgeOn(changed, f.store.now())
	if !f.await(ctx, 0, f.intake.Settled) || !f.await(ctx, longestSend, func() bool { return f.store.sends.underWay() == 0 }) {
		return nil
	}
	if err := f.giveBack(ctx, changed); err != nil {
		return err
	}
	if err := f.doubt(ctx, changed, lives); err != nil {
		return err
	}
	if f.Anew != nil {
		if err := f.Anew(ctx); err != nil {
			return err
		}
	}
	return f.send(ctx, changed)
}

// judgeAgain queues what the servers may have lost, and lets that be judged on
// them. It returns which lives of processes they know of.
func (f *Failover) judgeAgain(ctx context.Context, changed []server) ([]lives, error) {
	lives, err := f.store.livesOn(ctx, changed)
	if err != nil {
		return nil, err
	}
	if f.store.histories.begun(changed) {
		return lives, nil
	}
	since := f.heard
	for _, known := range lives {
		if mine, ok := known.of[f.replica.id]; ok && mine.at.Before(since) {
			since = mine.at
		}
	}
	tickets, err := f.journal.Recent(since.Add(-mostLost))
	if err != nil {
		return nil, fmt.Errorf("find the texts that a failover may have lost: %w", err)
	}
	f.count.Add(1)
	f.before = f.store.regained.Load()
	f.store.log.Warn("another Redis answers: nothing is sent before the last texts have been judged again", "servers", len(changed), "texts", len(tickets))
	f.intake.Again(tickets)
	f.store.histories.allow(f.store.histories.again, changed)
	return lives, nil
}

// await waits until that is so, or as long as patience lasts if that is not 0.
// It is false if another server answers meanwhile.
func (f *Failover) await(ctx context.Context, patience time.Duration, so func() bool) bool {
	begun := f.store.now()
	for !so() && (patience == 0 || f.store.now().Sub(begun) < patience) {
		pause(ctx, awaitEvery)
		if ctx.Err() != nil || f.store.histories.isStrange() {
			return false
		}
	}
	return true
}
