package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
)

// faces are the events as this process has last seen them: when and where each is, or
// that it is cancelled. It looks every second, so that another process may know of a
// change that it does not know yet: the register itself is asked before anybody gets a
// place.
type faces struct {
	mu   sync.Mutex
	seen map[string]seenFace        // by organisation and event
	off  map[string]map[string]bool // those that are cancelled, by organisation and id; a set never changes
}

// seenFace is an event as it was seen, until it begins.
type seenFace struct {
	org, event, face string
	until            time.Time
}

// all are the faces that were seen.
func (f *faces) all() []seenFace {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Collect(maps.Values(f.seen))
}

// offOf is a set that may be kept.
func (f *faces) offOf(org string) map[string]bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.off[org]
}

// last is the face that was seen last; empty if none was.
func (f *faces) last(org, event string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seen[org+"/"+event].face
}

func (f *faces) see(org, event, face string, until time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen == nil {
		f.seen, f.off = map[string]seenFace{}, map[string]map[string]bool{}
	}
	f.seen[org+"/"+event] = seenFace{org, event, face, until}
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
// offering one that is cancelled. Whoever was asked about it as it was is asked anew. A
// process does so once for each change; Tend does where the one that made the change
// has died.
func (b *Bot) stands(ctx context.Context, org string, e flows.Event, face string) error {
	last := b.faces.last(org, e.ID)
	if last == face {
		return nil
	}
	if face != places.CancelledFace && e.Invites != "" && (last != "" || e.Starts.Sub(b.c.Now()) < askedAhead) {
		if err := b.addOnce(ctx, askAnew(org, e, last, b.c.Now())); err != nil {
			return err
		}
	}
	if err := b.c.Places.Stand(ctx, org, e.ID, face, e.Starts); err != nil {
		return fmt.Errorf("keep texts about an event as it was: %w", err)
	}
	b.faces.see(org, e.ID, face, e.Starts)
	return nil
}

// StandAnew writes once more how each event is that is not over, for a store that may
// have lost it: what says another face of it does not leave. Errors wrap
// ErrUnavailable.
func (b *Bot) StandAnew(ctx context.Context) error {
	for _, s := range b.faces.all() {
		if !s.until.After(b.c.Now()) {
			continue
		}
		if err := b.c.Places.Stand(ctx, s.org, s.event, s.face, s.until); err != nil {
			return fmt.Errorf("keep texts about an event as it was: %w", err)
		}
	}
	return nil
}

// askedAhead is how long before an event a process that has just begun, and cannot know
// whether it has moved, looks for people who were asked.
const askedAhead = 14 * 24 * time.Hour

// askAnew is the job that asks members about an event as it is now who were to be asked
// about it as it was, and have not answered.
func askAnew(org string, e flows.Event, last string, now time.Time) Job {
	return Job{
		ID: placeJobID(org, e.ID, string(placeAnew), last, e.Face()), Org: org, Who: flows.Audience{Kind: flows.ToGroup, Name: e.Invites},
		Made: now.UTC(), Until: e.AnswerBy.UTC(), Place: &PlaceJob{Event: e.ID, Does: placeAnew, Face: e.Face()},
	}
}
