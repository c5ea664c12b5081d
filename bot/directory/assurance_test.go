package directory_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/flows"
)

func TestWhatAServiceSaysCountsUntilItsFeedIsNewer(t *testing.T) {
	right := directory.Assurance{}.Hear(directory.StillRight, "", tuesday)
	closed := directory.Assurance{}.Hear(directory.HasClosed, "", tuesday)
	changed := directory.Assurance{}.Hear(directory.HasChanged, "the door", tuesday)
	later := tuesday.AddDate(0, 0, 1)
	for name, c := range map[string]struct {
		feed directory.Date
		said directory.Assurance
		want directory.Standing
		day  directory.Date
	}{
		"nothing was said":                   {"2024-01-01", directory.Assurance{}, directory.Stale, "2024-01-01"},
		"still right":                        {"2024-01-01", right, directory.Fresh, "2026-09-15"},
		"still right, and no date":           {"", right, directory.Fresh, "2026-09-15"},
		"still right, and the feed is newer": {"2026-09-20", right, directory.Fresh, "2026-09-20"},
		"closed":                             {"2026-01-01", closed, directory.Gone, "2026-01-01"},
		"closed, and assured that day":       {"2026-09-15", closed, directory.Gone, "2026-09-15"},
		"closed, and the feed is newer":      {"2026-09-16", closed, directory.Fresh, "2026-09-16"},
		"closed, and staff saw to it":        {"2026-01-01", closed.Settle(false), directory.Gone, "2026-01-01"},
		"closed, and staff know better":      {"2026-01-01", closed.Settle(true), directory.Fresh, "2026-01-01"},
		"closed by mistake":                  {"2026-01-01", closed.Hear(directory.StillRight, "", later), directory.Fresh, "2026-09-16"},
		"right once, then changed":           {"2024-01-01", right.Hear(directory.HasChanged, "x", later), directory.Fresh, "2026-09-15"},
		"changed":                            {"2024-01-01", changed, directory.Stale, "2024-01-01"},
	} {
		services := []directory.Service{{ID: "a", Name: "Soup", Status: directory.Active, Assured: c.feed}}
		directory.Assure(services, map[string]directory.Assurance{"a": c.said})
		require.Equal(t, c.want, services[0].Standing(tuesday), name)
		require.Equal(t, c.day, services[0].Assured, name)
		found := directory.NewIndex(services, nil).Search(directory.Seek{Words: "soup", Now: tuesday, Stale: true})
		require.Equal(t, c.want == directory.Gone, len(found.Hits) == 0, name)
	}
	require.True(t, changed.Waits())
	require.False(t, changed.Settle(false).Waits())
	require.Empty(t, changed.Settle(false).Words, "what they wrote is deleted once staff have dealt with it")
	require.Equal(t, changed, changed.Hear(directory.HasChanged, "the door", tuesday.Add(time.Hour)), "pressed twice")
	require.False(t, changed.Settle(false).Hear(directory.HasChanged, "the door", tuesday.Add(time.Hour)).Waits(), "pressed again after it was dealt with")
	require.True(t, changed.Settle(false).Hear(directory.HasChanged, "the phone", later).Waits(), "something new")
}

func TestALibraryHearsWhatServicesSay(t *testing.T) {
	o := aTown(flows.Row{"id": "own", "name": "Own"})
	s := &shelf{head: directory.Head{N: 1}, services: []directory.Service{{ID: "a", Name: "Soup", Status: directory.Active, Assured: "2026-01-01"}}}
	l := &directory.Library{Shelf: s, Book: func() *flows.Book { return &flows.Book{Orgs: map[string]*flows.Org{"wenbridge": o}} }, Now: func() time.Time { return tuesday }, Log: slog.New(slog.DiscardHandler)}
	require.NoError(t, l.Refresh(context.Background()))
	require.Len(t, l.With(o).List("services").Rows, 1)
	s.said, s.changes = map[string]directory.Assurance{"a": directory.Assurance{}.Hear(directory.HasClosed, "", tuesday)}, 1
	require.NoError(t, l.Refresh(context.Background()))
	require.Empty(t, l.With(o).List("services").Rows, "nobody is sent to a closed door")
}
