package store_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// leaves lets what waits for a number leave at a moment until so many have, and
// looks for a while whether there are more.
func leaves(t *testing.T, s *store.Store, now time.Time, want int) {
	t.Helper()
	n, empty := 0, 0
	until(t, 30*time.Second, func() bool {
		entries, err := s.Ready(context.Background(), 100, 100*time.Millisecond)
		require.NoError(t, err)
		if len(entries) == 0 {
			empty++
			return n >= want && empty > 3
		}
		found, err := s.Claim(context.Background(), now, entries)
		require.NoError(t, err)
		for _, c := range found {
			if c.State == providers.Claimed {
				n++
				require.NoError(t, s.Settle(context.Background(), now, []providers.Settlement{{Claim: c, Result: accepted}}))
			}
		}
		return false
	})
	require.Equal(t, want, n)
}

func TestANumberIsSentNoMoreInAnHourThanNetworksCarry(t *testing.T) {
	onServers(t, func(t *testing.T, url string) {
		var later atomic.Int64
		clock := func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
		options := store.Options{URL: url, NetworkCaps: true, Now: clock}
		s := open(t, options)
		options.Consumer = "other"
		other := open(t, options)
		ctx, now := context.Background(), time.Now()
		say := func(k bot.Key, i int, words string) {
			require.NoError(t, s.Commit(ctx, turnOf(t, s, k, fmt.Sprint("e", i, words[:1]), words)))
		}
		for i := range 15 {
			say(key(1), i, "the same")
		}
		leaves(t, s, now, 15)
		for i := range 15 {
			say(key(1), 100+i, "the same")
		}
		leaves(t, other, now, 5) // equal ones, whichever process sends them
		say(key(2), 200, "the same")
		leaves(t, s, now, 1) // another number's are its own
		for i := range 90 {
			say(key(1), 300+i, fmt.Sprint("n", i))
		}
		leaves(t, s, now, 80) // and no more than a hundred in all
		safety := turnOf(t, s, key(1), "crisis", "call 999")
		safety.Say[0].Safety = true
		require.NoError(t, s.Commit(ctx, safety))
		leaves(t, s, now, 1) // a safety text is tried all the same
		later.Store(int64(59 * time.Minute))
		leaves(t, s, clock(), 0)
		later.Store(int64(61 * time.Minute))
		leaves(t, s, clock(), 20) // nothing is lost
	})
}
