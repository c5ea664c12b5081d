package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// stopTurn is what a STOP makes of a thread: the closing text, the opt-out, and
// its line in the ledger.
func stopTurn(t testing.TB, s *store.Store, k bot.Key, event string) bot.Turn {
	t.Helper()
	turn := turnOf(t, s, k, event, "goodbye")
	yes := true
	turn.Stop, turn.Say[0].Closing = &yes, true
	turn.Ledger = []bot.Consent{{Name: "stop", Words: "STOP", Event: event, At: noon}}
	return turn
}

// ready reads so many entries of the outbox.
func ready(t testing.TB, s *store.Store, n int) []providers.Entry {
	t.Helper()
	var out []providers.Entry
	until(t, 20*time.Second, func() bool {
		entries, err := s.Ready(context.Background(), 100, look)
		require.NoError(t, err)
		out = append(out, entries...)
		return len(out) >= n
	})
	return out
}

// dispatch claims and sends until nothing waits, and says what was sent, in
// order, and how often each other answer came.
func dispatch(t testing.TB, s *store.Store) (sent []string, others map[providers.ClaimState]int) {
	t.Helper()
	others = map[providers.ClaimState]int{}
	until(t, time.Minute, func() bool {
		for _, c := range claims(t, s, 0) {
			if c.State != providers.Claimed {
				others[c.State]++
				continue
			}
			sent = append(sent, c.Message.Text)
			settle(t, s, c, providers.Result{Verdict: providers.Accepted, ProviderID: c.Token})
		}
		g, err := s.Gauges(context.Background(), time.Now())
		return err == nil && g.Depth == 0 // a machine with much to do answers late
	})
	return sent, others
}

// A lesson, or a question that the engine has planned, may wait for hours while the
// provider is away. Meanwhile the person may have called for help.
func TestWhatWasPlannedDoesNotLeaveForWhoeverMayBeInNeed(t *testing.T) {
	for name, c := range map[string]bot.Case{
		"a crisis":      {Reason: "crisis", Urgent: true, Holds: true},
		"are you safe?": {Reason: "unclear"},
		"a loss":        {Reason: bot.ReasonLoss, Holds: true},
	} {
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, s *store.Store) {
				c := c // each store has its own
				c.ID = "c-1"
				for n, planned := range []bool{true, false} {
					turn := turnOf(t, s, key(n), "before", "as planned")
					turn.Say[0].Priority, turn.Say[0].Planned = providers.Bulk, planned
					turn.Person.Consents = []string{"news"}
					require.NoError(t, s.Commit(context.Background(), turn))
					turn = turnOf(t, s, key(n), "help", "")
					turn.Thread.Case, turn.Case, turn.CaseID = &c, bot.CaseOpened, c.ID
					require.NoError(t, s.Commit(context.Background(), turn))
				}
				sent, others := dispatch(t, s)
				require.Equal(t, []string{"as planned"}, sent, "what they have asked for themselves does")
				require.Equal(t, 1, others[providers.Withheld])
			})
		})
	}
}

func TestTextsThatWaitBehindAStopNeverLeave(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		for n := range 5 {
			require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), fmt.Sprint("e", n), fmt.Sprint("text ", n))))
		}
		bulk := turnOf(t, s, key(1), "bulk", "news")
		bulk.Say[0].Priority = providers.Bulk
		require.NoError(t, s.Commit(ctx, bulk))
		night := turnOf(t, s, key(1), "night", "in the morning")
		night.Say[0].NotBefore = time.Now().Add(time.Hour)
		require.NoError(t, s.Commit(ctx, night))
		require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(1), "stop")))

		sent, others := dispatch(t, s)
		require.Equal(t, []string{"goodbye"}, sent)
		require.Equal(t, map[providers.ClaimState]int{providers.Withheld: 7}, others)

		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "late", "one more")))
		sent, others = dispatch(t, s)
		require.Empty(t, sent, "nor does what is said afterwards")
		require.Equal(t, 1, others[providers.Withheld])
	})
}

func TestTheAnswerToStopFollowsTheOneTextThatIsUnderWay(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e1", "under way")))
		under := claims(t, s, 1)[0]
		require.Equal(t, providers.Claimed, under.State)
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e2", "behind it")))
		require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(1), "stop")))
		require.Empty(t, claims(t, s, 0), "one text to a number at a time")

		settle(t, s, under, providers.Result{Verdict: providers.Accepted, ProviderID: "p1"})
		sent, others := dispatch(t, s)
		require.Equal(t, []string{"goodbye"}, sent)
		require.Equal(t, map[providers.ClaimState]int{providers.Withheld: 1}, others)
	})
}

func TestATextThatTheProviderPutOffIsWithheldAfterStop(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e1", "put off")))
		slow := providers.Result{Verdict: providers.Rejected, Class: providers.Throttled, RetryAfter: 300 * time.Millisecond}
		settle(t, s, claims(t, s, 1)[0], slow)
		require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(1), "stop")))
		sent, others := dispatch(t, s)
		require.Equal(t, []string{"goodbye"}, sent, "the goodbye does not wait for the provider's pause")
		require.Positive(t, others[providers.Withheld])
	})
}

func TestASafetyTextLeavesAfterStop(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e1", "news")))
		require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(1), "stop")))
		safety := turnOf(t, s, key(1), "e2", "call 999")
		safety.Say[0].Safety = true
		require.NoError(t, s.Commit(ctx, safety))
		sent, _ := dispatch(t, s)
		require.ElementsMatch(t, []string{"call 999", "goodbye"}, sent)
	})
}

func TestAStopIsForOneOrganisation(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		ours, theirs := key(1), key(1)
		theirs.Org = "millbrook"
		require.NoError(t, s.Commit(ctx, turnOf(t, s, ours, "e1", "ours")))
		require.NoError(t, s.Commit(ctx, turnOf(t, s, theirs, "e1", "theirs")))
		require.NoError(t, s.Commit(ctx, turnOf(t, s, ours, "e2", "ours too")))
		require.NoError(t, s.Commit(ctx, stopTurn(t, s, ours, "stop")))
		sent, others := dispatch(t, s)
		require.Equal(t, []string{"goodbye", "theirs"}, sent)
		require.Equal(t, map[providers.ClaimState]int{providers.Withheld: 2}, others)
		thread, err := s.Thread(ctx, theirs)
		require.NoError(t, err)
		require.False(t, thread.Stopped)
	})
}

func TestAWithheldTextLetsNothingOvertakeTheOneUnderWay(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e1", "perhaps lost")))
		settle(t, s, claims(t, s, 1)[0], providers.Result{Verdict: providers.Uncertain})
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "e2", "under way")))
		under := claims(t, s, 1)[0]
		require.Equal(t, providers.Claimed, under.State)
		require.NoError(t, s.Resend(ctx, bot.Ref("e1", "wenbridge", 0)))
		require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(1), "stop")))
		require.Equal(t, providers.Withheld, claims(t, s, 1)[0].State, "what was resent")
		require.Empty(t, claims(t, s, 0), "the goodbye waits for its turn")
		settle(t, s, under, providers.Result{Verdict: providers.Accepted, ProviderID: "p1"})
		sent, _ := dispatch(t, s)
		require.Equal(t, []string{"goodbye"}, sent)
	})
}
