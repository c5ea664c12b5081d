package store_test

import (
	"context"
	"strings"
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

// alone is a process that no other shares the server with, and whose gate is open.
func alone(t *testing.T, server *storetest.Server) *store.Replica {
	t.Helper()
	one, err := open(t, store.Options{URL: server.URL()}).JoinReplicas(context.Background(), "one")
	require.NoError(t, err)
	until(t, 10*time.Second, func() bool {
		require.NoError(t, one.SetDrained(context.Background(), drained))
		return one.Gate()
	})
	return one
}

func TestAProcessThatIsAloneLooksSeldomAndOnceMoreBeforeItSends(t *testing.T) {
	server := storetest.Start(t)
	one := alone(t, server)
	for range 5 { // each has looked less than a second ago, and sees that another has come
		other, err := open(t, store.Options{URL: server.URL()}).JoinReplicas(context.Background(), "other")
		require.NoError(t, err)
		<-one.Looked()
		until(t, 10*time.Second, func() bool { return !one.Gate() })
		require.NoError(t, other.SetDrained(context.Background(), drained))
		until(t, 10*time.Second, func() bool {
			require.NoError(t, one.SetDrained(context.Background(), drained))
			require.NoError(t, other.SetDrained(context.Background(), drained))
			return one.Gate()
		})
		require.NoError(t, other.Leave(context.Background()))
		until(t, 10*time.Second, one.Gate)
	}
}

// While a process that was alone looked once a second, Redis may have been away for
// so long that another, which had come meanwhile, took a STOP to its journal.
func TestWhatOneSaidThatCameToAProcessAloneIsAskedAgain(t *testing.T) {
	ctx := context.Background()
	server := storetest.Start(t)
	one := alone(t, server)
	other := comes(t, server, one)
	until(t, 5*time.Second, func() bool { return !one.Gate() }) // it has looked a quarter of a second ago at most
	require.Never(t, func() bool {
		require.NoError(t, one.SetDrained(ctx, drained))
		return one.Gate()
	}, time.Second, 10*time.Millisecond, "what the other has said answers no question that this one put after it came")
	until(t, 10*time.Second, func() bool {
		require.NoError(t, other.SetDrained(ctx, drained))
		require.NoError(t, one.SetDrained(ctx, drained))
		return one.Gate()
	})
}

// comes has another process come and say that it is drained, all between two looks of
// the one that is alone.
func comes(t *testing.T, server *storetest.Server, one *store.Replica) *store.Replica {
	t.Helper()
	ctx := context.Background()
	for range 10 {
		<-one.Looked()
		other, err := open(t, store.Options{URL: server.URL()}).JoinReplicas(ctx, "other")
		require.NoError(t, err)
		until(t, 10*time.Second, func() bool { return !strings.HasSuffix(other.Asked(), " 0") })
		require.NoError(t, other.SetDrained(ctx, drained))
		select {
		case <-one.Looked(): // too soon
			require.NoError(t, other.Leave(ctx))
			until(t, 10*time.Second, func() bool {
				require.NoError(t, one.SetDrained(ctx, drained))
				return one.Gate()
			})
		default:
			return other
		}
	}
	require.Fail(t, "this process looks too often")
	return nil
}
