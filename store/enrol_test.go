package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// enrolTurn is what an import makes of somebody: a consent and a group.
func enrolTurn(t testing.TB, s *store.Store, k bot.Key, event string) bot.Turn {
	t.Helper()
	turn := turnOf(t, s, k, event, "")
	turn.Person.Consents, turn.Person.Groups, turn.Joined = []string{"news"}, []string{"allotment"}, []string{"allotment"}
	turn.Ledger = []bot.Consent{{Name: "news", Given: true, Wording: "News by text", Source: "paper form", By: "Ada", Agreed: noon, At: noon, Event: event}}
	return turn
}

// enrolRows are the script of imports.
func enrolRows() []scriptRow {
	ctx := context.Background()
	enrol := func(s *store.Store, turn bot.Turn) error {
		each, err := s.Enrol(ctx, []bot.Turn{turn})
		if err != nil {
			return err
		}
		return each[0]
	}
	return []scriptRow{{
		name: "enrol", again: bot.ErrDuplicate,
		prepare: func(c *scene) func(*store.Store) error {
			turn := enrolTurn(c.t, c.s, c.key, c.event(0))
			return func(s *store.Store) error { return enrol(s, turn) }
		},
		stale: func(c *scene) {
			turn := enrolTurn(c.t, c.s, c.key, c.event(7))
			turn.Version--
			require.ErrorIs(c.t, enrol(c.s, turn), bot.ErrStale)
		},
		end: func(c *scene, unknown int) {
			require.Empty(c.t, c.sent, "an import texts nobody")
			require.Zero(c.t, unknown)
			require.EqualValues(c.t, 1, c.thread().Version)
			require.Equal(c.t, []string{"allotment"}, c.thread().Person.Groups)
			require.Equal(c.t, 1, c.ledger())
		},
	}}
}

// register is the desk of imports over a store.
func register(s *store.Store) *people.Desk {
	org := &flows.Org{
		ID: "wenbridge", Name: "Wenbridge Link", Number: "+447700900999", Language: "en", Languages: []string{"en", "cy"}, Timezone: time.UTC,
		Consents: []flows.Consent{{Name: "news"}}, Lists: map[string]*flows.List{"groups": {Rows: []flows.Row{{"id": "allotment", "name": "Allotment"}}}},
	}
	return &people.Desk{
		Register: s, Now: func() time.Time { return noon },
		Book: func() *flows.Book { return &flows.Book{Orgs: map[string]*flows.Org{"wenbridge": org}} },
	}
}

// list is rows for the numbers from a number on.
func list(from, n int) func(func(people.Row, error) bool) {
	return func(yield func(people.Row, error) bool) {
		for i := range n {
			row := people.Row{Line: i + 2, Number: fmt.Sprintf("07700 900%03d", from+i), Consent: "news", Source: "paper form", Date: "2026-03-31", Wording: "News by text", Groups: "allotment"}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// imports runs an import to its end, and returns why each row was refused.
func imports(t testing.TB, d *people.Desk, rows func(func(people.Row, error) bool)) (people.Report, map[int]people.Reason) {
	t.Helper()
	refused := map[int]people.Reason{}
	var report people.Report
	until(t, time.Minute, func() bool { // a machine with much to do answers late
		clear(refused)
		var err error
		report, err = d.Import(context.Background(), people.Job{Org: "wenbridge", By: "Ada"}, rows, func(o people.Outcome) error {
			for _, f := range o.Faults {
				refused[o.Row.Line] = f.Reason
			}
			return nil
		})
		if !errors.Is(err, bot.ErrUnavailable) {
			require.NoError(t, err)
		}
		return err == nil
	})
	return report, refused
}

func TestAnImportIsRepeatedWithNothingDoubled(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, d := context.Background(), register(s)
		torn := errors.New("the line broke")
		cut := func(yield func(people.Row, error) bool) {
			for row, err := range list(0, 300) {
				if !yield(row, err) {
					return
				}
			}
			yield(people.Row{}, torn)
		}
		_, err := d.Import(ctx, people.Job{Org: "wenbridge", By: "Ada"}, cut, func(people.Outcome) error { return nil })
		require.ErrorIs(t, err, torn)
		report, _ := imports(t, d, list(0, 450))
		require.Equal(t, people.Report{Rows: 450, Added: 150, Unchanged: 300}, report)
		report, _ = imports(t, d, list(0, 450))
		require.Equal(t, people.Report{Rows: 450, Unchanged: 450}, report)
		require.Equal(t, 450, s.Members("wenbridge", "allotment"))
		ledger, err := s.Ledger(ctx, key(7))
		require.NoError(t, err)
		require.Len(t, ledger, 2, "the consent and the group, each once")
		require.Equal(t, []string{"news", "join:allotment", "paper form", "News by text", "Ada", "2026-03-31"},
			[]string{ledger[0].Name, ledger[1].Name, ledger[0].Source, ledger[0].Wording, ledger[0].By, ledger[0].Agreed.Format(time.DateOnly)})
		texts, err := s.Ready(ctx, 10, time.Millisecond)
		require.NoError(t, err)
		require.Empty(t, texts, "nobody is texted")
	})
}

func TestADryRunWritesNothing(t *testing.T) {
	s := open(t, store.Options{Embedded: true})
	report, err := register(s).Import(context.Background(), people.Job{Org: "wenbridge", By: "Ada", DryRun: true}, list(0, 20), func(people.Outcome) error { return nil })
	require.NoError(t, err)
	require.Equal(t, people.Report{Rows: 20, Added: 20, DryRun: true}, report)
	require.Zero(t, s.Members("wenbridge", "allotment"))
}

func TestWhoStoppedOrWasForgottenIsNeverImported(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, d := context.Background(), register(s)
		imports(t, d, list(0, 4))
		require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(0), "stop")))
		forgotten := stopTurn(t, s, key(1), "forget")
		forgotten.Forget, forgotten.Left = true, []string{"allotment"}
		require.NoError(t, s.Commit(ctx, forgotten))
		left := turnOf(t, s, key(2), "leave", "")
		left.Person.Groups, left.Left, left.Ledger = nil, []string{"allotment"}, []bot.Consent{{Name: "leave:allotment", At: noon, Event: "leave"}}
		require.NoError(t, s.Commit(ctx, left))
		report, refused := imports(t, d, list(0, 4))
		require.Equal(t, map[int]people.Reason{2: people.Stopped, 3: people.Erased, 4: people.Withdrawn}, refused)
		require.Equal(t, 1, report.Unchanged)
		thread, err := s.Thread(ctx, key(1))
		require.NoError(t, err)
		require.Zero(t, thread.Version, "nothing is kept of somebody who was forgotten")
		require.True(t, thread.Stopped)
	})
}

// A thousand people text STOP at random moments of an import. Whoever has heard
// that they are stopped is not in it any more, whatever the order.
func TestAStopAtTheMomentOfAnImportHolds(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, d := context.Background(), register(s)
		const n = 600
		var all sync.WaitGroup
		for half := range 2 { // known people, and numbers that were never seen
			all.Go(func() {
				for i := half; i < n; i += 6 {
					until(t, time.Minute, func() bool {
						thread, err := s.Thread(ctx, key(i))
						if err != nil {
							return false
						}
						turn := bot.Turn{Thread: thread, Event: fmt.Sprint("stop ", i), Line: "+447700900999"}
						yes := true
						turn.Stop, turn.Forget = &yes, i%2 == 1
						turn.Left = slices.Clone(turn.Person.Groups)
						err = s.Commit(ctx, turn)
						return err == nil || errors.Is(err, bot.ErrDuplicate)
					})
				}
			})
		}
		imports(t, d, list(0, n))
		all.Wait()
		_, refused := imports(t, d, list(0, n))
		for i := range n {
			thread, err := s.Thread(ctx, key(i))
			require.NoError(t, err)
			require.Equal(t, i%6 < 2, thread.Stopped, i)
			if thread.Stopped {
				require.Contains(t, []people.Reason{people.Stopped, people.Erased}, refused[i+2])
			}
			if i%6 == 1 {
				require.Zero(t, thread.Version, "%d: nothing is kept", i)
			}
		}
	})
}

// The read saw nobody stopped, the STOP came, and then the write.
func TestAStopBetweenReadingAndWritingIsSeenByTheScript(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		turn := enrolTurn(t, s, key(5), "row")
		stop := stopTurn(t, s, key(5), "stop")
		stop.Forget = true // of somebody never met nothing but the STOP is kept: the version is as before
		require.NoError(t, s.Commit(ctx, stop))
		each, err := s.Enrol(ctx, []bot.Turn{turn, enrolTurn(t, s, key(6), "other")})
		require.NoError(t, err)
		require.Equal(t, []error{bot.ErrStopped, nil}, each, "and the others of the page are written")
		thread, err := s.Thread(ctx, key(5))
		require.NoError(t, err)
		require.Zero(t, thread.Version)
		known, err := s.Known(ctx, "wenbridge", []providers.Address{key(6).Address, key(5).Address})
		require.NoError(t, err)
		require.EqualValues(t, 1, known[0].Thread.Version)
		require.Len(t, known[0].Ledger, 1)
		require.True(t, known[1].Thread.Stopped)
	})
}
