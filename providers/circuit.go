package providers

import (
	"sync"
	"time"
)

const (
	firstPause  = time.Second
	lastPause   = time.Minute
	longestEase = 10 * time.Second // that one throttled text may slow down all
	mostMisses  = 5                // calls in a row that are not reached
	trialPoll   = time.Second      // between looks at a trial whose end goes unheard
)

// circuit pauses a provider that refuses everybody: a wrong key, no credit. The
// pause doubles up to a minute, and after it one text finds out whether the
// provider works again.
type circuit struct {
	mu      sync.Mutex
	until   time.Time     // nothing is sent before
	strikes int           // refusals in a row; 0 is closed
	misses  int           // calls in a row that did not reach it
	trial   bool          // one text is under way to find out
	lease   int           // counts the pauses: a call with an older lease tells nothing new
	changed chan struct{} // all connections' together
}

// pauses reports whether the class tells of the provider, not of one text.
func pauses(c Class) bool { return c == Auth || c == Config || c == Balance }

// paused reports whether the provider must be tried with one text.
func (c *circuit) paused() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.strikes > 0
}

// wait returns how long nothing may be sent.
func (c *circuit) wait(now time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.trial {
		return trialPoll
	}
	return max(0, c.until.Sub(now))
}

// allow gives leave for one call, with the lease that its result must show.
// While the provider is paused it gives leave for one call at a time.
func (c *circuit) allow(now time.Time) (lease int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now.Before(c.until) || c.trial {
		return 0, false
	}
	c.trial = c.strikes > 0
	return c.lease, true
}

// trip pauses the provider, longer each time, and reports whether it did.
func (c *circuit) trip(now time.Time, lease int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if lease != c.lease {
		return false
	}
	c.open(now)
	return true
}

// missed counts a call that did not reach the provider. It pauses it after some in
// a row, and after one that was to find out, and reports whether it did.
func (c *circuit) missed(now time.Time, lease int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if lease != c.lease {
		return false
	}
	c.misses++
	if c.strikes == 0 && c.misses < mostMisses {
		return false
	}
	c.open(now)
	return true
}

func (c *circuit) open(now time.Time) {
	c.until = now.Add(min(firstPause<<min(c.strikes, 10), lastPause))
	c.strikes++
	c.misses = 0
	c.lease++
	c.end()
}

// answered ends the pause if the provider dealt with a text; a call that never
// reached it leaves the next text to find out.
func (c *circuit) answered(class Class, lease int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if lease != c.lease {
		return
	}
	reached := class != Temporary && class != OutcomeUnknown
	if reached {
		c.misses = 0
	}
	if c.strikes == 0 {
		return
	}
	if reached {
		c.strikes = 0
	}
	c.end()
}

// ease lets all wait a little when the provider says that one came too soon.
func (c *circuit) ease(now time.Time, wait time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if until := now.Add(min(wait, longestEase)); until.After(c.until) {
		c.until = until
	}
}

func (c *circuit) end() {
	c.trial = false
	select {
	case c.changed <- struct{}{}:
	default:
	}
}
