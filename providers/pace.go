package providers

import (
	"context"
	"sync"
	"time"
)

// Turns keeps the turns of originators for all processes together.
type Turns interface {
	// Turn takes a turn for texts that take so long, and returns how long to wait
	// for it; or, if that is longer than patience, takes none and returns how long
	// to wait before asking again.
	Turn(ctx context.Context, from string, takes, patience time.Duration) (wait time.Duration, taken bool, err error)
}

// turn is how long n texts of an originator must wait for their turn, or that they
// go back. Processes that share their turns ask for them; while those cannot be
// had nothing is sent.
func (d *Dispatcher) turn(ctx context.Context, c *carrier, from string, n int, now time.Time, patience time.Duration) (time.Duration, bool) {
	if c.Rate <= 0 || d.Turns == nil {
		return c.pace.take(from, n, now, patience)
	}
	takes := time.Duration(float64(n) / c.Rate * float64(time.Second))
	wait, taken, err := d.Turns.Turn(ctx, from, takes, patience)
	if err != nil {
		d.Log.Warn("take a turn", "error", err)
		return patience, false
	}
	if !taken {
		wait = c.pace.back(from, takes, now, wait)
	}
	return wait, taken
}

// pace keeps each originator below the rate that its network allows.
type pace struct {
	rate  float64 // texts a second; 0 is no limit
	mu    sync.Mutex
	lanes map[string]*lane
}

// lane is one originator's timetable. Texts that would wait too long are told
// when to come back, each at a time of its own.
type lane struct{ next, later time.Time }

// take answers how long n texts must wait for their turn, which is then theirs;
// or, if that is more than patience, after what time to ask again.
func (p *pace) take(from string, n int, now time.Time, patience time.Duration) (time.Duration, bool) {
	if p.rate <= 0 {
		return 0, true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.lanes[from]
	if l == nil {
		l = &lane{}
		p.lanes[from] = l
	}
	l.next = latest(l.next, now)
	l.later = latest(l.later, l.next)
	step := time.Duration(float64(n) / p.rate * float64(time.Second))
	if wait := l.next.Sub(now); wait <= patience {
		l.next = l.next.Add(step)
		return wait, true
	}
	wait := l.later.Sub(now)
	l.later = l.later.Add(step)
	return wait, false
}

// back is when a text that got no turn asks again: not before least is over, and
// each at a time of its own, so that they do not all ask at once.
func (p *pace) back(from string, takes time.Duration, now time.Time, least time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.lanes[from]
	if l == nil {
		l = &lane{}
		p.lanes[from] = l
	}
	l.later = latest(l.later, now.Add(least))
	wait := l.later.Sub(now)
	l.later = l.later.Add(takes)
	return wait
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
