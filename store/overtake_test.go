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

// says commits one text to somebody: bulk, a reply, or one of safety.
func says(t *testing.T, s *store.Store, event string, how func(*bot.Outgoing)) {
	t.Helper()
	turn := turnOf(t, s, key(1), event, event)
	if how != nil {
		how(&turn.Say[0])
	}
	require.NoError(t, s.Commit(context.Background(), turn))
}

func bulk(o *bot.Outgoing)   { o.Priority = providers.Bulk }
func safety(o *bot.Outgoing) { o.Safety = true }

// Whoever is to get a broadcast, and asks something before it has left, is not made
// to wait until it has.
func TestAReplyOvertakesTheBulkTextsToTheSamePerson(t *testing.T) {
	again := providers.Result{Verdict: providers.Rejected, Class: providers.Temporary, RetryAfter: 300 * time.Millisecond}
	for name, c := range map[string]struct {
		happens func(t *testing.T, s *store.Store)
		sent    []string
	}{
		"that wait in their stream": {func(t *testing.T, s *store.Store) {
			says(t, s, "news 1", bulk)
			says(t, s, "news 2", bulk)
			says(t, s, "answer 1", nil)
			says(t, s, "answer 2", nil)
		}, []string{"answer 1", "answer 2", "news 1", "news 2"}},
		"that the provider made wait": {func(t *testing.T, s *store.Store) {
			says(t, s, "news", bulk)
			settle(t, s, claims(t, s, 1)[0], again)
			says(t, s, "answer", nil)
		}, []string{"answer", "news"}},
		"that the provider makes wait after it was said": {func(t *testing.T, s *store.Store) {
			says(t, s, "news 1", bulk)
			sending := claims(t, s, 1)[0]
			says(t, s, "news 2", bulk)
			says(t, s, "answer", nil)
			settle(t, s, sending, again)
		}, []string{"answer", "news 1", "news 2"}},
		"that stand before it behind another reply": {func(t *testing.T, s *store.Store) {
			says(t, s, "answer 1", nil)
			sending := claims(t, s, 1)[0]
			says(t, s, "news", bulk)
			says(t, s, "answer 2", nil)
			settle(t, s, sending, providers.Result{Verdict: providers.Accepted, ProviderID: "1"})
		}, []string{"answer 2", "news"}},
		"and help overtakes both": {func(t *testing.T, s *store.Store) {
			says(t, s, "news", bulk)
			says(t, s, "answer", nil)
			says(t, s, "help", safety)
		}, []string{"answer", "help", "news"}},
		"help alone": {func(t *testing.T, s *store.Store) {
			says(t, s, "news", bulk)
			says(t, s, "help", safety)
		}, []string{"help", "news"}},
		"but replies keep their order, whatever the provider does": {func(t *testing.T, s *store.Store) {
			says(t, s, "answer 1", nil)
			settle(t, s, claims(t, s, 1)[0], again)
			says(t, s, "answer 2", nil)
			says(t, s, "news", bulk)
		}, []string{"answer 1", "answer 2", "news"}},
		"and bulk texts keep theirs": {func(t *testing.T, s *store.Store) {
			says(t, s, "news 1", bulk)
			sending := claims(t, s, 1)[0]
			says(t, s, "news 2", bulk)
			settle(t, s, sending, again)
		}, []string{"news 1", "news 2"}},
	} {
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, s *store.Store) {
				require.NoError(t, s.Commit(context.Background(), turnOf(t, s, key(1), "met", "")))
				c.happens(t, s)
				sent, _ := dispatch(t, s)
				require.Equal(t, c.sent, sent)
			})
		})
	}
}

// So it is for a reply that leaves without going through the stream.
func TestAReplyThatLeavesAtOnceDoesNotWaitForABroadcastEither(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		says(t, s, "news", bulk)
		d := &taker{room: 1}
		s.SendDirect(d)
		require.NoError(t, s.Commit(context.Background(), answer(t, s, key(1), "asked", "answer")))
		require.Len(t, d.taken, 1, "it was handed on at once")
		settle(t, s, d.taken[0], providers.Result{Verdict: providers.Accepted, ProviderID: "1"})
		sent, _ := dispatch(t, s)
		require.Equal(t, []string{"news"}, sent, "once")
	})
}

// Whatever the order in which things happen, each text leaves once.
func TestOvertakingDoublesAndLosesNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		again := providers.Result{Verdict: providers.Rejected, Class: providers.Temporary, RetryAfter: time.Millisecond}
		left := map[string]int{}
		for n := range 40 {
			says(t, s, fmt.Sprint("news ", n), bulk)
			if n%3 == 0 {
				says(t, s, fmt.Sprint("answer ", n), nil)
			}
			if n%7 == 0 {
				says(t, s, fmt.Sprint("help ", n), safety)
			}
			for i, c := range claims(t, s, 0) {
				if c.State == providers.Claimed && (n+i)%2 == 0 {
					settle(t, s, c, again)
				} else if c.State == providers.Claimed {
					left[c.Message.Text]++
					settle(t, s, c, providers.Result{Verdict: providers.Accepted, ProviderID: c.Token})
				}
			}
		}
		sent, _ := dispatch(t, s)
		for _, text := range sent {
			left[text]++
		}
		require.Len(t, left, 40+14+6)
		for text, n := range left {
			require.Equal(t, 1, n, text)
		}
	})
}
