package providers

import (
	"context"
	"sync"
	"time"
)

// Connection is one account at one company, under a name of its own. Several may
// be with the same company.
type Connection struct {
	Name     string // as organisations name it; see Message.Via
	Provider Provider
	// Rate is how many texts a second one originator may send; 0 is no limit.
	Rate float64
	// Halts shares with other processes that the provider refuses everybody; nil
	// keeps it in this one alone.
	Halts Halts
	// Observe counts what happened to its texts; the events are in event.go. Nil
	// counts nothing.
	Observe func(event string, n int)
}

const (
	codeBusy         = "connection_busy"
	codeNoConnection = "no_such_connection"
	fullFor          = 250 * time.Millisecond // until a connection that makes no room is passed by
	comesBack        = 2 * time.Second        // what found a connection full
	noConnectionFor  = time.Minute            // until a text is tried again whose connection is not set up
	apartBy          = 5 * time.Millisecond   // texts come back one after the other
	mostApart        = 30 * time.Second
)

// carrier is one connection at work: its own senders, pace and circuit, so that
// no company can hold up what leaves by another.
type carrier struct {
	Connection
	batch   int // recipients in one call
	circuit circuit
	halting halting
	pace    pace
	later   later
	room    chan struct{} // one for each claim that was read from the outbox and is not sent yet
	full    bool          // it made no room when it was asked last; the reader's
	replies chan job
	bulk    chan job
}

func newCarrier(c Connection, room int, changed chan struct{}) *carrier {
	if c.Observe == nil {
		c.Observe = func(string, int) {}
	}
	return &carrier{
		Connection: c,
		batch:      max(1, c.Provider.Caps().MaxBatch),
		circuit:    circuit{changed: changed},
		halting:    halting{news: make(chan struct{}, 1)},
		pace:       pace{rate: c.Rate, lanes: map[string]*lane{}},
		room:       make(chan struct{}, room),
		replies:    make(chan job, 2*room),
		bulk:       make(chan job, room),
	}
}

func (c *carrier) count(event string, n int) {
	if n > 0 {
		c.Observe(event, n)
	}
}

// space is for how many texts there is room, or one while a paused provider is
// tried.
func (c *carrier) space() int {
	free := cap(c.room) - len(c.room)
	if c.circuit.paused() {
		return min(free, 1)
	}
	return free
}

// admit takes room for one text. A connection that is full is waited for, once:
// one that hangs must not keep the others' texts waiting.
func (c *carrier) admit(ctx context.Context) bool {
	select {
	case c.room <- struct{}{}:
		c.full = false
		return true
	default:
	}
	if c.full {
		return false
	}
	timer := time.NewTimer(fullFor)
	defer timer.Stop()
	select {
	case c.room <- struct{}{}:
		return true
	case <-timer.C:
		c.full = true
	case <-ctx.Done():
	}
	return false
}

// later spreads texts that come back, so that they do not all come at once.
type later struct {
	mu   sync.Mutex
	next time.Time
}

// back is when the next text comes back: not before least is over.
func (l *later) back(now time.Time, least time.Duration) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next = latest(l.next, now.Add(least))
	if l.next.After(now.Add(least + mostApart)) {
		l.next = now.Add(least)
	}
	wait := l.next.Sub(now)
	l.next = l.next.Add(apartBy)
	return wait
}

// carrier is the connection of that name, nil if none is set up.
func (d *Dispatcher) carrier(name string) *carrier {
	if name == "" || d.Alone {
		return d.all[0]
	}
	for _, c := range d.all {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Halted is what this process knows of the connection of that name, of all
// processes' refusals, at most about a second old. The empty name is the
// connection of texts that name none.
func (d *Dispatcher) Halted(connection string) Halt {
	c := d.carrier(connection)
	if c == nil {
		return Halt{}
	}
	return c.halting.last()
}
