package webhooks_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/webhooks"
)

// One organisation's program takes each call and never answers, and very much waits
// for it: another's hears what happens as ever, and the hanging one is called no more
// than its share at once.
func TestAnAddressThatHangsDelaysNobodyElse(t *testing.T) {
	c := newTown(t)
	var under, most atomic.Int64
	held := make(chan struct{})
	release := sync.OnceFunc(func() { close(held) })
	hanging := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		now := under.Add(1)
		defer under.Add(-1)
		for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
		}
		<-held
	}))
	t.Cleanup(hanging.Close)
	t.Cleanup(release)
	_, _, err := c.desk.Add(ctx, mill, hanging.URL, []webhooks.Kind{webhooks.PersonJoined})
	require.NoError(t, err)
	c.add(harbour, webhooks.PersonJoined)
	for n := range 100 {
		c.turnOf(n, "mill", func(t *bot.Turn) { t.Joined = []string{"choir"} })
	}

	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- c.courier.Run(running) }()
	require.Eventually(t, func() bool { return under.Load() > 0 }, 5*time.Second, 10*time.Millisecond)
	c.turn("harbour", func(t *bot.Turn) { t.Joined = []string{"choir"} })
	require.Eventually(t, func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return len(c.heard) == 1
	}, 5*time.Second, 10*time.Millisecond, "the harbour waits for nobody")
	require.LessOrEqual(t, most.Load(), int64(8))
	stop()
	release()
	require.NoError(t, <-ended)
}
