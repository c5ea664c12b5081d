package store_test

import (
	"context"
	"regexp"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/webhooks"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// clock is a time that a test lets pass.
type clock struct{ ms atomic.Int64 }

func clockAt(at time.Time) *clock {
	c := &clock{}
	c.ms.Store(at.UnixMilli())
	return c
}

func (c *clock) now() time.Time       { return time.UnixMilli(c.ms.Load()) }
func (c *clock) pass(d time.Duration) { c.ms.Add(d.Milliseconds()) }

// second does what a process does once a second.
func second(t *testing.T, s *store.Store, c *clock) (wakes []bot.Wake, jobs []bot.Job) {
	t.Helper()
	c.pass(time.Second)
	ctx := context.Background()
	_, err := s.Ready(ctx, 100, look)
	require.NoError(t, err)
	wakes, err = s.Due(ctx, c.now(), 100)
	require.NoError(t, err)
	jobs, err = s.TakeJobs(ctx, c.now(), 100)
	require.NoError(t, err)
	_, err = s.News(ctx, 100)
	require.NoError(t, err)
	return wakes, jobs
}

var calls = regexp.MustCompile(`:calls=(\d+)`)

// commandsOf counts what a server was asked meanwhile.
func commandsOf(t *testing.T, server *storetest.Server, meanwhile func()) int {
	t.Helper()
	c := redis.NewClient(&redis.Options{Addr: server.Addr, DisableIdentity: true})
	defer c.Close()
	ctx := context.Background()
	require.NoError(t, c.ConfigResetStat(ctx).Err())
	meanwhile()
	stats, err := c.Info(ctx, "commandstats").Result()
	require.NoError(t, err)
	all := 0
	for _, found := range calls.FindAllStringSubmatch(stats, -1) {
		n, err := strconv.Atoi(found[1])
		require.NoError(t, err)
		all += n
	}
	return all
}

func TestAnIdleStoreAsksLittle(t *testing.T) {
	server := storetest.Start(t)
	c := clockAt(noon)
	s := open(t, store.Options{URL: server.URL(), Now: c.now})
	require.NoError(t, s.KeepEndpoints(context.Background(), webhooks.Endpoints{Org: "mill"}))
	require.NoError(t, s.LearnHooks(context.Background()))
	second(t, s, c)
	asked := commandsOf(t, server, func() {
		for range 60 {
			second(t, s, c)
		}
	})
	// Twelve rounds of the 64 partitions: what is due of three kinds, two streams of
	// the outbox to take over, and news; and each second the outbox, and the news of
	// broadcasts.
	require.LessOrEqual(t, asked, 12*64*6+60*2+10)
	t.Logf("%d commands in a minute", asked)
}

func TestWhatAProcessWritesIsFoundWhenItIsDue(t *testing.T) {
	t.Parallel()
	for name, options := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := clockAt(noon)
			o := options(t)
			o.Now = c.now
			foundWhenDue(t, open(t, o), c)
		})
	}
}

func foundWhenDue(t *testing.T, s *store.Store, c *clock) {
	t.Helper()
	ctx := context.Background()
	second(t, s, c)
	turn := turnOf(t, s, key(1), "e1", "Hello")
	turn.WakeAt = c.now().Add(1500 * time.Millisecond)
	require.NoError(t, s.Commit(ctx, turn))
	wakes, _ := second(t, s, c)
	require.Empty(t, wakes)
	wakes, _ = second(t, s, c)
	require.Len(t, wakes, 1)

	added, err := s.AddJob(ctx, bot.Job{ID: "j1", Org: "wenbridge", Made: c.now(), Until: c.now().Add(time.Hour)})
	require.NoError(t, err)
	require.True(t, added)
	_, jobs := second(t, s, c)
	require.Len(t, jobs, 1)
}

func TestWhatADeadProcessHasWrittenIsFoundSecondsLater(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(testing.TB) string{
		"server":  func(t testing.TB) string { return storetest.Start(t).URL() },
		"cluster": func(t testing.TB) string { return storetest.Cluster(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := clockAt(noon)
			o := store.Options{URL: start(t), Now: c.now}
			foundByAnother(t, open(t, o), open(t, o), c)
		})
	}
}

func foundByAnother(t *testing.T, s, dead *store.Store, c *clock) {
	t.Helper()
	ctx := context.Background()
	second(t, s, c) // and now another writes, and dies
	turn := turnOf(t, dead, key(1), "e1", "Hello")
	turn.WakeAt = c.now()
	require.NoError(t, dead.Commit(ctx, turn))
	far := turnOf(t, dead, key(2), "e2", "Hello")
	far.WakeAt = c.now().Add(8 * time.Second)
	require.NoError(t, dead.Commit(ctx, far))

	at := map[bot.Key]int{}
	for n := 1; n <= 8; n++ {
		wakes, _ := second(t, s, c)
		for _, w := range wakes {
			if at[w.Key] == 0 {
				at[w.Key] = n
			}
		}
	}
	require.Equal(t, 5, at[key(1)], "with the next round")
	require.Equal(t, 8, at[key(2)], "when it is due: the round before has found it")
}
