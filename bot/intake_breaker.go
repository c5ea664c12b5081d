package bot

import (
	"context"
	"sync"
	"time"
)

// Pauses between tries while the store is away, and how many failures in a row
// mean that it is.
const (
	firstPause   = 50 * time.Millisecond
	longestPause = 2 * time.Second
	breakAfter   = 5
)

// breaker remembers whether the store answers. While it is open one text at a
// time tries, after pauses that grow; all others wait for what it finds.
type breaker struct {
	after    int // so many failures in a row open it
	mu       sync.Mutex
	failures int // in a row
	trying   bool
	pause    time.Duration
	next     time.Time     // when to try again
	changed  chan struct{} // closed when an open breaker learns something
}

func newBreaker(after int) breaker { return breaker{after: after, changed: make(chan struct{})} }

// open reports whether the store is known to be away.
func (b *breaker) open() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.failures >= b.after
}

// pass waits until the store is worth a try; false if the context ends first.
// Who passed must report.
func (b *breaker) pass(ctx context.Context) bool {
	for ctx.Err() == nil {
		pause, other := b.ask()
		if other == nil {
			if sleep(ctx, pause) {
				return true
			}
			b.leave()
			return false
		}
		select {
		case <-other:
		case <-ctx.Done():
		}
	}
	return false
}

func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// ask says how long to pause before a try; or, if another text is trying, what
// to wait for.
func (b *breaker) ask() (pause time.Duration, other <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.failures < b.after:
		return 0, nil
	case b.trying:
		return 0, b.changed
	}
	b.trying = true
	return time.Until(b.next), nil
}

// leave gives up on a try that was not made.
func (b *breaker) leave() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trying = false
	close(b.changed)
	b.changed = make(chan struct{})
}

// report says whether the store answered.
func (b *breaker) report(answered bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	open := b.failures >= b.after
	if answered {
		b.failures, b.pause = 0, 0
	} else {
		b.failures++
		b.pause = min(max(firstPause, 2*b.pause), longestPause)
		b.next = time.Now().Add(b.pause)
	}
	b.trying = false
	if open {
		close(b.changed)
		b.changed = make(chan struct{})
	}
}
