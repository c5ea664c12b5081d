package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// triesBeforeParking is how often judging a text may begin and not end before
// the text goes to people instead.
const triesBeforeParking = 3

// Pauses between tries while the store is away, and how many failures in a row
// make new texts wait in the journal at once.
const (
	firstPause   = 50 * time.Millisecond
	longestPause = 2 * time.Second
	breakAfter   = 5
)

// IntakeConfig is what an Intake needs.
type IntakeConfig struct {
	Journal Journal
	Receive func(ctx context.Context, in providers.Inbound) error
	Park    func(ctx context.Context, in providers.Inbound) error
	Budget  time.Duration // how long Take waits for a commit once a text is on disk
	Log     *slog.Logger
}

// Intake takes texts for good: onto the disk, then through the judging, one
// text of a person at a time, in the order in which they came.
type Intake struct {
	c       IntakeConfig
	mu      sync.Mutex
	lines   map[lineKey]*queue // people with texts that are unfinished
	pending atomic.Int64
	replays atomic.Bool // what a start found has been queued
	failing atomic.Int64
	work    sync.WaitGroup
	context context.Context
	cancel  context.CancelFunc
}

// lineKey is one person on one line.
type lineKey struct{ from, to providers.Address }

// queue is the texts of one person that wait, in order. It is late once the
// store has not taken one of them in time.
type queue struct {
	texts []*waiting
	late  bool
}

// waiting is one text that is being handled.
type waiting struct {
	ticket  Ticket
	journal bool // it is in the journal
	replay  bool // it was found unfinished at start
	done    chan struct{}
	err     error
}

// NewIntake returns an intake. Replay must run for it to finish what a start
// found.
func NewIntake(c IntakeConfig) *Intake {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &Intake{c: c, lines: map[lineKey]*queue{}, context: ctx, cancel: cancel}
}

// Take returns nil once the texts will be handled: they are in the journal, and
// committed or the budget has passed. If the journal cannot be written they must
// be committed now; an error that wraps ErrUnavailable means that neither could
// hold them.
func (i *Intake) Take(ctx context.Context, texts []providers.Inbound) error {
	tickets, err := i.c.Journal.Take(ctx, texts)
	if err != nil {
		return i.takeDirectly(ctx, texts, err)
	}
	all := make([]*waiting, len(tickets))
	for n, t := range tickets {
		all[n] = i.add(&waiting{ticket: t, journal: true})
	}
	if i.failing.Load() >= breakAfter {
		return nil // the store is known to be away: the journal is enough
	}
	budget := time.NewTimer(i.c.Budget)
	defer budget.Stop()
	for _, w := range all {
		select {
		case <-w.done:
		case <-budget.C:
			for _, t := range tickets {
				i.late(keyOf(t))
			}
			return nil
		}
	}
	return nil
}

// takeDirectly commits texts that the journal could not hold.
func (i *Intake) takeDirectly(ctx context.Context, texts []providers.Inbound, why error) error {
	i.c.Log.Error("the journal cannot be written; texts are committed directly", "why", why)
	for _, in := range texts {
		w := i.add(&waiting{ticket: Ticket{Inbound: in}})
		select {
		case <-w.done:
			if w.err != nil {
				return fmt.Errorf("take a text: %w", w.err)
			}
		case <-ctx.Done():
			return fmt.Errorf("take a text: %w", ErrUnavailable)
		}
	}
	return nil
}

// add queues a text behind what is unfinished of the same person.
func (i *Intake) add(w *waiting) *waiting {
	w.done = make(chan struct{})
	key := keyOf(w.ticket)
	i.pending.Add(1)
	i.mu.Lock()
	defer i.mu.Unlock()
	q := i.lines[key]
	if q == nil {
		q = &queue{late: w.replay}
		i.lines[key] = q
		i.work.Go(func() { i.drain(key, q) })
	}
	q.texts = append(q.texts, w)
	return w
}

func keyOf(t Ticket) lineKey { return lineKey{t.Inbound.From, t.Inbound.To} }

// late marks that the store has not taken a person's text in time.
func (i *Intake) late(key lineKey) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if q := i.lines[key]; q != nil {
		q.late = true
	}
}

// drain handles one person's texts until none is left.
func (i *Intake) drain(key lineKey, q *queue) {
	for {
		i.mu.Lock()
		if len(q.texts) == 0 {
			delete(i.lines, key)
			i.mu.Unlock()
			return
		}
		w := q.texts[0]
		q.texts = q.texts[1:]
		i.mu.Unlock()
		if !i.finish(w) {
			return // stopping: the journal has what is left
		}
		i.pending.Add(-1)
		close(w.done)
	}
}

// finish handles one text, however long the store is away; false when the
// intake is closed first. A text that is in no journal is tried once.
func (i *Intake) finish(w *waiting) bool {
	pause := firstPause
	for tries := w.ticket.Tries; i.context.Err() == nil; {
		err := i.try(w, tries)
		switch {
		case err == nil:
			i.failing.Store(0)
			i.finished(w)
			return true
		case !w.journal:
			w.err = fmt.Errorf("%w: %w", ErrUnavailable, err)
			return true
		case errors.Is(err, ErrUnavailable):
			i.failing.Add(1)
		default: // what cannot be judged is not tried for ever
			tries++
			i.c.Log.Error("a text could not be judged", "try", tries)
		}
		i.late(keyOf(w.ticket))
		if !i.wait(pause) {
			return false
		}
		pause = min(2*pause, longestPause)
	}
	return false
}

func (i *Intake) finished(w *waiting) {
	if !w.journal {
		return
	}
	if err := i.c.Journal.Done(w.ticket); err != nil {
		i.c.Log.Warn("a finished text was not noted in the journal; it will be found to be handled")
	}
}

// try judges a text, or parks it when judging has begun too often. That a text
// found at start is begun again is on disk first: it may be what ended the
// program.
func (i *Intake) try(w *waiting, tries int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("judging a text broke (%T)", r)
		}
	}()
	if tries >= triesBeforeParking {
		return i.c.Park(i.context, w.ticket.Inbound)
	}
	if w.replay {
		if err := i.c.Journal.Tried(i.context, w.ticket); err != nil {
			return err
		}
		w.replay = false
	}
	return i.c.Receive(i.context, w.ticket.Inbound)
}

func (i *Intake) wait(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-i.context.Done():
		return false
	}
}

// Replay queues the texts that were found unfinished when the journal was
// opened, in order, and returns when the context ends.
func (i *Intake) Replay(ctx context.Context) error {
	for _, t := range i.c.Journal.Unfinished() {
		i.add(&waiting{ticket: t, journal: true, replay: true})
	}
	i.replays.Store(true)
	<-ctx.Done()
	return nil
}

// Settled reports whether the store has seen every text that it is late with:
// what a start found, and what waited while it was away. Texts that are being
// committed for the first time do not count, as nobody has been told yet that
// they were taken.
func (i *Intake) Settled() bool {
	if !i.replays.Load() {
		return false
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, q := range i.lines {
		if q.late {
			return false
		}
	}
	return true
}

// Pending is how many texts are not finished.
func (i *Intake) Pending() int { return int(i.pending.Load()) }

// Held reports whether the store is late with a text of that person: it may be
// a STOP, so that nothing is sent to them meanwhile.
func (i *Intake) Held(a providers.Address) bool {
	if i.pending.Load() == 0 {
		return false
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	for key, q := range i.lines {
		if key.from == a && q.late {
			return true
		}
	}
	return false
}

// Close waits for the texts under way until the context ends, then stops. What
// is left is in the journal.
func (i *Intake) Close(ctx context.Context) error {
	finished := make(chan struct{})
	go func() { i.work.Wait(); close(finished) }()
	select {
	case <-finished:
	case <-ctx.Done():
	}
	i.cancel()
	<-finished
	return nil
}
