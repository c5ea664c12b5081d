package providers

import (
	"context"
	"crypto/rand"
	"sync"
	"time"
)

// haltPoll is how often a process reads whether the provider refuses everybody.
const haltPoll = time.Second

// Halt is a provider that refuses everybody, as all processes know it. The zero
// one is a provider of which nothing bad is known.
type Halt struct {
	Class Class     // Balance, Auth or Config
	Code  string    // the provider's own, of the last refusal
	Since time.Time // of the first refusal
	Last  string    // a name of the last refusal, so that it can be told from those before
	Mend  string    // how its company takes texts again, as a Guide says; it is not kept

	// Connection is whose it is, where its organisation writes by several; it is not
	// kept, and Mend begins with it then.
	Connection string
	Second     bool // and its people are written to by the first meanwhile
}

// Stands reports whether the provider refuses everybody.
func (h Halt) Stands() bool { return h.Last != "" }

// Halts keeps for all processes whether the provider refuses everybody. Each
// method may be repeated.
type Halts interface {
	// Halted returns what is known, the zero Halt if nothing bad is.
	Halted(ctx context.Context) (Halt, error)
	// Halt keeps a refusal. Since stays that of the first.
	Halt(ctx context.Context, h Halt) error
	// Unhalt forgets all refusals, unless there was another after the one named.
	Unhalt(ctx context.Context, last string) error
}

// halting is what one process knows of the provider, and has not told yet.
type halting struct {
	mu      sync.Mutex
	known   Halt
	refused *Halt         // to be told
	over    string        // the refusal after which a text was taken, to be told
	news    chan struct{} // something is to be told
}

// last is what this process knows.
func (h *halting) last() Halt {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.known
}

// refuse notes that the provider refuses everybody.
func (h *halting) refuse(class Class, code string, at time.Time) {
	h.mu.Lock()
	refused := Halt{Class: class, Code: code, Since: at.UTC(), Last: rand.Text()}
	if h.known.Stands() {
		refused.Since = h.known.Since
	}
	h.known, h.refused = refused, &refused
	h.mu.Unlock()
	h.wake()
}

// took notes that the provider took a text whose call began when that refusal was
// the last.
func (h *halting) took(last string) {
	if last == "" {
		return
	}
	h.mu.Lock()
	if h.known.Last == last {
		h.known = Halt{}
	}
	h.over = last
	h.mu.Unlock()
	h.wake()
}

func (h *halting) wake() {
	select {
	case h.news <- struct{}{}:
	default:
	}
}

// follow keeps what this process and all others know of a connection the same,
// until ctx is done.
func (d *Dispatcher) follow(ctx context.Context, c *carrier) {
	tick := time.NewTicker(haltPoll)
	defer tick.Stop()
	for {
		if err := c.halting.share(ctx, c.Halts); err != nil && ctx.Err() == nil {
			d.Log.Warn("share whether the provider refuses everybody", "connection", c.Name, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-c.halting.news:
		}
	}
}

// share tells what is new here, a refusal before its end, and then reads what all
// know. What could not be told is told the next time.
func (h *halting) share(ctx context.Context, all Halts) error {
	h.mu.Lock()
	refused, over := h.refused, h.over
	h.mu.Unlock()
	if refused != nil {
		if err := all.Halt(ctx, *refused); err != nil {
			return err
		}
	}
	if over != "" {
		if err := all.Unhalt(ctx, over); err != nil {
			return err
		}
	}
	known, err := all.Halted(ctx)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.refused == refused {
		h.refused = nil
	}
	if h.over == over {
		h.over = ""
	}
	if err == nil && h.refused == nil && h.over == "" {
		h.known = known
	}
	return err
}
