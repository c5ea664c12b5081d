package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

const friday, saturday = "2026-09-18T09:00:00Z The hall", "2026-09-19T09:00:00Z The hall"

// asks puts a text about an event into the outbox of a member.
func asks(t *testing.T, s *store.Store, n int, about bot.Outgoing) {
	t.Helper()
	joins(t, s, n)
	turn := turnOf(t, s, key(n), fmt.Sprint("asks ", n), "Can you still come?")
	o := &turn.Say[0]
	o.Group, o.Event, o.Face, o.Place, o.Priority = "lane", about.Event, about.Face, about.Place, providers.Bulk
	require.NoError(t, s.Commit(context.Background(), turn))
}

func statesOf(t *testing.T, s *store.Store, n int) map[providers.ClaimState]int {
	t.Helper()
	all := map[providers.ClaimState]int{}
	for _, c := range claims(t, s, n) {
		all[c.State]++
	}
	return all
}

// A reminder is in the outbox as its event is cancelled or moved, or the place given back.
func TestWhatSaysAnotherDayOfAnEventThanItHasLeavesNoMore(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		stand := func(org, event, face string) {
			require.NoError(t, s.Stand(context.Background(), org, event, face, time.Now().Add(time.Hour)))
		}
		stand("wenbridge", "tea", friday)
		for n := range 6 {
			asks(t, s, n, bot.Outgoing{Event: "tea", Face: friday})
		}
		asks(t, s, 6, bot.Outgoing{Event: "walk", Face: friday})
		asks(t, s, 7, bot.Outgoing{})
		for range 2 {
			stand("wenbridge", "tea", places.CancelledFace)
			stand("mill", "walk", places.CancelledFace)
		}
		require.Equal(t, map[providers.ClaimState]int{providers.Withheld: 6, providers.Claimed: 2}, statesOf(t, s, 8))

		asks(t, s, 8, bot.Outgoing{Event: "walk", Face: friday})
		gives := turnOf(t, s, key(8), "gives back", "")
		gives.Left = []string{"lane"}
		require.NoError(t, s.Commit(context.Background(), gives))
		require.Equal(t, map[providers.ClaimState]int{providers.Withheld: 1}, statesOf(t, s, 1))

		stand("wenbridge", "tea", saturday)
		asks(t, s, 9, bot.Outgoing{Event: "tea", Face: friday})
		asks(t, s, 10, bot.Outgoing{Event: "tea", Face: saturday})
		require.Equal(t, map[providers.ClaimState]int{providers.Withheld: 1, providers.Claimed: 1}, statesOf(t, s, 2), "the cancellation was taken back, with another day")
	})
}

// An offer is in the outbox as its person says no, or yes; an invitation as they join.
func TestWhatNeedsAnotherStandWithAnEventLeavesNoMore(t *testing.T) {
	offered := bot.Place{State: places.Offered, Token: "one", By: noon.Add(time.Hour)}
	again := offered
	again.By = noon.Add(3 * time.Hour)
	coming := bot.Place{State: places.Coming, Token: "two"}
	standing := func(p bot.Place) string { return bot.Person{Places: map[string]bot.Place{"tea": p}}.Standing()[1] }
	for name, c := range map[string]struct {
		needs  string
		places map[string]bot.Place
		leaves bool
	}{
		"an offer that stands":                     {standing(offered), map[string]bot.Place{"tea": offered, "walk": coming}, true},
		"an offer that was refused":                {standing(offered), nil, false},
		"an offer that was taken":                  {standing(offered), map[string]bot.Place{"tea": coming}, false},
		"an offer that another one has followed":   {standing(offered), map[string]bot.Place{"tea": again}, false},
		"an offer of another event":                {standing(offered), map[string]bot.Place{"walk": offered}, false},
		"an invitation of whoever has not said":    {"!tea", map[string]bot.Place{"teatime": coming}, true},
		"an invitation of whoever has nothing":     {"!tea", nil, true},
		"an invitation of whoever comes":           {"!tea", map[string]bot.Place{"tea": coming}, false},
		"that it has moved, to whoever waits":      {"tea", map[string]bot.Place{"tea": offered}, true},
		"that it has moved, to whoever said no":    {"tea", map[string]bot.Place{}, false},
		"a text that asks for no stand with it":    {"", nil, true},
		"an offer whose event begins as another's": {standing(offered), map[string]bot.Place{"te": offered}, false},
	} {
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, s *store.Store) {
				stands(t, s, map[string]bot.Place{"tea": offered}, "stood before")
				asks(t, s, 1, bot.Outgoing{Event: "tea", Face: friday, Place: c.needs})
				stands(t, s, c.places, "stands now")
				want := providers.Withheld
				if c.leaves {
					want = providers.Claimed
				}
				require.Equal(t, map[providers.ClaimState]int{want: 1}, statesOf(t, s, 1))
			})
		})
	}
}

// stands writes how person 1 stands with events.
func stands(t *testing.T, s *store.Store, all map[string]bot.Place, event string) {
	t.Helper()
	turn := turnOf(t, s, key(1), event, "")
	turn.Person.Places, turn.Placed = all, true
	require.NoError(t, s.Commit(context.Background(), turn))
}

// Processes are restarted one after the other. One of the version before withholds
// whatever has an "ev" whose key is there, as it was there for cancelled events alone.
func TestTheVersionBeforeDoesNotTakeAnEventForCancelled(t *testing.T) {
	ctx, at := t.Context(), storetest.Start(t).URL()
	s := open(t, store.Options{URL: at})
	require.NoError(t, s.Stand(ctx, "wenbridge", "tea", friday, time.Now().Add(time.Hour)))
	asks(t, s, 1, bot.Outgoing{Event: "tea", Face: friday})
	opts, err := redis.ParseURL(at)
	require.NoError(t, err)
	r := redis.NewClient(opts)
	defer func() { require.NoError(t, r.Close()) }()
	texts, err := r.Keys(ctx, "{p*}:msg:*").Result()
	require.NoError(t, err)
	require.NotEmpty(t, texts)
	for _, text := range texts {
		key, err := r.HGet(ctx, text, "ev").Result()
		if err == nil {
			require.Zero(t, r.Exists(ctx, key).Val(), "it would not leave")
		}
	}
	require.NoError(t, s.Stand(ctx, "wenbridge", "tea", saturday, time.Now().Add(time.Hour)))
	require.Equal(t, map[providers.ClaimState]int{providers.Withheld: 1}, statesOf(t, s, 1), "this one knows")
}
