package providers

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// directly runs a dispatcher and lets the body hand it claims.
func directly(t *testing.T, c DispatcherConfig, body func(d *Dispatcher, stop func())) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c.Now = time.Now
		c.Outbox.(*memoryOutbox).added = make(chan struct{}, 1)
		d := NewDispatcher(c)
		require.False(t, d.Reserve(""), "it does not run yet")
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- d.Run(ctx) }()
		synctest.Wait()
		body(d, cancel)
		cancel()
		require.NoError(t, <-ended)
		require.False(t, d.Reserve(""), "it has ended")
	})
}

// claimed is a reply as the turn that says it claims it.
func (o *memoryOutbox) claimed(m Message) Claim {
	o.mu.Lock()
	defer o.mu.Unlock()
	e := Entry{Priority: Reply, Ref: m.Ref}
	o.texts[m.Ref] = &memoryText{message: m, entry: e, state: Sending, token: "of " + m.Ref, claimed: time.Now(), attempt: 1}
	return Claim{Entry: e, State: Claimed, Token: "of " + m.Ref, Message: m, Attempt: 1}
}

func TestAReplyThatComesWithItsClaimIsSentAndSettled(t *testing.T) {
	outbox, w := newMemoryOutbox(), &wire{}
	directly(t, DispatcherConfig{Outbox: outbox, Provider: w}, func(d *Dispatcher, _ func()) {
		require.True(t, d.Reserve(""))
		d.Send(outbox.claimed(text("one", 1)))
		synctest.Wait()
		require.Equal(t, [][]Message{{text("one", 1)}}, w.calls())
		require.Equal(t, Sent, outbox.state("one"))
		require.Zero(t, outbox.claims, "the outbox is not asked")
	})
}

func TestNoRoomIsKeptWhileNothingMayLeave(t *testing.T) {
	outbox, w := newMemoryOutbox(), &wire{send: func(_ context.Context, b []Message) ([]Result, error) { return rejected(b, Auth) }}
	var open atomic.Bool
	directly(t, DispatcherConfig{Outbox: outbox, Provider: w, Gate: open.Load}, func(d *Dispatcher, _ func()) {
		require.False(t, d.Reserve(""), "the gate is shut")
		open.Store(true)
		require.True(t, d.Reserve(""))
		d.Send(outbox.claimed(text("one", 1)))
		synctest.Wait()
		require.Equal(t, Queued, outbox.state("one"), "put back")
		require.False(t, d.Reserve(""), "the provider is paused")
	})
}

func TestRoomIsKeptForAsManyAsTheSendersCanTake(t *testing.T) {
	outbox := newMemoryOutbox()
	var gone chan struct{} // made where its time is
	w := &wire{send: func(_ context.Context, b []Message) ([]Result, error) { <-gone; return accepted(b) }}
	directly(t, DispatcherConfig{Outbox: outbox, Provider: w, Senders: 2}, func(d *Dispatcher, _ func()) {
		gone = make(chan struct{})
		for range 4 {
			require.True(t, d.Reserve(""))
		}
		require.False(t, d.Reserve(""))
		d.Release()
		require.True(t, d.Reserve(""), "what is given back can be kept again")
		for i := range 4 {
			d.Send(outbox.claimed(text(string(rune('a'+i)), i)))
		}
		synctest.Wait()
		require.Len(t, w.calls(), 2)
		require.False(t, d.Reserve(""), "two are under way, and two wait")
		close(gone)
		synctest.Wait()
		require.Equal(t, 4, outbox.count(Sent))
		require.True(t, d.Reserve(""))
		d.Release()
	})
}

func TestAStopOfAPersonHoldsAReplyThatCameWithItsClaim(t *testing.T) {
	outbox, w := newMemoryOutbox(), &wire{}
	held := func(a Address) bool { return a.Value == "+447700900007" }
	directly(t, DispatcherConfig{Outbox: outbox, Provider: w, Held: held}, func(d *Dispatcher, _ func()) {
		require.True(t, d.Reserve(""))
		d.Send(outbox.claimed(text("held", 7)))
		synctest.Wait()
		require.Empty(t, w.calls())
		require.Equal(t, Queued, outbox.state("held"))
	})
}

func TestAStopWaitsForTheTurnsThatHaveRoom(t *testing.T) {
	outbox, w := newMemoryOutbox(), &wire{}
	directly(t, DispatcherConfig{Outbox: outbox, Provider: w}, func(d *Dispatcher, stop func()) {
		require.True(t, d.Reserve(""))
		require.True(t, d.Reserve(""))
		stop()
		time.Sleep(longestWait + readWait)
		require.False(t, d.Reserve(""), "it is stopping")
		d.Send(outbox.claimed(text("late", 1)))
		d.Release()
		synctest.Wait()
		require.Contains(t, []State{Sent, Queued}, outbox.state("late"), "sent, or put back: not lost with the process")
	})
}
