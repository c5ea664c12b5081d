package providers

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	defaultSenders = 32
	readWait       = 5 * time.Second  // one blocking read of the outbox
	sendTimeout    = 15 * time.Second // one call of the provider
	sweepEvery     = 15 * time.Second
	sweepAgain     = 2 * time.Second              // after a failure
	sweepAge       = sendTimeout + 10*time.Second // older claims without a result are lost
)

// DispatcherConfig is what a Dispatcher needs. Outbox, Provider and Now must be
// set; everything else may be left out.
type DispatcherConfig struct {
	Outbox Outbox
	// Provider, Name, Rate, Halts and Observe are the connection of texts that name
	// none; see Connection.
	Provider Provider
	Name     string
	// More are the other connections, each with a name of its own.
	More []Connection
	// Second is another way for a text that certainly did not leave by a connection
	// from a number; false is that there is none. It may be nil.
	Second func(Route) (Route, bool)
	// Alone has the one connection take every text, whichever it names: a provider
	// that texts no phones stands for them all.
	Alone bool
	Now   func() time.Time
	// Gate is asked before every claim; while it says no nothing is claimed.
	Gate func() bool
	// Held reports that a STOP of the person waits to be judged: the text goes
	// back and is tried again.
	Held func(Address) bool
	// MayText refuses numbers that must never be texted; see Numbers.
	MayText func(Address) error
	// Rate is how many texts a second one originator may send; 0 is no limit.
	Rate float64
	// Turns shares that rate with other processes; nil is a rate for this one alone.
	Turns Turns
	// Halts shares with other processes that the provider refuses everybody; nil
	// keeps it in this one alone.
	Halts Halts
	// Senders is how many calls of each connection run at once; 0 is 32.
	Senders int
	Log     *slog.Logger
	// Observe counts what happened; the events are in event.go.
	Observe func(event string, n int)
}

// Dispatcher empties the outbox, each text through the connection that it names.
// It sends nothing without a claim, each claim once, and reports what became of
// every claim it was given. Any number of dispatchers may share an outbox.
type Dispatcher struct {
	DispatcherConfig
	all     []*carrier    // the first is of texts that name no connection
	changed chan struct{} // a circuit has opened or closed
	freed   chan struct{} // a connection has room again
	direct  direct
	results chan []Settlement
	over    chan struct{} // closed once no result is taken any more
}

// NewDispatcher returns a dispatcher that can Run once.
func NewDispatcher(c DispatcherConfig) *Dispatcher {
	if c.Senders <= 0 {
		c.Senders = defaultSenders
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Gate == nil {
		c.Gate = func() bool { return true }
	}
	if c.Held == nil {
		c.Held = func(Address) bool { return false }
	}
	if c.MayText == nil {
		c.MayText = func(Address) error { return nil }
	}
	if c.Observe == nil {
		c.Observe = func(string, int) {}
	}
	if c.Second == nil {
		c.Second = func(Route) (Route, bool) { return Route{}, false }
	}
	room := 2 * c.Senders // one under way and one waiting for each sender
	d := &Dispatcher{
		DispatcherConfig: c,
		changed:          make(chan struct{}, 1),
		freed:            make(chan struct{}, 1),
		direct:           direct{room: make(chan struct{}, room)},
		results:          make(chan []Settlement, room),
		over:             make(chan struct{}),
	}
	own := Connection{Name: c.Name, Provider: c.Provider, Rate: c.Rate, Halts: c.Halts, Observe: c.Observe}
	for _, one := range append([]Connection{own}, c.More...) {
		d.all = append(d.all, newCarrier(one, room, d.changed))
	}
	return d
}

// Run dispatches until ctx is done. Then it claims no more, puts back what it
// has not begun to send, waits for the calls under way, and returns nil once
// their results are settled.
func (d *Dispatcher) Run(ctx context.Context) error {
	var senders, others sync.WaitGroup
	for _, c := range d.all {
		for range d.Senders {
			senders.Go(func() { d.sendJobs(ctx, c) })
		}
		if c.Halts != nil {
			others.Go(func() { d.follow(ctx, c) })
		}
	}
	others.Go(func() { d.sweep(ctx) })
	others.Go(func() { d.settle(ctx) })

	d.direct.open()
	d.read(ctx)
	d.direct.shut()
	for _, c := range d.all {
		close(c.replies)
		close(c.bulk)
	}
	awaitAll(&senders, sendTimeout+time.Second)
	close(d.over)
	others.Wait()
	return nil
}

// sweep settles what dead processes have claimed: first what this one's former
// life had, behind which others to the same people wait.
func (d *Dispatcher) sweep(ctx context.Context) {
	for next := time.Duration(0); pause(ctx, next); {
		n, err := d.Outbox.Sweep(ctx, d.Now(), sweepAge, d.repeats)
		if next = sweepEvery; err != nil {
			next = sweepAgain
			d.Log.Warn("sweep the outbox", "error", err)
		}
		d.count(EventSwept, n)
	}
}

func (d *Dispatcher) count(event string, n int) {
	if n > 0 {
		d.Observe(event, n)
	}
}

// pause waits, and reports whether the wait ended before ctx did.
func pause(ctx context.Context, wait time.Duration) bool {
	if wait <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// awaitAll waits for the group, but no longer than limit: a provider that does
// not heed its context must not keep the process from ending.
func awaitAll(group *sync.WaitGroup, limit time.Duration) {
	ended := make(chan struct{})
	go func() { group.Wait(); close(ended) }()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-ended:
	case <-timer.C:
	}
}
