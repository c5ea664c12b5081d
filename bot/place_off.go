package bot

import (
	"context"
	"fmt"
	"maps"
	"sync"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
)

// faces are the events as this process has last seen them: when and where each is, or
// that it is cancelled. It looks every second, so that another process may know of a
// change that it does not know yet: the register itself is asked before anybody gets a
// place.
type faces struct {
	mu   sync.Mutex
	seen map[string]string          // by organisation and event
	off  map[string]map[string]bool // those that are cancelled, by organisation and id; a set never changes
}

// offOf is a set that may be kept.
func (f *faces) offOf(org string) map[string]bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.off[org]
}

func (f *faces) is(org, event, face string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seen[org+"/"+event] == face
}

func (f *faces) see(org, event, face string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen == nil {
		f.seen, f.off = map[string]string{}, map[string]map[string]bool{}
	}
	f.seen[org+"/"+event] = face
	set := maps.Clone(f.off[org])
	if set == nil {
		set = map[string]bool{}
	}
	delete(set, event)
	if face == places.CancelledFace {
		set[event] = true
	}
	f.off[org] = set
}

// stands keeps what is no longer true of an event from leaving, and menus from
// offering one that is cancelled. A process does so once for each change; Tend does
// where the one that made the change has died.
func (b *Bot) stands(ctx context.Context, org string, e flows.Event, face string) error {
	if b.faces.is(org, e.ID, face) {
		return nil
	}
	if err := b.c.Places.Stand(ctx, org, e.ID, face, e.Starts); err != nil {
		return fmt.Errorf("keep texts about an event as it was: %w", err)
	}
	b.faces.see(org, e.ID, face)
	return nil
}
