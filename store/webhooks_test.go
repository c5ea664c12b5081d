package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/webhooks"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// hookedOrg lets an organisation have a webhook.
func hookedOrg(t *testing.T, s *store.Store, org string) {
	t.Helper()
	e, err := s.Endpoints(context.Background(), org)
	require.NoError(t, err)
	e.All = append(e.All, webhooks.Endpoint{ID: "w-1", URL: "https://example.org/", Kinds: webhooks.Kinds})
	require.NoError(t, s.KeepEndpoints(context.Background(), e))
	require.ErrorIs(t, s.KeepEndpoints(context.Background(), e), webhooks.ErrMoved)
	require.NoError(t, s.LearnHooks(context.Background()))
}

func kindsOf(t *testing.T, s *store.Store) map[webhooks.Kind]webhooks.Fact {
	t.Helper()
	news, err := s.News(context.Background(), 100)
	require.NoError(t, err)
	found := map[webhooks.Kind]webhooks.Fact{}
	for _, n := range news {
		found[n.Fact.Kind] = n.Fact
		require.NoError(t, s.Spread(context.Background(), n, nil))
	}
	again, err := s.News(context.Background(), 100)
	require.NoError(t, err)
	require.Empty(t, again, "each is looked at once")
	return found
}

// What happened is there with the commit itself, and only for who has asked.
func TestWhatHappensIsWrittenWithTheCommit(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, yes, no := context.Background(), true, false
		joins := turnOf(t, s, key(1), "joins", "")
		joins.Joined = []string{"choir"}
		require.NoError(t, s.Commit(ctx, joins))
		hookedOrg(t, s, "wenbridge")
		require.Empty(t, kindsOf(t, s), "it was not asked for then")

		stops := turnOf(t, s, key(1), "stops", "")
		stops.Stop, stops.Left = &yes, []string{"choir"}
		require.NoError(t, s.Commit(ctx, stops))
		require.ErrorIs(t, s.Commit(ctx, stops), bot.ErrDuplicate)
		theirs := turnOf(t, s, bot.Key{Org: "harbour", Address: key(1).Address}, "theirs", "")
		theirs.Stop = &yes
		require.NoError(t, s.Commit(ctx, theirs))
		found := kindsOf(t, s)
		require.Len(t, found, 2)
		require.Equal(t, stops.ID, found[webhooks.PersonStopped].Person)
		require.Equal(t, "choir", found[webhooks.PersonLeft].Group)

		opens := full(t, s, key(2), "opens", "one")
		opens.Stop = &no
		require.NoError(t, s.Commit(ctx, opens))
		found = kindsOf(t, s)
		require.Contains(t, found, webhooks.PersonStarted)
		require.NotEmpty(t, found[webhooks.CaseOpened].Case)
		require.Empty(t, found[webhooks.CaseOpened].Person, "a case does not say whose it is")
	})
}

func TestWhatBecameOfABroadcastAndOfATextIsTold(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		hookedOrg(t, s, "wenbridge")
		b := broadcast.Broadcast{ID: "b-1", Org: "wenbridge", Made: noon, Due: noon, Valid: time.Hour, State: broadcast.Sending}
		b, err := s.Keep(ctx, b)
		require.NoError(t, err)
		require.Empty(t, kindsOf(t, s))
		b.State, b.Ended = broadcast.Done, noon
		_, err = s.Keep(ctx, b)
		require.NoError(t, err)
		require.Equal(t, "b-1 done", kindsOf(t, s)[webhooks.BroadcastFinished].Broadcast+" done")

		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "says", "hello")))
		claim := claims(t, s, 1)[0]
		settle(t, s, claim, providers.Result{Verdict: providers.Rejected, Class: providers.Permanent})
		fact := kindsOf(t, s)[webhooks.MessageFailed]
		require.Equal(t, string(providers.Permanent), fact.Why)
		known, err := s.Thread(ctx, key(1))
		require.NoError(t, err)
		require.Equal(t, known.ID, fact.Person)

		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "says more", "hello")))
		claim = claims(t, s, 1)[0]
		settle(t, s, claim, providers.Result{Verdict: providers.Accepted})
		report := providers.Status{Ref: claim.Ref, Recipient: key(1).Address, State: providers.Failed, Class: providers.Permanent}
		for range 2 {
			require.NoError(t, s.Report(ctx, noon, report))
		}
		require.Len(t, kindsOf(t, s), 1)
	})
}

// Much has happened to some people: what has happened to others is not told later for it.
func TestWhatHasHappenedIsToldInItsOrderAndAllOfIt(t *testing.T) {
	ctx := context.Background()
	s := open(t, store.Options{Embedded: true})
	hookedOrg(t, s, "wenbridge")
	var want []string
	for n := range 100 {
		joins := turnOf(t, s, key(n%40), fmt.Sprint("joins ", n), "")
		joins.Joined = []string{fmt.Sprint("group ", n)}
		require.NoError(t, s.Commit(ctx, joins))
		want = append(want, joins.Joined[0])
	}
	var got []string
	for {
		news, err := s.News(ctx, 16)
		require.NoError(t, err)
		require.LessOrEqual(t, len(news), 16)
		if len(news) == 0 {
			break
		}
		for _, n := range news {
			got = append(got, n.Fact.Group)
			require.NoError(t, s.Spread(ctx, n, nil))
		}
	}
	require.ElementsMatch(t, want, got)
	for i, group := range got { // those of one millisecond may come in any order
		require.InDelta(t, slices.Index(want, group), i, 16)
	}
}

// A process that dies once Redis has the result, and before it hears so, has told of
// the failure; so has one whose report came before the result.
func TestThatATextHasFailedIsWrittenWithTheFailure(t *testing.T) {
	ctx, server := context.Background(), storetest.Start(t)
	s := open(t, store.Options{URL: server.URL()})
	hookedOrg(t, s, "wenbridge")
	proxy := storetest.StartProxy(t, server)
	dying := open(t, store.Options{URL: proxy.URL()})
	require.NoError(t, dying.LearnHooks(ctx))

	require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "one", "hello")))
	claim := claims(t, s, 1)[0]
	proxy.Lose(1000, "evalsha", nil)
	refused := []providers.Settlement{{Claim: claim, Result: providers.Result{Verdict: providers.Rejected, Class: providers.Permanent}}}
	require.Error(t, dying.Settle(ctx, time.Now(), refused), "it never hears of it")
	fact := kindsOf(t, s)[webhooks.MessageFailed]
	require.Equal(t, "wenbridge", fact.Org)
	require.Equal(t, string(providers.Permanent), fact.Why)
	require.WithinDuration(t, time.Now(), fact.At, time.Minute)

	require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "two", "hello")))
	claim = claims(t, s, 1)[0]
	report := providers.Status{Ref: claim.Ref, Recipient: key(1).Address, State: providers.Failed, Class: providers.Temporary}
	require.Error(t, dying.Report(ctx, time.Now(), report))
	require.Empty(t, kindsOf(t, s), "the result is not there yet")
	settle(t, s, claim, providers.Result{Verdict: providers.Accepted})
	fact = kindsOf(t, s)[webhooks.MessageFailed]
	require.Equal(t, "wenbridge", fact.Org)

	require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "three", "hello")))
	claim = claims(t, s, 1)[0]
	settle(t, s, claim, providers.Result{Verdict: providers.Accepted})
	report.Ref = claim.Ref
	require.Error(t, dying.Report(ctx, time.Now(), report))
	require.Equal(t, string(providers.Temporary), kindsOf(t, s)[webhooks.MessageFailed].Why)

	require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "four", "hello")))
	claim = claims(t, s, 1)[0]
	settle(t, s, claim, refused[0].Result)
	forget := turnOf(t, s, key(1), "forget", "")
	forget.Forget = true
	require.NoError(t, s.Commit(ctx, forget))
	require.Empty(t, kindsOf(t, s)[webhooks.MessageFailed].Org, "nobody is told of somebody who is erased")
}
