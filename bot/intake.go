package bot

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// Bounds of an intake.
const (
	mostAtOnce   = 256             // texts that are judged at the same time
	mostWaiting  = 200_000         // texts in memory; more are refused, and their provider sends them again
	directBudget = 2 * time.Second // for a text that only the store can hold: providers wait for an answer
)

// IntakeConfig is what an Intake needs.
type IntakeConfig struct {
	Journal Journal
	Receive func(ctx context.Context, in providers.Inbound) error
	Park    func(ctx context.Context, in providers.Inbound) error
	Apart   func(ctx context.Context, in providers.Inbound) error // of what cannot be parked either
	Budget  time.Duration                                         // how long Take waits for a commit once a text is on disk
	Most    int                                                   // how many texts may wait in memory; 200,000 if it is 0
	Log     *slog.Logger
}

// Intake takes texts for good: onto the disk, then through the judging, one
// text of a person at a time, in the order in which they came.
type Intake struct {
	c        IntakeConfig
	store    breaker
	memory   breaker       // of the store: texts that it has none for try one at a time
	slots    chan struct{} // held while a text is judged
	context  context.Context
	cancel   context.CancelFunc
	suspects chan struct{} // held while a text is judged that may be what ended the program
	work     sync.WaitGroup
	next     chan func() // queues to empty, for whoever waits for one
	idle     atomic.Int64

	mu      sync.Mutex
	started bool // texts are judged; not before Replay, and not once Close has begun
	waiting int  // texts that are not finished
	handled int  // those among them that were handled before
	lines   map[lineKey]*queue
	late    map[providers.Address]int // people whose texts the store is late with, and with how many
}

// NewIntake returns an intake that knows what the journal found unfinished.
// Nothing is judged until Replay runs.
func NewIntake(c IntakeConfig) *Intake {
	c.Most = cmp.Or(c.Most, mostWaiting)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	ctx, cancel := context.WithCancel(context.Background())
	i := &Intake{
		c: c, store: newBreaker(breakAfter), memory: newBreaker(1), slots: make(chan struct{}, mostAtOnce), suspects: make(chan struct{}, 1), next: make(chan func()),
		context: ctx, cancel: cancel,
		lines: map[lineKey]*queue{}, late: map[providers.Address]int{},
	}
	i.again(c.Journal.Unfinished(), Tried)
	return i
}

// Replay begins the judging, with the texts that a start found, and returns
// when the context ends.
func (i *Intake) Replay(ctx context.Context) error {
	i.start()
	<-ctx.Done()
	return nil
}

// Take returns nil once the texts will be handled: they are in the journal, and
// committed or the budget has passed. If the journal cannot be written they must
// be committed now; an error that wraps ErrUnavailable means that neither could
// hold them.
func (i *Intake) Take(ctx context.Context, texts []providers.Inbound) error {
	if i.Pending() >= i.c.Most {
		return fmt.Errorf("take a text: too many wait: %w", ErrUnavailable)
	}
	tickets, err := i.c.Journal.Take(ctx, texts)
	if err != nil {
		i.c.Log.Error("the journal cannot be written; texts are committed directly", "why", err)
		return i.takeDirectly(ctx, texts)
	}
	all := make([]*waiting, len(tickets))
	for n, t := range tickets {
		all[n] = &waiting{ticket: t, journaled: true, done: make(chan struct{})}
		i.add(all[n])
	}
	i.await(all)
	return nil
}

// await returns when the texts are finished or the budget has passed. While the
// store is known to be away it does not wait: the journal is enough.
func (i *Intake) await(all []*waiting) {
	budget := i.c.Budget
	if i.store.open() {
		budget = 0
	}
	timer := time.NewTimer(budget)
	defer timer.Stop()
	for n, w := range all {
		select {
		case <-w.done:
		case <-timer.C:
			for _, w := range all[n:] {
				i.markLate(w)
			}
			return
		}
	}
}

// takeDirectly commits texts that the journal could not hold.
func (i *Intake) takeDirectly(ctx context.Context, texts []providers.Inbound) error {
	ctx, cancel := context.WithTimeout(ctx, directBudget)
	defer cancel()
	all := make([]*waiting, len(texts))
	for n, in := range texts {
		all[n] = &waiting{ticket: Ticket{Inbound: in}, done: make(chan struct{})}
		i.add(all[n])
	}
	for n, w := range all {
		select {
		case <-w.done:
			if w.err != nil {
				return fmt.Errorf("take a text: %w", w.err)
			}
		case <-ctx.Done():
			for _, w := range all[n:] {
				w.dropped.Store(true) // its provider sends it again
			}
			return fmt.Errorf("take a text: %w", ErrUnavailable)
		}
	}
	return nil
}

// Again judges texts of the journal once more that were handled, each before
// what waits of the same person and came after it: what the store has kept is a
// repeat, and what it has lost is made good. Texts that wait already stay where
// they are.
func (i *Intake) Again(tickets []Ticket) { i.again(tickets, Handled) }

func (i *Intake) again(tickets []Ticket, before Repeat) {
	for _, t := range tickets {
		if before == Tried && t.Tries > 0 {
			t.Tries++ // the first try is not noted
		}
		i.addAgain(&waiting{ticket: t, journaled: true, again: true, before: before, done: make(chan struct{})})
	}
}

// Close waits for the texts under way until the context ends, then stops. What
// is left is in the journal.
func (i *Intake) Close(ctx context.Context) error {
	i.stop()
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
