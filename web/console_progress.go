package web

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/connective-messaging/connective/bot/broadcast"
)

// progressEvery is how often a broadcast is looked at whose page is open.
const progressEvery = time.Second

// howFar is how far a broadcast is: another is news for its page.
type howFar struct {
	version int64
	counts  broadcast.Counts
}

// watches are the broadcasts whose pages are open. However many pages show one, it
// is looked at once.
type watches struct {
	mu  sync.Mutex
	all map[string]*watch
}

// watch is one of them, as it was looked at last.
type watch struct {
	mu      sync.Mutex
	far     howFar
	changed chan struct{} // closed with the next change
	pages   int           // that show it; guarded by watches.mu
	end     context.CancelFunc
}

// open begins to look at a broadcast if no page has done so, which is so far. Leave
// must be called when the page is gone.
func (w *watches) open(name string, far howFar, look func(context.Context) (howFar, error)) (one *watch, leave func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	one = w.all[name]
	if one == nil {
		ctx, end := context.WithCancel(context.Background())
		one = &watch{far: far, changed: make(chan struct{}), end: end}
		if w.all == nil {
			w.all = map[string]*watch{}
		}
		w.all[name] = one
		go one.follow(ctx, look)
	}
	one.pages++
	return one, func() { w.leave(name, one) }
}

func (w *watches) leave(name string, one *watch) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if one.pages--; one.pages == 0 {
		delete(w.all, name)
		one.end()
	}
}

// follow looks until no page is left. What cannot be seen is looked at again.
func (w *watch) follow(ctx context.Context, look func(context.Context) (howFar, error)) {
	tick := time.NewTicker(progressEvery)
	defer tick.Stop()
	for {
		if seen, err := look(ctx); err == nil {
			w.see(seen)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (w *watch) see(seen howFar) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if seen == w.far {
		return
	}
	w.far = seen
	close(w.changed)
	w.changed = make(chan struct{})
}

// news is how far the broadcast was when it was looked at last, and what is closed
// once it is further.
func (w *watch) news() (<-chan struct{}, any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.changed, w.far
}

// progressEvents tells the page of a broadcast each time it should look again.
func (k *Console) progressEvents(v *visit) error {
	org, id, desk := v.scope.Org(), v.Param("id"), k.Broadcasts
	look := func(ctx context.Context) (howFar, error) {
		b, err := desk.Archive.Broadcast(ctx, org, id)
		if err != nil {
			return howFar{}, err
		}
		counts, err := desk.Outbox.Counts(ctx, b)
		if err != nil {
			return howFar{}, fmt.Errorf("count a broadcast: %w", err)
		}
		return howFar{b.Version, counts}, nil
	}
	far, err := look(v.ctx())
	if err != nil {
		return err
	}
	one, leave := k.watches.open(org+"/"+id, far, look)
	defer leave()
	return v.stream(one.news)
}
