package broadcast_test

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/flows"
)

// shelf is an archive in memory, of an organisation with one member.
type shelf struct {
	all    map[string]broadcast.Broadcast
	under  map[string]bool // what is under way
	frozen map[string]bool
}

func newShelf() *shelf {
	return &shelf{all: map[string]broadcast.Broadcast{}, under: map[string]bool{}, frozen: map[string]bool{}}
}

func (s *shelf) Keep(_ context.Context, b broadcast.Broadcast) (broadcast.Broadcast, error) {
	if s.all[b.ID].Version != b.Version {
		return b, broadcast.ErrMoved
	}
	b.Version++
	s.all[b.ID] = b
	delete(s.under, b.ID)
	if b.State != broadcast.Draft && !b.State.Over() || b.Untold {
		s.under[b.ID] = true
	}
	return b, nil
}

func (s *shelf) Broadcast(_ context.Context, _, id string) (broadcast.Broadcast, error) {
	b, ok := s.all[id]
	if !ok {
		return b, broadcast.ErrNone
	}
	return b, nil
}

func (s *shelf) Broadcasts(context.Context, string) ([]broadcast.Broadcast, error) {
	return slices.Collect(maps.Values(s.all)), nil
}

func (s *shelf) UnderWay(context.Context) ([]broadcast.Broadcast, error) {
	var under []broadcast.Broadcast
	for _, id := range slices.Sorted(maps.Keys(s.under)) {
		under = append(under, s.all[id])
	}
	return under, nil
}

func (s *shelf) Partitions() int { return 1 }

func (s *shelf) Threads(_ context.Context, _ string, _ []string, _ int, visit func([]bot.Thread) error) error {
	return visit([]bot.Thread{resident()})
}

func (s *shelf) Freeze(_ context.Context, b broadcast.Broadcast, _ int, people []string) (int, error) {
	s.frozen[b.ID] = true
	return len(people), nil
}

func (s *shelf) Next(context.Context, broadcast.Broadcast, int, int) (broadcast.Piece, error) {
	return broadcast.Piece{}, nil
}

func (s *shelf) Expand(context.Context, broadcast.Broadcast, bool, broadcast.Piece, []broadcast.Text) error {
	return nil
}
func (s *shelf) Steer(context.Context, broadcast.Broadcast) error           { return nil }
func (s *shelf) Rest(context.Context, broadcast.Broadcast, time.Time) error { return nil }

func (s *shelf) Counts(context.Context, broadcast.Broadcast) (broadcast.Counts, error) {
	return broadcast.Counts{People: 1, Expanded: 1, Queued: 1, Sent: 1}, nil
}

// sender moves the shelf's broadcasts on.
func (s *shelf) sender(o *flows.Org, now *time.Time) *broadcast.Sender {
	book := &flows.Book{Orgs: map[string]*flows.Org{o.ID: o}}
	o.Flows = map[string]*flows.Flow{"groups": {ID: "groups"}}
	return &broadcast.Sender{
		Archive: s, People: s, Outbox: s, Book: func() *flows.Book { return book }, Now: func() time.Time { return *now }, Log: slog.New(slog.DiscardHandler),
	}
}

// runs are a series' runs, the first first.
func (s *shelf) runs(series string) []broadcast.Broadcast {
	var runs []broadcast.Broadcast
	for _, b := range s.all {
		if b.Series == series {
			runs = append(runs, b)
		}
	}
	slices.SortFunc(runs, func(a, b broadcast.Broadcast) int { return a.Due.Compare(b.Due) })
	return runs
}
