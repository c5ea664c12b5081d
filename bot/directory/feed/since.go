package feed

import (
	"context"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot/directory"
)

const (
	// wholeEvery is how often all of a feed is read, though it can say what has changed:
	// of what it does not list any more it says nothing.
	wholeEvery = 7 * 24 * time.Hour
	// overlap is how far before the last import changes are asked for: clocks differ,
	// and some feeds write down a day alone.
	overlap = 24 * time.Hour
)

// Since is the source with only what was changed since a moment (modified_after of
// /services, HSDS 3.0). A feed that does not know the question answers with
// everything, or with an error. It is false for a file, which cannot be asked.
func (s *Source) Since(at time.Time) (*Source, bool) {
	if s.api == nil || s.api.single {
		return s, false
	}
	asked := *s.api
	asked.since = at
	return &Source{Name: s.Name, api: &asked}, true
}

// since has only what has changed asked for, where that is enough.
func (i *importing) since() {
	head := i.draft.Head
	if i.Shelf == nil || i.Whole || head.Source != i.Source.Name || head.Full.IsZero() || i.Now.Sub(head.Full) >= wholeEvery {
		return
	}
	at := head.At.Add(-overlap)
	if source, asks := i.Source.Since(at); asks {
		i.Source, i.report.Since = source, at.UTC()
	}
}

// full is when all of the source was read last, once this import is done.
func (i *importing) full() time.Time {
	if i.report.Since.IsZero() {
		return i.Now.UTC()
	}
	return i.draft.Head.Full
}

// carry takes into the draft what the feed said nothing of, where it was asked for
// changes alone.
func (i *importing) carry(ctx context.Context) error {
	if i.report.Since.IsZero() {
		return nil
	}
	now, err := i.Shelf.Services(ctx, i.Org, i.draft.Head)
	if err != nil {
		return fmt.Errorf("read what there is: %w", err)
	}
	var stay []directory.Service
	for _, s := range now {
		if _, read := i.at[s.ID]; !read && !i.refused[s.ID] {
			stay = append(stay, s)
			i.at[s.ID] = place{was: unchanged, standing: s.Standing(i.Now), noPhone: len(s.Phones) == 0, noDate: s.Assured == ""}
		}
	}
	i.report.Carried = len(stay)
	for len(stay) > 0 {
		n := min(len(stay), batch)
		if err := i.Drafts.Shelve(ctx, i.draft, stay[:n], nil); err != nil {
			return fmt.Errorf("write services: %w", err)
		}
		stay = stay[n:]
	}
	return nil
}
