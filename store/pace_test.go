package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/store"
)

// Two processes ask for turns at once: each turn is given once, and they lie as far
// apart as the texts take.
func TestProcessesShareTheTurnsOfAnOriginator(t *testing.T) {
	onServers(t, func(t *testing.T, url string) {
		const takes, asks = 10 * time.Second, 20
		both := []*store.Store{open(t, store.Options{URL: url}), open(t, store.Options{URL: url, Consumer: "other"})}
		var mu sync.Mutex
		turns := map[time.Duration]int{} // how far off, in whole texts
		var all sync.WaitGroup
		for i := range 2 * asks {
			all.Go(func() {
				wait, taken, err := both[i%2].Turn(context.Background(), "+447700900999", takes, time.Hour)
				if err != nil || !taken {
					t.Error(taken, err)
				}
				mu.Lock()
				defer mu.Unlock()
				turns[(wait+takes/2)/takes]++
			})
		}
		all.Wait()
		require.Len(t, turns, 2*asks, "no turn is given twice, and none is left out")
		wait, taken, err := both[0].Turn(context.Background(), "+447700900999", takes, time.Second)
		require.NoError(t, err)
		require.False(t, taken)
		require.Greater(t, wait, 5*time.Minute)
		_, taken, err = both[1].Turn(context.Background(), "+447700900998", takes, time.Second)
		require.NoError(t, err)
		require.True(t, taken, "another originator has its own")
	})
}
