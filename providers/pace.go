package providers

import (
	"sync"
	"time"
)

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

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
