package webhooks_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/webhooks"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// gone is a town, and one on the same Redis whose key the first does not have.
func gone(t *testing.T) (c, other *town) {
	server, lost := storetest.Start(t), keysOf(t)
	lost.OldWrapping, lost.Wrapping = [][32]byte{lost.Wrapping}, [32]byte{1}
	c = townOn(t, storeWith(t, store.Options{URL: server.URL(), Keys: keysOf(t)}))
	other = townOn(t, storeWith(t, store.Options{URL: server.URL(), Keys: lost}))
	other.courier.Queue = idle{other.store}
	return c, other
}

// idle hands nothing over.
type idle struct{ *store.Store }

func (idle) DueDeliveries(context.Context, time.Time) ([]string, error) { return nil, nil }

func apart(t *testing.T, c *town) int {
	t.Helper()
	g, err := c.store.Gauges(ctx, c.now)
	require.NoError(t, err)
	return g.UnopenedNews
}

// What was sealed with a key that is gone is set aside and counted, and what came
// after it is told. Once the key is there again it is told too.
func TestWhatCannotBeOpenedIsSetAsideUntilTheKeyIsBack(t *testing.T) {
	c, other := gone(t)
	c.add(mill, webhooks.PersonJoined)
	c.add(harbour, webhooks.PersonJoined)
	require.NoError(t, other.store.LearnHooks(ctx))
	var log bytes.Buffer
	c.courier.Log = slog.New(slog.NewTextHandler(&log, nil))

	other.turnOf(1, "mill", func(t *bot.Turn) { t.Joined = []string{"queued"} })
	other.step() // it is in the queue now
	other.turnOf(2, "mill", func(t *bot.Turn) { t.Joined = []string{"written"} })
	c.now = c.now.Add(2 * time.Minute)
	c.turnOf(3, "mill", func(t *bot.Turn) { t.Joined = []string{"after"} })
	c.turnOf(3, "harbour", func(t *bot.Turn) { t.Joined = []string{"theirs"} })
	got := c.step()
	require.Len(t, got, 2, "both organisations hear of what can be opened")
	require.Contains(t, got[0].body+got[1].body, "after")
	require.Contains(t, got[0].body+got[1].body, "theirs")
	require.Equal(t, 2, apart(t, c))
	require.Equal(t, 2, strings.Count(log.String(), "cannot be opened"))
	require.NotContains(t, log.String(), "queued")
	c.now = c.now.Add(time.Hour)
	require.Empty(t, c.step())
	require.Equal(t, 2, strings.Count(log.String(), "cannot be opened"), "once each")

	other.courier.Queue = other.store
	other.now = c.now
	_, err := other.store.OpenAgain(ctx)
	require.NoError(t, err)
	require.Zero(t, apart(t, c))
	require.NoError(t, other.courier.Step(ctx))
	c.mu.Lock()
	defer c.mu.Unlock()
	require.Len(t, c.heard, 2)
	require.Contains(t, c.heard[0].body+c.heard[1].body, "queued")
	require.Contains(t, c.heard[0].body+c.heard[1].body, "written")
}

// The webhooks of one organisation cannot be opened: what is for it is kept, and the
// others are told what is theirs.
func TestWebhooksThatCannotBeOpenedStopNobodyElse(t *testing.T) {
	c, other := gone(t)
	other.add(mill, webhooks.PersonJoined)
	c.add(harbour, webhooks.PersonJoined)
	c.turnOf(1, "mill", func(t *bot.Turn) { t.Joined = []string{"choir"} })
	c.turnOf(2, "harbour", func(t *bot.Turn) { t.Joined = []string{"theirs"} })
	got := c.step()
	require.Len(t, got, 1)
	require.Contains(t, got[0].body, "theirs")
	require.Equal(t, 1, apart(t, c))

	other.courier.Queue = other.store
	again, err := other.store.OpenAgain(ctx)
	require.NoError(t, err)
	require.Equal(t, 1, again)
	require.NoError(t, other.courier.Step(ctx))
	other.mu.Lock()
	defer other.mu.Unlock()
	require.Len(t, other.heard, 1)
	require.Contains(t, other.heard[0].body, "choir")
}
