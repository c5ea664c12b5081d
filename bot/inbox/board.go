package inbox

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/connective-messaging/connective/bot"
)

const (
	// readAgain is how often everything is read again, whatever was told.
	readAgain = time.Minute
	// mostAtOnce is how many changes are read one by one; more are read as a whole.
	mostAtOnce = 64
)

// Cases is what a Board needs of the store. Heads have what the resident wrote
// last alone.
// Errors wrap bot.ErrUnavailable, but for bot.ErrNoCase of Head.
type Cases interface {
	OpenHeads(ctx context.Context, org string) ([]bot.CaseFile, error)
	Head(ctx context.Context, org, id string) (bot.CaseFile, error)
	// CaseNews tells which cases change, until the context ends. Empty news say
	// that some may have been missed; the first are.
	CaseNews(ctx context.Context) <-chan bot.CaseNews
}

// Board is the open cases of every organisation that somebody has looked at. All
// of its methods can be called at once by many.
type Board struct {
	cases Cases
	log   *slog.Logger
	mu    sync.Mutex
	orgs  map[string]*desk
}

// desk is one organisation's cases.
type desk struct {
	open    map[string]bot.CaseFile
	fresh   bool          // open is all that there is
	changed chan struct{} // closed at the next change
	reading sync.Mutex    // held while all are read
	version Version
	stamps  map[string]int64 // the version in which each open case has changed last
}

// next counts a change of one case, which is closed or opened by it.
func (d *desk) next(id string, moves bool) {
	d.version.Open++
	if moves {
		d.version.Closed = d.version.Open
	}
	d.stamps[id] = d.version.Open
}

// NewBoard returns a board that is to be Run.
func NewBoard(cases Cases, log *slog.Logger) *Board {
	return &Board{cases: cases, log: log, orgs: map[string]*desk{}}
}

// Run keeps the board as the store is, until the context ends.
func (b *Board) Run(ctx context.Context) error {
	news := b.cases.CaseNews(ctx)
	again := time.NewTicker(readAgain)
	defer again.Stop()
	for {
		select {
		case n, open := <-news:
			if !open {
				return nil
			}
			b.hear(ctx, n, news)
		case <-again.C:
			b.missed()
		}
	}
}

// hear takes in news, and what else has come meanwhile.
func (b *Board) hear(ctx context.Context, first bot.CaseNews, more <-chan bot.CaseNews) {
	changed := map[bot.CaseNews]bool{first: true}
	for {
		select {
		case n, open := <-more:
			if !open {
				return
			}
			changed[n] = true
			continue
		default:
		}
		break
	}
	if changed[bot.CaseNews{}] || len(changed) > mostAtOnce {
		b.missed()
		return
	}
	for n := range changed {
		b.update(ctx, n)
	}
}

// missed has every organisation read anew when it is looked at next, and tells
// those who look.
func (b *Board) missed() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, d := range b.orgs {
		d.fresh = false
		d.afresh()
		d.tell()
	}
}

// afresh counts a change of everything.
func (d *desk) afresh() {
	d.version.Open++
	d.version.Closed = d.version.Open
	d.stamps = map[string]int64{"": d.version.Open}
}

// update reads one case anew.
func (b *Board) update(ctx context.Context, n bot.CaseNews) {
	b.mu.Lock()
	d := b.orgs[n.Org]
	b.mu.Unlock()
	if d == nil {
		return // nobody looks
	}
	d.reading.Lock()
	defer d.reading.Unlock()
	file, err := b.cases.Head(ctx, n.Org, n.ID)
	b.mu.Lock()
	defer b.mu.Unlock()
	_, was := d.open[n.ID]
	switch {
	case errors.Is(err, bot.ErrNoCase) || err == nil && !file.Closed.IsZero():
		delete(d.open, n.ID)
		d.next(n.ID, true)
	case err != nil:
		b.log.Warn("a case could not be read; trying again", "why", "store away")
		d.fresh = false
		d.afresh()
	default:
		d.open[n.ID] = file
		d.next(n.ID, !was)
	}
	d.tell()
}

// tell wakes whoever watches.
func (d *desk) tell() {
	close(d.changed)
	d.changed = make(chan struct{})
}

// desk is an organisation's, which begins empty.
func (b *Board) desk(org string) *desk {
	b.mu.Lock()
	defer b.mu.Unlock()
	d := b.orgs[org]
	if d == nil {
		d = &desk{open: map[string]bot.CaseFile{}, changed: make(chan struct{}), stamps: map[string]int64{}}
		b.orgs[org] = d
	}
	return d
}
