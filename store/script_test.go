package store_test

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

var (
	accepted  = providers.Result{Verdict: providers.Accepted}
	uncertain = providers.Result{Verdict: providers.Uncertain}
	putOff    = providers.Result{Verdict: providers.Rejected, Class: providers.Throttled, RetryAfter: time.Millisecond}
)

// scene is one person with whom one script is tried. The store s sees to what
// comes before and after; the call may be made on another store, to the same
// Redis, that loses answers.
type scene struct {
	t       testing.TB
	s       *store.Store
	key     bot.Key
	name    string            // begins the names of its events
	entries []providers.Entry // read and not claimed
	held    []providers.Claim // claimed and not settled
	sent    []string          // what a provider took, in order
	first   providers.Claim   // whose result is recorded
	apart   int               // texts kept apart before
}

// event names the scene's n-th text in, ref the text that answered it.
func (c *scene) event(n int) string { return fmt.Sprint(c.name, " ", n) }
func (c *scene) ref(n int) string   { return bot.Ref(c.event(n), c.key.Org, 0) }

// say commits a turn that says one text.
func (c *scene) say(n int, text string) {
	c.t.Helper()
	require.NoError(c.t, c.s.Commit(context.Background(), turnOf(c.t, c.s, c.key, c.event(n), text)))
}

func (c *scene) read() { c.entries = ready(c.t, c.s, 1) }

func (c *scene) claim() providers.Claim {
	c.t.Helper()
	got := claims(c.t, c.s, 1)
	require.Equal(c.t, providers.Claimed, got[0].State)
	return got[0]
}

// try claims what was read, and keeps what may be sent.
func (c *scene) try(s *store.Store) error {
	got, err := s.Claim(context.Background(), time.Now(), c.entries)
	for _, claim := range got {
		if claim.State == providers.Claimed {
			c.held = append(c.held, claim)
		}
	}
	return err
}

// send hands a claim to the provider, and records that it took it.
func (c *scene) send(s *store.Store, claim providers.Claim) {
	c.sent = append(c.sent, claim.Message.Text)
	settle(c.t, s, claim, accepted)
}

func (c *scene) record(s *store.Store, claim providers.Claim, r providers.Result) error {
	return s.Settle(context.Background(), time.Now(), []providers.Settlement{{Claim: claim, Result: r}})
}

func (c *scene) report(s *store.Store, state providers.State, class providers.Class) error {
	return s.Report(context.Background(), noon, providers.Status{Ref: c.ref(0), Recipient: c.key.Address, State: state, Class: class})
}

func (c *scene) sweep(s *store.Store) error {
	_, err := s.Sweep(context.Background(), time.Now().Add(2*time.Minute), time.Minute, nil)
	return err
}

// finish sends whatever is left. Claims whose answer was lost become unknown.
func (c *scene) finish() {
	c.t.Helper()
	for _, claim := range c.held {
		c.send(c.s, claim)
	}
	require.NoError(c.t, c.sweep(c.s))
	sent, _ := dispatch(c.t, c.s)
	c.sent = append(c.sent, sent...)
}

// unknown is how many texts are listed for a person to settle. They are let go.
func (c *scene) unknown() int {
	c.t.Helper()
	list, err := c.s.UnknownTexts(context.Background())
	require.NoError(c.t, err)
	for _, u := range list {
		require.Equal(c.t, c.key.Address, u.To)
		require.NoError(c.t, c.s.Dismiss(context.Background(), u.Ref))
	}
	return len(list)
}

func (c *scene) thread() bot.Thread {
	c.t.Helper()
	thread, err := c.s.Thread(context.Background(), c.key)
	require.NoError(c.t, err)
	return thread
}

func (c *scene) ledger() int {
	c.t.Helper()
	entries, err := c.s.Ledger(context.Background(), c.key)
	require.NoError(c.t, err)
	return len(entries)
}

// Every case of every script, where nothing goes wrong on the way.
func TestEveryScriptRunOnceTwiceOrTooLateLeavesTheSame(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		n := 0
		for _, row := range scriptRows() {
			for _, kind := range []string{"ok", "repeat", "stale"} {
				if kind == "stale" && row.stale == nil {
					continue // it knows no version and no token
				}
				n++
				c := &scene{t: t, s: s, key: key(n), name: row.name + " " + kind}
				call := row.prepare(c)
				require.NoError(t, call(s), "%s, %s", row.name, kind)
				if kind == "repeat" {
					require.ErrorIs(t, call(s), row.again, row.name)
				}
				if kind == "stale" {
					row.stale(c)
				}
				c.finish()
				row.end(c, c.unknown())
				t.Logf("%s: %s: %s", path.Base(t.Name()), row.name, kind)
			}
		}
	})
}

// The server has run the script, and its answer is lost: once, so that the store
// asks again by itself; and each time, so that its caller does.
func TestAnAnswerThatIsLostIsAskedForAgainWithoutHarm(t *testing.T) {
	for rows := range slices.Chunk(scriptRows(), rowsTogether) {
		t.Run("from "+rows[0].name, func(t *testing.T) {
			t.Parallel()
			server := storetest.Start(t)
			s := open(t, store.Options{URL: server.URL()})
			proxy := storetest.StartProxy(t, server)
			lossy := open(t, store.Options{URL: proxy.URL()})
			n := 0
			for _, row := range rows {
				loseAnswers(t, "server behind a proxy", row, s, lossy, proxy, func() bot.Key { n++; return key(n) })
			}
		})
	}
}

// rowsTogether is how many rows share a server whose answers are lost. Most of the
// time is spent on waiting for an answer that does not come.
const rowsTogether = 20

// On a cluster one of three servers loses answers; the people are its own.
func TestAnAnswerThatOneServerOfAClusterLosesIsAskedForAgainWithoutHarm(t *testing.T) {
	all := slices.Concat(commitRows(), directRows(), claimRows(), resultRows(), reportRows(), handRows(), failoverRows())
	all = slices.DeleteFunc(all, func(row scriptRow) bool { return row.name == "later" }) // it is asked of all servers at once
	for rows := range slices.Chunk(all, rowsTogether) {
		t.Run("from "+rows[0].name, func(t *testing.T) {
			t.Parallel()
			url, proxy := storetest.ClusterBehindProxy(t)
			s := open(t, store.Options{URL: url})
			theirs := peopleOf(t, s, proxy)
			for _, row := range rows {
				loseAnswers(t, "cluster, one server behind a proxy", row, s, s, proxy, theirs)
			}
		})
	}
}

// peopleOf finds people who are kept by the server behind the proxy.
func peopleOf(t *testing.T, s *store.Store, proxy *storetest.Proxy) (next func() bot.Key) {
	n := 0
	return func() bot.Key {
		for {
			n++
			theirs := true
			for range 10 { // the client asks a server now and then how the cluster is, and a busy machine makes a call long
				before := proxy.Trips()
				_, err := s.Thread(context.Background(), key(n))
				require.NoError(t, err)
				theirs = theirs && proxy.Trips() > before
			}
			if theirs {
				return key(n)
			}
		}
	}
}

// loseAnswers runs one row with answers lost, on a store behind the proxy; s is
// to the same Redis, for what comes before and after.
func loseAnswers(t *testing.T, where string, row scriptRow, s, lossy *store.Store, proxy *storetest.Proxy, next func() bot.Key) {
	t.Helper()
	for _, kind := range []string{"one answer lost", "every answer lost"} {
		c := &scene{t: t, s: s, key: next(), name: row.name + " " + kind}
		call := row.prepare(c)
		lose := 1
		if kind == "every answer lost" {
			lose = 1000
		}
		proxy.Lose(lose, "evalsha", nil)
		err := call(lossy)
		require.Positive(t, proxy.Lost(), "%s: an answer was lost", row.name)
		proxy.Lose(0, "", nil)
		if lose == 1 {
			require.True(t, err == nil || errors.Is(err, bot.ErrDuplicate), "%s: %v", row.name, err)
		} else {
			if !row.quiet {
				require.ErrorIs(t, err, bot.ErrUnavailable, row.name)
			}
			require.ErrorIs(t, call(lossy), row.again, "%s: asked again by the caller", row.name)
		}
		c.finish()
		row.end(c, c.unknown())
		t.Logf("%s: %s: %s", where, row.name, kind)
	}
}
