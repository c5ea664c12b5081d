package store_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// proxied opens a store whose Redis is behind a proxy, and warms its connection.
func proxied(t testing.TB, server *storetest.Server) (*store.Store, *storetest.Proxy) {
	t.Helper()
	proxy := storetest.StartProxy(t, server)
	s := open(t, store.Options{URL: proxy.URL()})
	_, err := s.Thread(context.Background(), key(99))
	require.NoError(t, err)
	return s, proxy
}

// caseOf names the case of a full turn.
func caseOf(k bot.Key, event string) string { return "c-" + bot.Ref(event, k.Org, 9)[:8] }

// full is a turn that writes everything that a turn can write.
func full(t testing.TB, s *store.Store, k bot.Key, event, say string) bot.Turn {
	t.Helper()
	turn := turnOf(t, s, k, event, say)
	turn.Person.Me = map[string]string{"area": say}
	turn.Person.Groups, turn.Joined = []string{"litter"}, []string{"litter"}
	turn.Ledger = []bot.Consent{{Name: "updates", Given: true, Wording: say, Words: say, Event: event, At: noon}}
	id := caseOf(k, event)
	turn.Thread.Case = &bot.Case{ID: id, Queue: "desk", About: say, Opened: noon}
	turn.Case, turn.CaseID, turn.Notes = bot.CaseOpened, id, []bot.Note{{At: noon, Who: "resident", Text: say}}
	turn.Records = []bot.Record{{Dataset: "walks", Row: map[string]string{"what": say}}}
	turn.WakeAt = noon
	turn.Say = append(turn.Say, bot.Outgoing{Ref: bot.Ref(event, k.Org, 1), Text: say, Priority: providers.Reply})
	return turn
}

func TestOneTextInCostsTwoRoundTrips(t *testing.T) {
	server := storetest.Start(t)
	s, proxy := proxied(t, server)
	require.NoError(t, s.Commit(context.Background(), turnOf(t, s, key(98), "warm", "hello")))
	for name, turn := range map[string]func(int) bot.Turn{
		"somebody new":            func(n int) bot.Turn { return turnOf(t, s, key(n), fmt.Sprint("e", n), "hello") },
		"somebody known":          func(n int) bot.Turn { return turnOf(t, s, key(98), fmt.Sprint("e", n), "hello") },
		"all that a turn can say": func(n int) bot.Turn { return full(t, s, key(n), fmt.Sprint("e", n), "hello") },
	} {
		t.Run(name, func(t *testing.T) {
			before := proxy.Trips()
			require.NoError(t, s.Commit(context.Background(), turn(before)))
			require.Equal(t, 2, proxy.Trips()-before, "one to read the thread, one to write the turn")
		})
	}
}

func TestARepeatCostsTwoRoundTripsToo(t *testing.T) {
	s, proxy := proxied(t, storetest.Start(t))
	turn := turnOf(t, s, key(1), "e1", "hello")
	require.NoError(t, s.Commit(context.Background(), turn))
	before := proxy.Trips()
	require.ErrorIs(t, s.Commit(context.Background(), turnOf(t, s, key(1), "e1", "hello")), bot.ErrDuplicate)
	require.Equal(t, 2, proxy.Trips()-before)
}

func TestClaimsAndResultsOfManyTextsCostOneRoundTripEach(t *testing.T) {
	ctx := context.Background()
	s, proxy := proxied(t, storetest.Start(t))
	for n := range 20 {
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(n), fmt.Sprint("e", n), "hello")))
	}
	entries := ready(t, s, 20)
	before := proxy.Trips()
	got, err := s.Claim(ctx, noon, entries)
	require.NoError(t, err)
	require.Equal(t, 1, proxy.Trips()-before)
	results := make([]providers.Settlement, len(got))
	for i, c := range got {
		require.Equal(t, providers.Claimed, c.State)
		results[i] = providers.Settlement{Claim: c, Result: providers.Result{Verdict: providers.Accepted, ProviderID: c.Ref}}
	}
	before = proxy.Trips()
	require.NoError(t, s.Settle(ctx, noon, results))
	require.Equal(t, 1, proxy.Trips()-before)
}

// A test that counts must be able to find more: a server that has forgotten the
// scripts is told them, which costs further trips.
func TestAServerThatForgotTheScriptsIsToldThem(t *testing.T) {
	ctx := context.Background()
	server := storetest.Start(t)
	s, proxy := proxied(t, server)
	direct := redis.NewClient(&redis.Options{Addr: server.Addr})
	defer direct.Close()
	require.NoError(t, direct.ScriptFlush(ctx).Err())
	before := proxy.Trips()
	require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e1", "hello")))
	require.Greater(t, proxy.Trips()-before, 2)
	require.Equal(t, "hello", claims(t, s, 1)[0].Message.Text)
}
