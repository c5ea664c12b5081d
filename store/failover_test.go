package store_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// judging is an intake that is behind for as long as a test says.
type judging struct {
	behind, unsettled atomic.Bool
	again             atomic.Int64
}

func (j *judging) Again(tickets []bot.Ticket) { j.again.Add(int64(len(tickets))) }
func (j *judging) CaughtUp() bool             { return !j.behind.Load() }
func (j *judging) Settled() bool              { return !j.unsettled.Load() }

// process is one that shares a Redis, as far as the store is concerned.
type process struct {
	*store.Store
	journal   *store.Journal
	replica   *store.Replica
	failover  *store.Failover
	remembers atomic.Value // func(context.Context) error: what to write again after a failover
	intake    *judging
}

// begin starts a process of that name, with its journal in a folder.
func begin(t testing.TB, o store.Options, name, folder string) *process {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	keys, err := store.DeriveKeys(secret, nil)
	require.NoError(t, err)
	p := &process{Store: open(t, o), intake: &judging{}}
	p.journal, err = store.OpenJournal(folder, keys)
	require.NoError(t, err)
	p.replica, err = p.JoinReplicas(ctx, name)
	require.NoError(t, err)
	p.failover = store.NewFailover(p.Store, p.journal, p.intake, p.replica)
	p.failover.Anew = func(ctx context.Context) error { return p.anew(ctx) }
	require.NoError(t, p.failover.Begin(ctx))
	ended := make(chan error, 1)
	go func() { ended <- p.failover.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
		require.NoError(t, p.journal.Close())
	})
	return p
}

// anew is what the process remembers to write after a failover.
func (p *process) anew(ctx context.Context) error {
	if remembers, ok := p.remembers.Load().(func(context.Context) error); ok {
		return remembers(ctx)
	}
	return nil
}

// open lets the process send, as far as its own journal goes.
func (p *process) open(t testing.TB) {
	t.Helper()
	until(t, 20*time.Second, func() bool {
		return p.failover.Through() && p.replica.SetDrained(context.Background(), drained) == nil && p.replica.Gate()
	})
}

// became waits until the process has heard another Redis so many times.
func (p *process) became(t testing.TB, n int64) {
	t.Helper()
	require.Eventually(t, func() bool { return p.failover.Count() >= n }, 20*time.Second, 10*time.Millisecond)
}

func restart(server *storetest.Server, restore func()) {
	server.Kill()
	if restore != nil {
		restore()
	}
	server.Run()
}

func TestOnAnotherRedisNothingIsJudgedAndNothingSentBeforeItHasWhatItLost(t *testing.T) {
	ctx, server := context.Background(), storetest.Start(t)
	p := begin(t, store.Options{URL: server.URL()}, "one", t.TempDir())
	p.open(t)
	require.Zero(t, p.failover.Count(), "a first start is none")
	require.NoError(t, p.Commit(ctx, turnOf(t, p.Store, key(1), "e1", "one")))
	p.intake.behind.Store(true)
	restart(server, nil)

	until(t, 20*time.Second, func() bool {
		_, err := p.Thread(ctx, key(1))
		require.ErrorIs(t, err, bot.ErrUnavailable, "it answers, and is not known")
		return p.failover.Count() == 1
	})
	_, err := p.Thread(ctx, key(1))
	require.ErrorIs(t, err, bot.ErrNotYet, "the texts before come first")
	require.False(t, p.replica.Gate())
	entries := ready(t, p.Store, 1)
	got, err := p.Claim(ctx, time.Now(), entries)
	require.NoError(t, err)
	require.Equal(t, providers.Waiting, got[0].State, "whoever is past the gate is given no leave")

	p.intake.behind.Store(false)
	require.Eventually(t, func() bool { _, err := p.Thread(ctx, key(1)); return err == nil }, 20*time.Second, 10*time.Millisecond)
	p.open(t)
	require.Equal(t, providers.Claimed, claims(t, p.Store, 1)[0].State)
}

func TestWhatThisProcessHasSentIsNotSentAgainByARedisThatForgotIt(t *testing.T) {
	ctx, server := context.Background(), storetest.Start(t)
	p := begin(t, store.Options{URL: server.URL()}, "one", t.TempDir())
	p.open(t)
	for n, event := range []string{"sent", "unknown", "refused"} {
		require.NoError(t, p.Commit(ctx, turnOf(t, p.Store, key(n), event, event)))
	}
	restore := server.Copy() // all three wait
	for _, c := range claims(t, p.Store, 3) {
		settle(t, p.Store, c, map[string]providers.Result{
			"sent": {Verdict: providers.Accepted, ProviderID: "p1"}, "unknown": uncertain, "refused": putOff,
		}[c.Message.Text])
	}
	restart(server, restore)
	p.became(t, 1)
	p.open(t)

	states := map[string]providers.ClaimState{}
	for _, c := range claims(t, p.Store, 3) {
		states[c.Ref] = c.State
		if c.State == providers.Claimed {
			settle(t, p.Store, c, accepted)
		}
	}
	require.Equal(t, map[string]providers.ClaimState{
		bot.Ref("sent", "wenbridge", 0): providers.LeftBefore, bot.Ref("unknown", "wenbridge", 0): providers.Doubtful,
		bot.Ref("refused", "wenbridge", 0): providers.Claimed, // it certainly was not sent
	}, states)
	unknown, err := p.UnknownTexts(ctx)
	require.NoError(t, err)
	require.Len(t, unknown, 1, "it has its words still, and people decide")
	require.NoError(t, p.Resend(ctx, unknown[0].Ref))
	require.Equal(t, providers.Claimed, claims(t, p.Store, 1)[0].State, "and may")
}

// A process is gone for good, and Redis has failed over since it spoke: nobody
// knows what it has sent last.
func TestWhenAReplicaIsGivenUpAfterAFailoverWhatWaitsIsForPeople(t *testing.T) {
	ctx, server := context.Background(), storetest.Start(t)
	var ahead atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	p := begin(t, store.Options{URL: server.URL(), Now: now}, "one", t.TempDir())
	gone, err := p.JoinReplicas(ctx, "gone")
	require.NoError(t, err)
	until(t, 20*time.Second, func() bool {
		require.NoError(t, gone.SetDrained(ctx, drained))
		return p.failover.Through() && p.replica.SetDrained(ctx, drained) == nil && p.replica.Gate()
	})
	require.NoError(t, p.Commit(ctx, turnOf(t, p.Store, key(1), "e1", "before")))
	night := turnOf(t, p.Store, key(2), "e2", "in the morning")
	night.Say[0].NotBefore = time.Now().Add(time.Hour)
	require.NoError(t, p.Commit(ctx, night))
	restart(server, nil)
	p.became(t, 1)
	require.Never(t, p.replica.Gate, 600*time.Millisecond, 50*time.Millisecond, "the other has not been through it")

	require.NoError(t, open(t, store.Options{URL: server.URL()}).ReleaseReplica(ctx, "gone"))
	p.open(t)
	since := turnOf(t, p.Store, key(3), "e3", "since")
	since.Heard = &providers.Inbound{Text: "hello"}
	require.NoError(t, p.Commit(ctx, since))
	states := map[string]providers.ClaimState{}
	for _, c := range claims(t, p.Store, 3) {
		states[c.Ref] = c.State
	}
	require.Equal(t, map[string]providers.ClaimState{
		bot.Ref("e1", "wenbridge", 0): providers.Doubtful, bot.Ref("e2", "wenbridge", 0): providers.Waiting,
		bot.Ref("e3", "wenbridge", 0): providers.Claimed,
	}, states)
	ahead.Store(int64(2 * time.Hour))
	until(t, 20*time.Second, func() bool { // what was not to leave before then has not left
		entries, err := p.Ready(ctx, 10, 10*time.Millisecond)
		require.NoError(t, err)
		got, err := p.Claim(ctx, now(), entries)
		require.NoError(t, err)
		return len(got) == 1 && got[0].State == providers.Claimed
	})
}

// An event moves, and the Redis that heard of it is lost: the copy has the old day. No
// reminder of that leaves, as each process writes again how events are before it sends.
func TestWhatSaysTheOldDayOfAnEventLeavesNotFromARedisThatForgotTheMove(t *testing.T) {
	ctx, server := context.Background(), storetest.Start(t)
	p := begin(t, store.Options{URL: server.URL()}, "one", t.TempDir())
	p.open(t)
	stand := func(face string) error {
		return p.Stand(ctx, "wenbridge", "tea", face, time.Now().Add(time.Hour))
	}
	require.NoError(t, stand(friday))
	asks(t, p.Store, 1, bot.Outgoing{Event: "tea", Face: friday})
	restore := server.Copy()
	require.NoError(t, stand(saturday))
	p.remembers.Store(func(context.Context) error { return stand(saturday) })
	restart(server, restore)
	p.became(t, 1)
	p.open(t)
	require.Equal(t, map[providers.ClaimState]int{providers.Withheld: 1}, statesOf(t, p.Store, 1))
}
