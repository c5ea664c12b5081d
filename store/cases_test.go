package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/store"
)

// opened commits a case of that id for a person, with a line.
func opened(t testing.TB, s *store.Store, person int, id string, at time.Time) {
	t.Helper()
	turn := turnOf(t, s, key(person), "open "+id, "")
	turn.Thread.Case = &bot.Case{ID: id, Queue: "desk", Opened: at, Holds: true}
	turn.Case, turn.CaseID = bot.CaseOpened, id
	turn.Notes = []bot.Note{{At: at, Who: bot.ByResident, Text: "first"}, {At: at, Who: bot.ByResident, Text: "help with " + id}, {At: at, Who: bot.ByBot, Text: "A person will read it."}}
	require.NoError(t, s.Commit(context.Background(), turn))
}

func closed(t testing.TB, s *store.Store, person int, at time.Time) {
	t.Helper()
	turn := turnOf(t, s, key(person), fmt.Sprint("close", person, at), "")
	id := turn.Thread.Case.ID
	turn.Closed, turn.Case, turn.CaseID, turn.Thread.Case = turn.Thread.Case, bot.CaseClosed, id, nil
	turn.Closed.Closing = &bot.Closing{At: at}
	require.NoError(t, s.Commit(context.Background(), turn))
}

func ids(files []bot.CaseFile) (all []string) {
	for _, f := range files {
		all = append(all, f.ID)
	}
	return all
}

func TestHeadsOfCasesHaveWhatTheirResidentWroteLast(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		for n := range 5 {
			opened(t, s, n+1, fmt.Sprint("c-", n), noon.Add(time.Duration(-n)*time.Minute))
		}
		heads, err := s.OpenHeads(ctx, "wenbridge")
		require.NoError(t, err)
		require.Equal(t, []string{"c-4", "c-3", "c-2", "c-1", "c-0"}, ids(heads))
		require.Len(t, heads[0].Notes, 1)
		require.Equal(t, "help with c-4", heads[0].Notes[0].Text)
		require.Equal(t, key(5), heads[0].Key)
		head, err := s.Head(ctx, "wenbridge", "c-2")
		require.NoError(t, err)
		require.Equal(t, heads[2], head)
		whole, err := s.WithLines(ctx, heads)
		require.NoError(t, err)
		require.Len(t, whole[2].Notes, 3)
		require.Len(t, heads[2].Notes, 1)
		others, err := s.OpenHeads(ctx, "millbrook")
		require.NoError(t, err)
		require.Empty(t, others)
		for _, id := range []string{"c-2", ""} {
			_, err = s.Head(ctx, "millbrook", id)
			require.ErrorIs(t, err, bot.ErrNoCase, "another organisation's")
		}
	})
}

func TestClosedCasesAreListedUntilTheyGoOn(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		for n := range 3 {
			opened(t, s, n+1, fmt.Sprint("c-", n), noon)
			closed(t, s, n+1, noon)
		}
		heads, err := s.ClosedHeads(ctx, "wenbridge", 2)
		require.NoError(t, err)
		require.Len(t, heads, 2)
		require.False(t, heads[0].Closed.IsZero())
		open, err := s.OpenHeads(ctx, "wenbridge")
		require.NoError(t, err)
		require.Empty(t, open)

		again := turnOf(t, s, key(1), "again", "")
		again.Thread.Case = &bot.Case{ID: "c-0", Queue: "desk", Opened: noon, Reopened: noon.Add(time.Hour)}
		again.Case, again.CaseID, again.Notes = bot.CaseOpened, "c-0", []bot.Note{{At: noon, Who: bot.ByResident, Text: "one more thing"}}
		require.NoError(t, s.Commit(ctx, again))
		file, err := s.Case(ctx, "wenbridge", "c-0")
		require.NoError(t, err)
		require.Zero(t, file.Closed)
		require.Len(t, file.Notes, 4, "its lines are kept")
		heads, err = s.ClosedHeads(ctx, "wenbridge", 10)
		require.NoError(t, err)
		require.ElementsMatch(t, []string{"c-1", "c-2"}, ids(heads))
		open, err = s.OpenHeads(ctx, "wenbridge")
		require.NoError(t, err)
		require.Equal(t, []string{"c-0"}, ids(open))
	})
}

func TestEveryProcessHearsOfCasesThatChange(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, stop := context.WithCancel(context.Background())
		news := s.CaseNews(ctx)
		require.Equal(t, bot.CaseNews{}, <-news, "what was before may have been missed")
		opened(t, s, 1, "c-1", noon)
		require.Equal(t, bot.CaseNews{Org: "wenbridge", ID: "c-1"}, <-news)
		closed(t, s, 1, noon)
		require.Equal(t, bot.CaseNews{Org: "wenbridge", ID: "c-1"}, <-news)
		stop()
		for range news { // ends
		}
	})
}

func TestOneOfFiftyWhoClaimAtOnceHasTheCase(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		opened(t, s, 1, "c-1", noon)
		org := &flows.Org{ID: "wenbridge", Name: "Wenbridge Link", Number: "+447700900000", Language: "en", Timezone: time.UTC}
		b := bot.New(bot.Config{Threads: s, Now: func() time.Time { return noon }, Book: func() *flows.Book {
			return &flows.Book{Orgs: map[string]*flows.Org{"wenbridge": org}}
		}})
		errs := make([]error, 50)
		var each sync.WaitGroup
		for n := range errs {
			each.Go(func() {
				until(t, time.Minute, func() bool { // a machine with much to do answers late
					errs[n] = b.Act(ctx, "wenbridge", "c-1", bot.Staff{ID: fmt.Sprint(n), Name: "Sam"}, fmt.Sprint("claim-", n), bot.Claim{})
					return !errors.Is(errs[n], bot.ErrUnavailable)
				})
			})
		}
		each.Wait()
		file, err := s.Head(ctx, "wenbridge", "c-1")
		require.NoError(t, err)
		won := 0
		for n, err := range errs {
			if err == nil {
				won++
				require.Equal(t, fmt.Sprint(n), file.Holder.ID)
				continue
			}
			var held *bot.HeldError
			require.ErrorAs(t, err, &held)
			require.Equal(t, file.Holder, held.By)
		}
		require.Equal(t, 1, won)
	})
}
