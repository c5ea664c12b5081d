package versions

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/connective-messaging/connective/flows"
)

// Shelf is the versions that one process answers with. It asks the archive when
// it is told that something was published, and when a conversation stands in a
// version that it has not seen. What cannot be loaded changes nothing: people get
// what they got before. All of its methods can be called at once by many.
type Shelf struct {
	archive Archive
	log     *slog.Logger
	state   atomic.Pointer[state]
	wake    chan struct{}
	loading sync.Mutex // held while the newest are loaded
	older   cache
	broken  []*flows.Org // of a folder; see StandIn
	news    func([]Standing) error
	untold  atomic.Bool // news has failed last
}

// state is what a Shelf knows at one moment. It is never changed.
type state struct {
	book *flows.Book
	orgs map[string]*stand
}

// stand is one organisation on a Shelf.
type stand struct {
	org     *flows.Org // nil if no version could be loaded
	plain   *flows.Org // without flows, where org is nil
	loaded  Head       // of org
	newest  Head       // in the archive
	fault   string     // why they differ
	history []Publication
}

// Standing tells which version of an organisation a process answers with, and
// why it is not the newest, if it is not.
type Standing struct {
	Org    string `json:"org"`
	Loaded Head   `json:"loaded"`
	Newest Head   `json:"newest"`
	Fault  string `json:"fault,omitempty"`
}

// Open loads what people get now. News is called, from one place at a time,
// whenever that has changed, and again later if it fails; it may be nil. An error
// wraps bot.ErrUnavailable; a version that cannot be loaded is none, see
// Standings.
func Open(ctx context.Context, a Archive, log *slog.Logger, news func([]Standing) error) (*Shelf, error) {
	s := &Shelf{archive: a, log: log, wake: make(chan struct{}, 1), news: news}
	s.state.Store(&state{book: &flows.Book{Orgs: map[string]*flows.Org{}}, orgs: map[string]*stand{}})
	return s, s.Refresh(ctx)
}

// Book returns every organisation as it is now.
func (s *Shelf) Book() *flows.Book { return s.state.Load().book }

// Standings returns where each organisation stands, by id.
func (s *Shelf) Standings() []Standing {
	now := s.state.Load()
	var all []Standing
	for _, id := range slices.Sorted(maps.Keys(now.orgs)) {
		o := now.orgs[id]
		all = append(all, Standing{id, o.loaded, o.newest, o.fault})
	}
	return all
}

// Heads tells the shelf what people get now, as the archive has it. It returns
// at once; Run loads what is new.
func (s *Shelf) Heads(heads map[string]Head) {
	if s.isNews(heads) {
		select {
		case s.wake <- struct{}{}:
		default: // it will look already
		}
	}
}

func (s *Shelf) isNews(heads map[string]Head) bool {
	if s.untold.Load() {
		return true
	}
	now := s.state.Load()
	for org, head := range heads {
		if now.orgs[org] == nil || now.orgs[org].newest != head {
			return true
		}
	}
	for org, o := range now.orgs {
		if _, published := heads[org]; !published && o.newest != (Head{}) {
			return true
		}
	}
	return false
}

// Run loads what is new whenever Heads has told of it, until the context ends.
func (s *Shelf) Run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.wake:
		}
		if err := s.Refresh(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("what was published could not be read; trying again", "why", "store away")
		}
	}
}

// Refresh loads what people get now. A turn under way keeps what it began with.
// The error wraps bot.ErrUnavailable.
func (s *Shelf) Refresh(ctx context.Context) error {
	s.loading.Lock()
	defer s.loading.Unlock()
	heads, err := s.archive.Heads(ctx)
	if err != nil {
		return fmt.Errorf("read what is published: %w", err)
	}
	before := s.state.Load()
	now := &state{orgs: map[string]*stand{}}
	for org, had := range before.orgs {
		now.orgs[org] = had.without(heads, org)
	}
	for org, head := range heads {
		if had := before.orgs[org]; had == nil || had.newest != head {
			if now.orgs[org], err = s.load(ctx, org, head, had); err != nil {
				return err
			}
		}
	}
	now.together(s.broken)
	s.state.Store(now)
	if s.news != nil && (s.untold.Load() || !maps.Equal(before.orgs, now.orgs)) {
		s.untold.Store(s.news(s.Standings()) != nil)
	}
	return nil
}

// StandIn gives the shelf organisations of a folder that have an error and may
// never have been published. Whoever texts one is answered without flows until a
// version of it is there: that something is wrong, that people will read it; STOP
// and calls for help are heard.
func (s *Shelf) StandIn(broken []*flows.Org) {
	s.loading.Lock()
	defer s.loading.Unlock()
	s.broken = broken
	now := &state{orgs: maps.Clone(s.state.Load().orgs)}
	now.together(broken)
	s.state.Store(now)
}

// together makes the book of what each organisation stands with.
func (s *state) together(broken []*flows.Org) {
	var orgs, plain []*flows.Org
	for _, o := range s.orgs {
		switch {
		case o.org != nil:
			orgs = append(orgs, o.org)
		case o.plain != nil:
			plain = append(plain, o.plain)
		}
	}
	s.book = flows.NewBook(orgs, append(plain, broken...)...)
	for id, o := range s.orgs {
		if o.org != nil && o.org != s.book.Orgs[id] { // it shares its number now, or no longer
			other := *o
			other.org = s.book.Orgs[id]
			s.orgs[id] = &other
		}
	}
}

// without is an organisation of which the archive may know nothing any more. It
// is answered for as before: an archive that was lost takes nobody away.
func (o *stand) without(heads map[string]Head, org string) *stand {
	if _, published := heads[org]; published || o.newest == (Head{}) {
		return o
	}
	lost := *o
	lost.newest, lost.history, lost.fault = Head{}, nil, "the store no longer has it: publish it again"
	return &lost
}
