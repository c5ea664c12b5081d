package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// servers are the clients of the servers that a store's URL names.
func servers(t testing.TB, url string) []*redis.Client {
	t.Helper()
	_, addresses, _ := strings.Cut(url, "://")
	var out []*redis.Client
	for address := range strings.SplitSeq(addresses, ",") {
		c := redis.NewClient(&redis.Options{Addr: address})
		t.Cleanup(func() { c.Close() })
		out = append(out, c)
	}
	return out
}

// fill leaves servers no memory for anything that may be refused.
func fill(t testing.TB, full ...*redis.Client) {
	t.Helper()
	for _, c := range full {
		require.NoError(t, c.ConfigSet(context.Background(), "maxmemory", "1").Err())
		require.ErrorContains(t, c.Eval(context.Background(), "#!lua\nreturn 1", nil).Err(), "OOM")
	}
}

// empty gives them memory again.
func empty(t testing.TB, full ...*redis.Client) {
	t.Helper()
	for _, c := range full {
		require.NoError(t, c.ConfigSet(context.Background(), "maxmemory", "0").Err())
	}
}

// onServers runs a test on a real server and on a real cluster.
func onServers(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("server", func(t *testing.T) {
		t.Parallel()
		test(t, storetest.Start(t).URL())
	})
	t.Run("cluster", func(t *testing.T) {
		t.Parallel()
		test(t, storetest.Cluster(t))
	})
}

func safetyTurn(t testing.TB, s *store.Store, k bot.Key, event string) bot.Turn {
	turn := turnOf(t, s, k, event, "call 999")
	turn.Say[0].Safety = true
	return turn
}

func TestWithoutMemoryStopAndWhatIsUnderWayGoThroughAndNothingElseIsWritten(t *testing.T) {
	onServers(t, func(t *testing.T, url string) {
		ctx, s, full := context.Background(), open(t, store.Options{URL: url}), servers(t, url)
		for n := range 5 {
			require.NoError(t, s.Commit(ctx, firstTurn(t, s, n)))
		}
		lost := &scene{t: t, s: s, key: key(5), name: "lost"}
		lost.say(0, "again")
		for _, c := range claims(t, s, 6) {
			if c.Ref == lost.ref(0) {
				settle(t, s, c, uncertain)
				continue
			}
			settle(t, s, c, putOff)
		}
		_, err := publish(s, "mill", 0, 0)
		require.NoError(t, err)
		fill(t, full...)

		more := turnOf(t, s, key(0), "more", "more")
		require.ErrorIs(t, s.Commit(ctx, more), bot.ErrFull)
		require.ErrorIs(t, s.Quarantine(ctx, inbound(key(6))), bot.ErrFull)
		_, err = publish(s, "mill", 1, 1)
		require.ErrorIs(t, err, bot.ErrUnavailable)
		thread, err := s.Thread(ctx, key(0))
		require.NoError(t, err)
		require.Equal(t, more.Version, thread.Version, "nothing of it was written")
		requireHead(t, s, "mill", 1, 0)
		retired, err := s.Retire(ctx, "mill", "nobody has it", 1)
		require.NoError(t, err, "what frees memory is let through")
		require.True(t, retired)
		t.Log("a commit, a text apart and a version: refused")

		require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(1), "stop")))
		require.NoError(t, s.Commit(ctx, safetyTurn(t, s, key(2), "safety")))
		forget := stopTurn(t, s, key(3), "forget")
		forget.Forget = true
		require.NoError(t, s.Commit(ctx, forget))
		require.NoError(t, s.Resend(ctx, lost.ref(0)))
		start := turnOf(t, s, key(1), "start", "welcome back")
		start.Stop = new(bool)
		require.NoError(t, s.Commit(ctx, start), "whoever takes a STOP back is heard too")
		require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(1), "stop again")))
		t.Log("commits of STOP, of START, of a safety text and of FORGET, and a resend: done")
		optOut := providers.Status{Ref: bot.Ref("e4", "wenbridge", 0), Recipient: key(4).Address, State: providers.Failed, Class: providers.OptedOut}
		require.NoError(t, s.Report(ctx, noon, optOut))
		sent, others := dispatch(t, s)
		require.ElementsMatch(t, []string{"text 0", "text 2", "call 999", "goodbye", "goodbye", "goodbye", "again"}, sent)
		require.Positive(t, others[providers.Withheld])
		t.Log("reports, claims, results, and texts whose time has come: done")
		for n, stopped := range []bool{false, true, false, true, true} {
			thread, err := s.Thread(ctx, key(n))
			require.NoError(t, err)
			require.Equal(t, stopped, thread.Stopped, "person %d", n)
		}

		empty(t, full...)
		require.NoError(t, s.Commit(ctx, more), "the same turn, once there is memory")
		sent, _ = dispatch(t, s)
		require.Equal(t, []string{"more"}, sent)
	})
}

// firstTurn is the first text to one of several people.
func firstTurn(t testing.TB, s *store.Store, n int) bot.Turn {
	return turnOf(t, s, key(n), fmt.Sprint("e", n), fmt.Sprint("text ", n))
}

func TestAFullServerOfAClusterRefusesItsOwnPeopleOnly(t *testing.T) {
	ctx, url := context.Background(), storetest.Cluster(t)
	s, all := open(t, store.Options{URL: url}), servers(t, url)
	fill(t, all[0])
	served, away := 0, 0
	for n := range 30 {
		switch err := s.Commit(ctx, firstTurn(t, s, n)); {
		case err == nil:
			served++
		default:
			require.ErrorIs(t, err, bot.ErrUnavailable)
			require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(n), fmt.Sprint("stop", n))), "their STOP is heard")
			away++
		}
	}
	require.Positive(t, served)
	require.Positive(t, away)
	sent, _ := dispatch(t, s)
	require.Len(t, sent, served+away)
	t.Logf("one of three servers is full: %d people served, %d heard for STOP alone", served, away)
}

// A deploy or a crash comes at the worst moment too: STOP must be heard then.
func TestAProcessThatStartsWithoutMemoryHearsStop(t *testing.T) {
	onServers(t, func(t *testing.T, url string) {
		ctx, before := context.Background(), open(t, store.Options{URL: url})
		require.NoError(t, before.Commit(ctx, firstTurn(t, before, 1)))
		fill(t, servers(t, url)...)
		s := open(t, store.Options{URL: url})
		require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(1), "stop")))
		sent, _ := dispatch(t, s)
		require.Equal(t, []string{"goodbye"}, sent)
	})
}

// Without memory nothing of a new installation could be written down, and half
// of it must not be.
func TestAFirstStartOnARedisWithoutMemoryIsRefusedAndLeavesNothing(t *testing.T) {
	onServers(t, func(t *testing.T, url string) {
		ctx, all := context.Background(), servers(t, url)
		fill(t, all...)
		keys, err := store.DeriveKeys(secret, nil)
		require.NoError(t, err)
		_, err = store.Open(ctx, store.Options{URL: url, Keys: keys})
		require.EqualError(t, err, "this Redis is new and has no memory left: raise its maxmemory, or use another one")
		for _, c := range all {
			n, err := c.DBSize(ctx).Result()
			require.NoError(t, err)
			require.Zero(t, n)
		}
		empty(t, all...)
		require.NoError(t, open(t, store.Options{URL: url}).Ping(ctx), "once there is memory it starts")
	})
}

// A STOP may wait in a journal behind a text that Redis has no memory for: who
// else sends must be told.
func TestWithoutMemoryTheOthersAreToldThatAJournalFills(t *testing.T) {
	onServers(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), open(t, store.Options{URL: url})
		one, err := s.JoinReplicas(ctx, "one")
		require.NoError(t, err)
		other, err := s.JoinReplicas(ctx, "other")
		require.NoError(t, err)
		opens := func() bool { // each says it once a second
			require.NoError(t, one.SetDrained(ctx, drained))
			require.NoError(t, other.SetDrained(ctx, drained))
			return other.Gate()
		}
		until(t, 10*time.Second, opens)
		fill(t, servers(t, url)...)
		require.NoError(t, one.SetDrained(ctx, filling))
		require.Eventually(t, func() bool { return !other.Gate() }, 10*time.Second, 10*time.Millisecond)
		until(t, 10*time.Second, opens) // and texts of STOP and of safety leave
		_, err = s.JoinReplicas(ctx, "new")
		require.NoError(t, err, "one that starts now")
		require.NoError(t, one.Leave(ctx))
		require.NoError(t, other.Leave(ctx))
	})
}
