package store_test

import (
	"cmp"
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

const secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

// patient is for Redis on a machine that has much else to do.
const patient = 5 * time.Second

var noon = time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)

// kinds of Redis: the embedded one, a real one, and a real cluster of three.
var kinds = map[string]func(testing.TB) store.Options{
	"embedded": func(testing.TB) store.Options { return store.Options{Embedded: true} },
	"server":   func(t testing.TB) store.Options { return store.Options{URL: storetest.Start(t).URL()} },
	"cluster":  func(t testing.TB) store.Options { return store.Options{URL: storetest.Cluster(t)} },
}

// everywhere runs a test on the embedded Redis, a real one, and a real cluster
// of three.
func everywhere(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Parallel()
	for name, options := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t, options(t)))
		})
	}
}

func open(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	keys, err := store.DeriveKeys(secret, nil)
	require.NoError(t, err)
	o.Keys, o.Consumer, o.Patience = keys, cmp.Or(o.Consumer, "test"), patient
	s, err := store.Open(context.Background(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func key(n int) bot.Key {
	return bot.Key{Org: "wenbridge", Address: providers.Address{Kind: providers.Phone, Value: fmt.Sprintf("+447700900%03d", n)}}
}

// turnOf reads a thread and plans a turn on it that says one text.
func turnOf(t testing.TB, s *store.Store, k bot.Key, event, say string) bot.Turn {
	t.Helper()
	thread, err := s.Thread(context.Background(), k)
	require.NoError(t, err)
	turn := bot.Turn{Thread: thread, Event: event, Line: "+447700900999"}
	turn.Person.Met = noon
	turn.Person.Heard = noon.Add(time.Duration(thread.Version) * time.Second)
	if say != "" {
		turn.Say = []bot.Outgoing{{Ref: bot.Ref(event, k.Org, 0), Text: say, Priority: providers.Reply}}
	}
	return turn
}

// until tries again and again until it is so. It does so itself: what
// require.Eventually tries goes on after its time, and after the test.
func until(t testing.TB, within time.Duration, so func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !so(); time.Sleep(time.Millisecond) {
		require.True(t, time.Now().Before(end), "it never came to be within %s", within)
	}
}

// look has a look for texts to send not wait for them: Redis ends such a wait
// only ten times a second.
const look = -1

// claims waits until so many texts have been claimed.
func claims(t testing.TB, s *store.Store, n int) []providers.Claim {
	t.Helper()
	var out []providers.Claim
	until(t, 20*time.Second, func() bool {
		entries, err := s.Ready(context.Background(), 100, look)
		require.NoError(t, err)
		got, err := s.Claim(context.Background(), time.Now(), entries)
		require.NoError(t, err)
		out = append(out, got...)
		return len(out) >= n
	})
	return out
}

func settle(t testing.TB, s *store.Store, c providers.Claim, r providers.Result) {
	t.Helper()
	require.NoError(t, s.Settle(context.Background(), time.Now(), []providers.Settlement{{Claim: c, Result: r}}))
}

func TestACommitIsReadBackWhole(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		turn := turnOf(t, s, key(1), "e1", "")
		require.Zero(t, turn.Version, "somebody not met before")
		turn.Person.Me = map[string]string{"area": "WB2"}
		turn.Person.Groups, turn.Joined = []string{"litter"}, []string{"litter"}
		turn.Conversation = flows.Conversation{V: 1, Lang: "cy", Now: &flows.Frame{Flow: "join", Step: "area"}}
		turn.Ledger = []bot.Consent{{Name: "updates", Given: true, Wording: "OK to text you?", Event: "e1", At: noon}}
		require.NoError(t, s.Commit(ctx, turn))

		thread, err := s.Thread(ctx, key(1))
		require.NoError(t, err)
		require.EqualValues(t, 1, thread.Version)
		require.Equal(t, turn.Person, thread.Person)
		require.Equal(t, turn.Conversation, thread.Conversation)
		ledger, err := s.Ledger(ctx, key(1))
		require.NoError(t, err)
		require.Equal(t, turn.Ledger, ledger)
		require.Equal(t, 1, s.Members("wenbridge", "litter"))
	})
}

func TestARepeatChangesNothingAndAStaleTurnIsRefused(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		first, second := turnOf(t, s, key(1), "e1", "one"), turnOf(t, s, key(1), "e2", "two")
		require.NoError(t, s.Commit(ctx, first))
		require.ErrorIs(t, s.Commit(ctx, first), bot.ErrDuplicate)
		require.ErrorIs(t, s.Commit(ctx, second), bot.ErrStale)
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e2", "two")))
		got := claims(t, s, 1)
		require.Equal(t, "one", got[0].Message.Text)
		settle(t, s, got[0], providers.Result{Verdict: providers.Accepted, ProviderID: "p1"})
		require.Equal(t, "two", claims(t, s, 1)[0].Message.Text, "each text once")
	})
}

func TestNothingIsClaimedAfterStopButWhatMayFollowIt(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e1", "news")))
		stop := turnOf(t, s, key(1), "e2", "goodbye")
		yes := true
		stop.Stop, stop.Say[0].Closing = &yes, true
		require.NoError(t, s.Commit(ctx, stop))
		states := map[string]providers.ClaimState{}
		for _, c := range claims(t, s, 2) {
			states[c.Ref] = c.State
		}
		require.Equal(t, providers.Withheld, states[bot.Ref("e1", "wenbridge", 0)])
		require.Equal(t, providers.Claimed, states[bot.Ref("e2", "wenbridge", 0)])
		thread, err := s.Thread(ctx, key(1))
		require.NoError(t, err)
		require.True(t, thread.Stopped)
	})
}

func TestTextsToANumberLeaveOneAtATimeInOrder(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		for n := range 5 {
			require.NoError(t, s.Commit(context.Background(), turnOf(t, s, key(1), fmt.Sprint("e", n), fmt.Sprint("text ", n))))
		}
		for n := 0; n < 5; {
			for _, c := range claims(t, s, 1) {
				if c.State != providers.Claimed {
					continue
				}
				require.Equal(t, fmt.Sprint("text ", n), c.Message.Text)
				settle(t, s, c, providers.Result{Verdict: providers.Accepted, ProviderID: fmt.Sprint("p", n)})
				n++
			}
		}
	})
}

func TestAnUncertainTextIsListedAndSettledByAReportOrByHand(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		for n := range 3 {
			require.NoError(t, s.Commit(ctx, turnOf(t, s, key(n), fmt.Sprint("e", n), "hello")))
		}
		for _, c := range claims(t, s, 3) {
			settle(t, s, c, providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown})
			settle(t, s, c, providers.Result{Verdict: providers.Accepted}) // the token has been used
		}
		unknown, err := s.UnknownTexts(ctx)
		require.NoError(t, err)
		require.Len(t, unknown, 3)
		report := providers.Status{Ref: bot.Ref("e0", "wenbridge", 0), Recipient: key(0).Address, State: providers.Delivered}
		require.NoError(t, s.Report(ctx, noon, report))
		require.NoError(t, s.Dismiss(ctx, bot.Ref("e1", "wenbridge", 0)))
		require.NoError(t, s.Resend(ctx, bot.Ref("e2", "wenbridge", 0)))
		require.ErrorIs(t, s.Resend(ctx, bot.Ref("e2", "wenbridge", 0)), store.ErrNotUnknown)
		unknown, err = s.UnknownTexts(ctx)
		require.NoError(t, err)
		require.Empty(t, unknown)
		require.Equal(t, bot.Ref("e2", "wenbridge", 0), claims(t, s, 1)[0].Ref)
	})
}

func TestAReportMayComeBeforeItsResultAndTellOfAStop(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e1", "hello")))
		c := claims(t, s, 1)[0]
		early := providers.Status{Ref: c.Ref, Recipient: key(1).Address, State: providers.Failed, Class: providers.OptedOut, Code: "103"}
		require.NoError(t, s.Report(ctx, noon, early))
		settle(t, s, c, providers.Result{Verdict: providers.Uncertain})
		unknown, err := s.UnknownTexts(ctx)
		require.NoError(t, err)
		require.Empty(t, unknown, "the report has told already")
		thread, err := s.Thread(ctx, key(1))
		require.NoError(t, err)
		require.True(t, thread.Stopped, "the provider's opt-out is a STOP")
	})
}

func TestAClaimThatIsNeverSettledBecomesUnknown(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e1", "one")))
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e2", "two")))
		claims(t, s, 1)
		n, err := s.Sweep(ctx, time.Now(), time.Minute, nil)
		require.NoError(t, err)
		require.Zero(t, n, "it may still be under way")
		n, err = s.Sweep(ctx, time.Now().Add(2*time.Minute), time.Minute, nil)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		unknown, err := s.UnknownTexts(ctx)
		require.NoError(t, err)
		require.Len(t, unknown, 1)
		require.Equal(t, key(1).Address, unknown[0].To)
		for _, c := range claims(t, s, 1) {
			if c.State == providers.Claimed {
				require.Equal(t, "two", c.Message.Text)
			}
		}
	})
}

func TestForgettingLeavesTheSuppressionAlone(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		turn := turnOf(t, s, key(1), "e1", "")
		turn.Person.Me = map[string]string{"area": "WB2"}
		turn.Ledger = []bot.Consent{{Name: "updates", Given: true}}
		require.NoError(t, s.Commit(ctx, turn))
		gone := turnOf(t, s, key(1), "e2", "goodbye")
		yes := true
		gone.Forget, gone.Stop, gone.Say[0].Closing = true, &yes, true
		require.NoError(t, s.Commit(ctx, gone))
		thread, err := s.Thread(ctx, key(1))
		require.NoError(t, err)
		require.True(t, thread.Stopped)
		require.Empty(t, thread.Person)
		ledger, err := s.Ledger(ctx, key(1))
		require.NoError(t, err)
		require.Empty(t, ledger)
		require.Equal(t, "goodbye", claims(t, s, 1)[0].Message.Text, "the goodbye still leaves")
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e3", "")), "and they may come back")
	})
}

func TestCasesAndTimersAreFound(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		turn := turnOf(t, s, key(1), "e1", "")
		turn.Thread.Case = &bot.Case{ID: "c-1", Queue: "desk", Opened: noon, Holds: true}
		turn.Case, turn.CaseID, turn.Notes = bot.CaseOpened, "c-1", []bot.Note{{At: noon, Who: "resident", Text: "help me"}}
		turn.WakeAt = noon
		require.NoError(t, s.Commit(ctx, turn))
		open, err := s.OpenCases(ctx, "wenbridge")
		require.NoError(t, err)
		require.Len(t, open, 1)
		require.Equal(t, turn.Notes, open[0].Notes)
		require.Equal(t, key(1), open[0].Key)
		_, err = s.Case(ctx, "millbrook", "c-1")
		require.ErrorIs(t, err, bot.ErrNoCase, "another organisation's")
		due, err := s.Due(ctx, noon, 10)
		require.NoError(t, err)
		require.Len(t, due, 1)
		require.Equal(t, key(1), due[0].Key)

		closed := turnOf(t, s, key(1), "e2", "")
		closed.Closed, closed.Case, closed.CaseID, closed.Thread.Case = closed.Thread.Case, bot.CaseClosed, "c-1", nil
		require.NoError(t, s.Commit(ctx, closed))
		open, err = s.OpenCases(ctx, "wenbridge")
		require.NoError(t, err)
		require.Empty(t, open)
		due, err = s.Due(ctx, noon.Add(time.Hour), 10)
		require.NoError(t, err)
		require.Empty(t, due)
	})
}

// What a process had read and not claimed when it was killed need not wait until
// its reader counts as dead.
func TestWhatWasReadBeforeAStartIsReadAtOnce(t *testing.T) {
	for name, url := range map[string]func(t *testing.T) string{
		"server":  func(t *testing.T) string { return storetest.Start(t).URL() },
		"cluster": func(t *testing.T) string { return storetest.Cluster(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := url(t)
			killed := open(t, store.Options{URL: at})
			for n := range 20 {
				require.NoError(t, killed.Commit(t.Context(), turnOf(t, killed, key(n), fmt.Sprint("e", n), "hello")))
			}
			require.Len(t, ready(t, killed, 20), 20)

			next := open(t, store.Options{URL: at})
			entries, err := next.Ready(t.Context(), 100, look)
			require.NoError(t, err)
			require.Len(t, entries, 20, "at the first look")
			got, err := next.Claim(t.Context(), time.Now(), entries)
			require.NoError(t, err)
			for _, c := range got {
				require.Equal(t, providers.Claimed, c.State)
			}
			again, err := next.Ready(t.Context(), 100, look)
			require.NoError(t, err)
			require.Empty(t, again)
		})
	}
}

func TestWhatWasClaimedBeforeAStartIsListedAtOnce(t *testing.T) {
	for name, url := range map[string]func(t *testing.T) string{
		"server":  func(t *testing.T) string { return storetest.Start(t).URL() },
		"cluster": func(t *testing.T) string { return storetest.Cluster(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, at := t.Context(), url(t)
			killed, other := open(t, store.Options{URL: at}), open(t, store.Options{URL: at, Consumer: "other"})
			require.NoError(t, other.Commit(ctx, turnOf(t, other, key(1), "e1", "of another process")))
			claims(t, other, 1)
			d := &taker{room: 1}
			killed.SendDirect(d)
			require.NoError(t, killed.Commit(ctx, answer(t, killed, key(2), "e2", "left at once")))
			require.Len(t, d.taken, 1)
			require.NoError(t, killed.Commit(ctx, turnOf(t, killed, key(3), "e3", "left by the outbox")))
			claims(t, killed, 1)
			require.NoError(t, killed.Commit(ctx, turnOf(t, killed, key(3), "e4", "waits behind it")))

			next := open(t, store.Options{URL: at})
			require.NoError(t, next.Commit(ctx, turnOf(t, next, key(4), "e5", "of its own")))
			own := claims(t, next, 1)
			n, err := next.Sweep(ctx, time.Now(), time.Minute, nil)
			require.NoError(t, err)
			require.Equal(t, 2, n, "what its former life may have sent, and nothing of the others")
			list, err := next.UnknownTexts(ctx)
			require.NoError(t, err)
			var to []providers.Address
			for _, text := range list {
				to = append(to, text.To)
			}
			require.ElementsMatch(t, []providers.Address{key(2).Address, key(3).Address}, to)
			require.NoError(t, next.Settle(ctx, time.Now(), []providers.Settlement{{Claim: own[0], Result: providers.Result{Verdict: providers.Accepted}}}))
			require.Equal(t, "waits behind it", claims(t, next, 1)[0].Message.Text)
		})
	}
}

// Two processes that run have the same name by mistake. What one claims is not the
// former life of the other: its call is under way.
func TestWhatIsClaimedSinceAStartIsNoFormerLifes(t *testing.T) {
	ctx, at := t.Context(), storetest.Start(t).URL()
	before := func() time.Time { return time.Now().Add(-time.Second) }
	one, namesake := open(t, store.Options{URL: at}), open(t, store.Options{URL: at, Now: before})
	require.NoError(t, one.Commit(ctx, turnOf(t, one, key(1), "e1", "under way")))
	claimed := claims(t, one, 1)
	n, err := namesake.Sweep(ctx, time.Now(), time.Minute, nil)
	require.NoError(t, err)
	require.Zero(t, n)
	require.NoError(t, one.Settle(ctx, time.Now(), []providers.Settlement{{Claim: claimed[0], Result: providers.Result{Verdict: providers.Accepted}}}))
	list, err := namesake.UnknownTexts(ctx)
	require.NoError(t, err)
	require.Empty(t, list)
}

func TestNoMoreTextsAreReadThanAskedFor(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		for n := range 20 {
			require.NoError(t, s.Commit(ctx, turnOf(t, s, key(n), fmt.Sprint("e", n), "hello")))
		}
		got := 0
		require.Eventually(t, func() bool {
			entries, err := s.Ready(ctx, 3, 100*time.Millisecond)
			require.NoError(t, err)
			require.LessOrEqual(t, len(entries), 3, "who asks for three has room for three")
			_, err = s.Claim(ctx, time.Now(), entries)
			require.NoError(t, err)
			got += len(entries)
			return got >= 20
		}, 20*time.Second, time.Millisecond)
	})
}
