package providers

import (
	"cmp"
	"context"
	"log/slog"
	"time"
)

const (
	lookEvery  = 15 * time.Second             // between two rounds
	lookAfter  = sendTimeout + 15*time.Second // the call that is in doubt has ended by then, here and at the company
	lookAgain  = 10 * time.Minute             // at most, between two questions about one text
	lookFor    = 7 * 24 * time.Hour           // companies keep texts no longer
	mostLooks  = 20                           // in one round, by one connection
	lookPace   = 50 * time.Millisecond        // between two questions
	lookBudget = lookEvery                    // of one round
)

// What a Lookups observes.
const (
	EventFound   = "found"   // the company knows the text
	EventUntaken = "untaken" // the company never took it, and it goes again
)

// Looker is a Provider that can be asked for a text by our reference.
type Looker interface {
	// Look returns what became of the texts that were sent with a reference.
	// Nothing is that the company does not know of any.
	Look(ctx context.Context, ref string) ([]Status, error)
}

// LookerOf is the Looker that a provider is, whatever its connection is called.
func LookerOf(p Provider) (Looker, bool) {
	n, renamed := p.(named)
	if renamed {
		p = n.Provider
	}
	looker, ok := p.(Looker)
	return looker, ok && p.Caps().Lookup
}

// Doubt is a text that may or may not have left.
type Doubt struct {
	Ref   string
	Via   string // the connection that it may have left by; empty is the installation's own
	To    Address
	Since time.Time
}

// Doubts keeps the texts of unknown outcome. Each method may be repeated.
type Doubts interface {
	// Doubts lists them, the oldest first.
	Doubts(ctx context.Context) ([]Doubt, error)
	// Report records what became of one.
	Report(ctx context.Context, now time.Time, status Status) error
	// Untaken puts back one that certainly never left. False is that its outcome is
	// known by now, or that it is too late for it.
	Untaken(ctx context.Context, now time.Time, d Doubt) (bool, error)
}

// Lookups asks companies that can be asked what became of texts of unknown outcome.
// What it learns of a text is a report like any other; what it does not learn stays
// listed for people. It keeps nothing that must outlive the process: after a start
// it asks once more.
type Lookups struct {
	Doubts Doubts
	// Of is the provider of a connection; nil if none of that name is set up. The
	// empty name is the installation's own.
	Of      func(connection string) Provider
	Now     func() time.Time
	Every   time.Duration // between two rounds; 0 is 15 seconds
	Log     *slog.Logger
	Observe func(connection, event string) // nil counts nothing

	asked map[string]asked // by reference
}

// asked is what was asked about one text.
type asked struct {
	since time.Time // of the doubt
	next  time.Time
	wait  time.Duration
}

// Run asks until ctx is done, and returns nil.
func (l *Lookups) Run(ctx context.Context) error {
	for pause(ctx, cmp.Or(l.Every, lookEvery)) {
		if err := l.Round(ctx); err != nil && ctx.Err() == nil {
			l.Log.Warn("look for what became of texts in doubt", "error", err)
		}
	}
	return nil
}

// Round asks once about what is due, a few texts of each connection. One that does
// not answer is left until the next round.
func (l *Lookups) Round(ctx context.Context) error {
	doubts, err := l.Doubts.Doubts(ctx)
	if err != nil {
		return err
	}
	now := l.Now()
	l.forget(doubts)
	ctx, cancel := context.WithTimeout(ctx, lookBudget)
	defer cancel()
	left := map[string]int{}
	for _, d := range doubts {
		p := l.Of(d.Via)
		if p == nil || !l.due(d, now) {
			continue
		}
		looker, can := LookerOf(p)
		if _, seen := left[p.Name()]; !seen {
			left[p.Name()] = mostLooks
		}
		if !can || left[p.Name()] == 0 || !pause(ctx, lookPace) {
			continue
		}
		left[p.Name()]--
		if err := l.look(ctx, p, looker, d); err != nil {
			left[p.Name()] = 0
			l.Log.Warn("ask what became of a text", "connection", p.Name(), "error", err)
		}
	}
	return nil
}

// due reports whether a text may be asked about: not too soon, and less often the
// longer nothing was known.
func (l *Lookups) due(d Doubt, now time.Time) bool {
	age := now.Sub(d.Since)
	return age >= lookAfter && age < lookFor && !now.Before(l.asked[d.Ref].next)
}

// look asks about one text.
func (l *Lookups) look(ctx context.Context, p Provider, looker Looker, d Doubt) error {
	begun := l.Now()
	found, err := looker.Look(ctx, d.Ref)
	l.wait(d, begun)
	if err != nil {
		return err
	}
	for _, status := range found {
		status.Provider, status.Ref, status.Recipient = p.Name(), d.Ref, d.To
		if err := l.Doubts.Report(ctx, l.Now(), status); err != nil {
			return err
		}
	}
	if len(found) > 0 {
		l.count(p, EventFound)
		return nil
	}
	settles := p.Caps().LookupSettles
	if settles <= 0 || begun.Sub(d.Since) < settles {
		return nil
	}
	done, err := l.Doubts.Untaken(ctx, l.Now(), d)
	if done {
		l.count(p, EventUntaken)
	}
	return err
}

// wait notes when a text is asked about again.
func (l *Lookups) wait(d Doubt, now time.Time) {
	if l.asked == nil {
		l.asked = map[string]asked{}
	}
	a := l.asked[d.Ref]
	a.since = d.Since
	a.wait = min(max(2*a.wait, lookAfter), lookAgain)
	a.next = now.Add(a.wait)
	l.asked[d.Ref] = a
}

// forget drops what is in doubt no more, or anew.
func (l *Lookups) forget(doubts []Doubt) {
	since := make(map[string]time.Time, len(doubts))
	for _, d := range doubts {
		since[d.Ref] = d.Since
	}
	for ref, a := range l.asked {
		if at, still := since[ref]; !still || !at.Equal(a.since) {
			delete(l.asked, ref)
		}
	}
}

func (l *Lookups) count(p Provider, event string) {
	if l.Observe != nil {
		l.Observe(p.Name(), event)
	}
}
