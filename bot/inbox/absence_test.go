package inbox_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

func TestWhenACaseGoesBackWhoseHolderIsAway(t *testing.T) {
	o := office(t) // open on weekdays from 9 to 5
	at := func(day, hour int) time.Time { return time.Date(2026, 9, day, hour, 0, 0, 0, o.Timezone) }
	for _, c := range []struct {
		name         string
		is           staff.Presence
		since, heard time.Time
		now          time.Time
		want         bool
	}{
		{"they are there", staff.Here, at(14, 9), at(14, 10), at(18, 10), false},
		{"they said that they are away", staff.Away, at(14, 9), at(14, 10), at(14, 10), true},
		{"they are of the staff no more", staff.NoMore, at(14, 9), at(14, 10), at(14, 10), true},
		{"not signed in, a text came an hour ago", staff.Out, at(14, 9), at(14, 10), at(14, 11), false},
		{"not signed in, a text came two hours ago", staff.Out, at(14, 9), at(14, 10), at(14, 12), true},
		{"a text came an hour before the end of the day", staff.Out, at(14, 9), at(14, 16), at(14, 23), false},
		{"and the next morning", staff.Out, at(14, 9), at(14, 16), at(15, 10), true},
		{"nothing counts over a weekend", staff.Out, at(18, 9), at(18, 16), at(20, 16), false},
		{"they took it an hour ago", staff.Out, at(14, 13), at(14, 10), at(14, 14), false},
	} {
		f := bot.CaseFile{Case: bot.Case{Queue: "desk", Holder: bot.Staff{ID: "dana"}, Since: c.since, Heard: c.heard, Waits: c.heard, Unread: 1}}
		require.Equal(t, c.want, inbox.Absent(o, f, c.is, c.now), c.name)
		f.Unread, f.Waits = 0, time.Time{}
		require.Equal(t, c.want, inbox.Absent(o, f, c.is, c.now), "%s, read and not answered", c.name)
	}
}

// presence says who is there.
type presence map[string]staff.Presence

func (p presence) Presence(_ context.Context, _, account string, _ time.Time) (staff.Presence, error) {
	return p[account], nil
}

func TestEachCaseGoesBackOnceAndThatIsNoted(t *testing.T) {
	held := func(id, holder string, unread int) bot.CaseFile {
		f := file(id)
		f.Queue, f.Holder, f.Since, f.Unread = "desk", bot.Staff{ID: holder, Name: holder}, noon.Add(-time.Hour), unread
		f.Heard, f.Said = noon.Add(-time.Minute), noon.Add(-2*time.Minute)
		if unread == 0 {
			f.Said = noon
		}
		return f
	}
	d := newDesk(held("c-1", "dana", 1), held("c-2", "omar", 1), held("c-3", "dana", 0), file("c-4"))
	m := &marks{until: map[string]time.Time{}}
	o := office(t)
	o.ID = "mill"
	look := func(act inbox.Doer) error {
		a := &inbox.Absence{
			Board: d.Board, Orgs: func() []*flows.Org { return []*flows.Org{o} }, Staff: presence{"dana": staff.Away, "omar": staff.Here},
			Bot: act, Audit: d, Marks: m, Now: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler),
		}
		return a.Look(t.Context(), o)
	}
	require.ErrorIs(t, look(failing{}), errAway)
	require.Len(t, d.notes, 1)
	for range 3 {
		require.NoError(t, look(d))
	}
	require.Equal(t, []bot.Act{bot.Recall{Holder: "dana"}}, d.acts, "of whoever is away, where the resident waits, once")
	require.Equal(t, staff.Entry{Deed: inbox.TookBack, Case: "c-1", Account: "dana"}, d.notes[1])
	require.Len(t, d.notes, 2)
}

var errAway = errors.New("away")

type failing struct{}

func (failing) Act(context.Context, string, string, bot.Staff, string, bot.Act) error { return errAway }
