package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// claimAt claims a text again that was put back.
func claimAt(t *testing.T, s *store.Store, before providers.Claim, now time.Time) providers.Claim {
	t.Helper()
	got, err := s.Claim(context.Background(), now, []providers.Entry{before.Entry})
	require.NoError(t, err)
	require.Equal(t, providers.Claimed, got[0].State)
	return got[0]
}

func unknownRefs(t *testing.T, s *store.Store) []string {
	t.Helper()
	list, err := s.UnknownTexts(context.Background())
	require.NoError(t, err)
	var refs []string
	for _, u := range list {
		refs = append(refs, u.Ref)
	}
	return refs
}

func TestATextKeepsTheWayThatItHasTakenAndItsDoubt(t *testing.T) {
	s := open(t, store.Options{Embedded: true})
	ctx, now := context.Background(), time.Now()
	require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e1", "hello")))
	moved := providers.Route{Via: "north", From: "+447700900777"}

	first := claims(t, s, 1)[0]
	require.Empty(t, first.Message.Via)
	require.True(t, first.Doubt.IsZero())
	putBack := providers.Result{Verdict: providers.Rejected, Class: providers.Throttled, RetryAfter: time.Millisecond}
	require.NoError(t, s.Settle(ctx, now, []providers.Settlement{{Claim: first, Result: putBack, Next: &providers.Next{Route: moved}}}))

	now = now.Add(time.Second)
	second := claimAt(t, s, first, now)
	require.Equal(t, moved, providers.Route{Via: second.Message.Via, From: second.Message.From})
	require.Equal(t, first.Message.Text, second.Message.Text)
	require.True(t, second.Doubt.IsZero(), "it certainly did not leave")
	doubt := providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown, RetryAfter: time.Millisecond}
	require.NoError(t, s.Settle(ctx, now, []providers.Settlement{{Claim: second, Result: doubt, Next: &providers.Next{Route: moved, Doubt: true}}}))
	require.Empty(t, unknownRefs(t, s), "it is sent again to a company that remembers it")

	later := now.Add(time.Minute)
	third := claimAt(t, s, first, later)
	require.Equal(t, now.UnixMilli(), third.Doubt.UnixMilli(), "since the first time")
	require.Equal(t, "north", third.Message.Via)
	repeats := func(connection string) (string, bool) { return connection, connection == "north" }
	n, err := s.Sweep(ctx, later.Add(2*time.Minute), time.Minute, repeats)
	require.NoError(t, err)
	require.Equal(t, 1, n, "its process has died")
	require.Empty(t, unknownRefs(t, s))

	fourth := claimAt(t, s, first, later.Add(10*time.Minute))
	require.Equal(t, now.UnixMilli(), fourth.Doubt.UnixMilli())
	n, err = s.Sweep(ctx, now.Add(providers.RepeatedFor+time.Minute), time.Minute, repeats)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, []string{first.Ref}, unknownRefs(t, s), "the company may have forgotten it: people decide")
}

func TestAClaimThatWasLostIsListedUnlessItsConnectionRemembers(t *testing.T) {
	s := open(t, store.Options{Embedded: true})
	ctx, now := context.Background(), time.Now()
	require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e1", "hello")))
	claim := claims(t, s, 1)[0]
	_, err := s.Sweep(ctx, now.Add(2*time.Minute), time.Minute, func(string) (string, bool) { return "own", false })
	require.NoError(t, err)
	require.Equal(t, []string{claim.Ref}, unknownRefs(t, s))
	require.NoError(t, s.Resend(ctx, claim.Ref))
	again := claimAt(t, s, claim, now.Add(3*time.Minute))
	require.False(t, again.Doubt.IsZero(), "by hand or not, it stays with the company that may have it")
}

func TestARepeatThatComesTooLateIsListed(t *testing.T) {
	s := open(t, store.Options{Embedded: true})
	ctx, now := context.Background(), time.Now()
	require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e1", "hello")))
	claim := claims(t, s, 1)[0]
	doubt := providers.Result{Verdict: providers.Uncertain, RetryAfter: time.Millisecond}
	require.NoError(t, s.Settle(ctx, now, []providers.Settlement{{Claim: claim, Result: doubt, Next: &providers.Next{Route: providers.Route{Via: "own"}, Doubt: true}}}))
	got, err := s.Claim(ctx, now.Add(providers.RepeatedFor+time.Minute), []providers.Entry{claim.Entry})
	require.NoError(t, err)
	require.Equal(t, providers.Doubtful, got[0].State)
	require.Equal(t, []string{claim.Ref}, unknownRefs(t, s))
}

func TestATextThatWasNeverTakenGoesOnAsOneThatNeverLeft(t *testing.T) {
	s := open(t, store.Options{Embedded: true})
	ctx, now := context.Background(), time.Now()
	require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e1", "hello")))
	moved := providers.Route{Via: "north", From: "+447700900777"}
	first := claims(t, s, 1)[0]
	putBack := providers.Result{Verdict: providers.Rejected, Class: providers.Throttled, RetryAfter: time.Millisecond}
	require.NoError(t, s.Settle(ctx, now, []providers.Settlement{{Claim: first, Result: putBack, Next: &providers.Next{Route: moved}}}))
	second := claimAt(t, s, first, now.Add(time.Second))
	doubt := providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown}
	require.NoError(t, s.Settle(ctx, now.Add(time.Second), []providers.Settlement{{Claim: second, Result: doubt}}))

	doubts, err := s.Doubts(ctx)
	require.NoError(t, err)
	require.Len(t, doubts, 1)
	require.Equal(t, providers.Doubt{Ref: first.Ref, Via: "north", To: first.Message.To, Since: doubts[0].Since}, doubts[0], "the connection that it left by")
	require.Equal(t, now.Add(time.Second).UnixMilli(), doubts[0].Since.UnixMilli())

	other := doubts[0]
	other.Since = other.Since.Add(time.Millisecond)
	for name, d := range map[string]providers.Doubt{"another doubt": other, "another text": {Ref: "r-2", To: other.To, Since: doubts[0].Since}} {
		done, err := s.Untaken(ctx, now, d)
		require.NoError(t, err)
		require.False(t, done, name)
	}
	done, err := s.Untaken(ctx, now.Add(48*time.Hour), doubts[0])
	require.NoError(t, err)
	require.False(t, done, "it is too late for it: people decide")
	require.Equal(t, []string{first.Ref}, unknownRefs(t, s))

	done, err = s.Untaken(ctx, now.Add(time.Hour), doubts[0])
	require.NoError(t, err)
	require.True(t, done)
	require.Empty(t, unknownRefs(t, s))
	again := claims(t, s, 1)[0]
	require.Equal(t, first.Ref, again.Ref)
	require.True(t, again.Doubt.IsZero(), "so that another company may take it")
	done, err = s.Untaken(ctx, now.Add(time.Hour), doubts[0])
	require.NoError(t, err)
	require.False(t, done, "once")
}
