package directory

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// Library is the directories that one process answers from. It asks the shelf now
// and then what is new; whoever reads has the old one until the new is whole. All of
// its methods can be called at once by many.
type Library struct {
	Shelf Shelf
	Book  func() *flows.Book
	Now   func() time.Time
	Log   *slog.Logger

	refreshing sync.Mutex
	state      atomic.Pointer[map[string]*volume] // never changed
	dated      datedLists
}

// volume is one organisation's directory.
type volume struct {
	head  Head
	said  int64      // how often services had said something that changes what is shown
	org   *flows.Org // whose languages and outcodes it was made for
	day   Date       // on which its list may be shown
	index *Index
	list  *flows.List
}

// How often the library asks for news.
const refreshed = 2 * time.Second

// Run keeps the library as the shelf is, until the context ends.
func (l *Library) Run(ctx context.Context) error {
	tick := time.NewTicker(refreshed)
	defer tick.Stop()
	for {
		if err := l.Refresh(ctx); err != nil && ctx.Err() == nil {
			l.Log.Warn("the newest directory could not be read; people get the one before", "why", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Refresh loads what has changed. What cannot be loaded stays as it was.
func (l *Library) Refresh(ctx context.Context) error {
	l.refreshing.Lock()
	defer l.refreshing.Unlock()
	heads, err := l.Shelf.Directories(ctx)
	if err != nil {
		return fmt.Errorf("see which directories there are: %w", err)
	}
	said, err := l.Shelf.Assured(ctx)
	if err != nil {
		return fmt.Errorf("see whether services have said something: %w", err)
	}
	now, before := map[string]*volume{}, l.volumes()
	var faults []error
	for id, head := range heads {
		org := l.Book().Orgs[id]
		if org == nil {
			continue
		}
		v, err := l.volume(ctx, &volume{head: head, said: said[id], org: org}, before[id])
		if err != nil {
			faults, v = append(faults, err), before[id]
		}
		if v != nil {
			now[id] = v
		}
	}
	l.state.Store(&now)
	return errors.Join(faults...)
}

func (l *Library) volumes() map[string]*volume {
	if all := l.state.Load(); all != nil {
		return *all
	}
	return nil
}

// volume returns an organisation's directory as it is to be shown today.
func (l *Library) volume(ctx context.Context, v, before *volume) (*volume, error) {
	org, now := v.org, l.Now().In(v.org.Timezone)
	v.day = dateOf(now)
	same := before != nil && before.head == v.head && before.said == v.said
	switch {
	case same && before.org == org && before.day == v.day:
		return before, nil
	case same && slices.Equal(before.org.Languages, org.Languages) && sameOutcodes(before.org, org):
		v.index = before.index
	default:
		said, err := l.Shelf.Assurances(ctx, org.ID)
		if err != nil {
			return nil, err
		}
		services, err := l.Shelf.Services(ctx, org.ID, v.head)
		if err != nil {
			return nil, err
		}
		Assure(services, said)
		v.index = NewIndex(services, Beside(org))
	}
	v.list = v.index.List(org.Languages, now, org.ShowStale)
	return v, nil
}

func sameOutcodes(a, b *flows.Org) bool {
	return fmt.Sprint(Beside(a)) == fmt.Sprint(Beside(b))
}

// With returns an organisation with its imported directory in place of its own list
// of services, if it has one; else with those of its own that may be shown.
func (l *Library) With(o *flows.Org) *flows.Org {
	if v := l.volumes()[o.ID]; v != nil {
		return o.WithServices(v.list)
	}
	return l.dated.with(o, l.Now())
}
