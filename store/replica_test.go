package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

func drained() bool { return true }
func filling() bool { return false }

// twoReplicas are two processes that share a server, both drained, so that the
// gates are open.
func twoReplicas(t *testing.T) (server *storetest.Server, one, other *store.Replica) {
	t.Helper()
	ctx := context.Background()
	server = storetest.Start(t)
	var err error
	one, err = open(t, store.Options{URL: server.URL()}).JoinReplicas(ctx, "one")
	require.NoError(t, err)
	other, err = open(t, store.Options{URL: server.URL()}).JoinReplicas(ctx, "other")
	require.NoError(t, err)
	until(t, 10*time.Second, func() bool {
		require.NoError(t, one.SetDrained(ctx, drained))
		require.NoError(t, other.SetDrained(ctx, drained))
		return one.Gate() && other.Gate()
	})
	return server, one, other
}

// What a process says while Redis is frozen is on its way until Redis goes on. A
// STOP may have come to it meanwhile, which it has answered from its journal.
func TestWhatAReplicaSaidBeforeRedisCameBackDoesNotCount(t *testing.T) {
	ctx := context.Background()
	server, one, other := twoReplicas(t)
	server.Freeze()
	require.ErrorIs(t, one.SetDrained(ctx, drained), bot.ErrUnavailable)
	until(t, 10*time.Second, func() bool { return !other.Gate() })
	server.Thaw()
	require.Never(t, func() bool {
		_ = other.SetDrained(ctx, drained) // Redis may need a moment more
		return other.Gate()
	}, 2*time.Second, 20*time.Millisecond, "nobody knows what the other's journal holds by now")
	until(t, 10*time.Second, func() bool {
		require.NoError(t, one.SetDrained(ctx, drained))
		require.NoError(t, other.SetDrained(ctx, drained))
		return other.Gate()
	})
}

// What is looked at in the journal is looked at after the question, so that an
// answer is never older than what it answers.
func TestAnAnswerDoesNotCountForAQuestionThatCameWhileItWasMade(t *testing.T) {
	ctx := context.Background()
	server, one, other := twoReplicas(t)
	asked := one.Asked()
	require.NoError(t, one.SetDrained(ctx, func() bool {
		server.Freeze()
		until(t, 10*time.Second, func() bool { return !other.Gate() })
		server.Thaw()
		until(t, 10*time.Second, func() bool { return one.Asked() != asked })
		return true // as it was before all this
	}))
	require.Never(t, func() bool {
		_ = other.SetDrained(ctx, drained)
		return other.Gate()
	}, time.Second, 20*time.Millisecond)
}

func TestAReplicaThatLeavesWithTextsThatRedisHasNotSeenStaysOnTheList(t *testing.T) {
	ctx := context.Background()
	server, one, other := twoReplicas(t)
	server.Freeze()
	require.ErrorIs(t, one.SetDrained(ctx, filling), bot.ErrUnavailable)
	server.Thaw()
	until(t, 10*time.Second, func() bool { return one.Leave(ctx) == nil })
	require.Never(t, func() bool {
		_ = other.SetDrained(ctx, drained)
		return other.Gate()
	}, time.Second, 20*time.Millisecond, "it must come back")
	require.NoError(t, open(t, store.Options{URL: server.URL()}).ReleaseReplica(ctx, "one"))
	until(t, 10*time.Second, func() bool {
		require.NoError(t, other.SetDrained(ctx, drained))
		return other.Gate()
	})
}

func TestAReplicaThatLeavesDrainedIsNotWaitedFor(t *testing.T) {
	ctx := context.Background()
	_, one, other := twoReplicas(t)
	require.NoError(t, one.Leave(ctx))
	require.Never(t, func() bool { return !other.Gate() }, 600*time.Millisecond, 20*time.Millisecond)
}
