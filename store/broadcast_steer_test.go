package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// dying is the outbox of a process that dies before it can steer.
var errGone = errors.New("the process is gone")

type dying struct{ broadcast.Outbox }

func (dying) Steer(context.Context, broadcast.Broadcast) error { return errGone }

// underWay sends a broadcast whose texts are in the outbox.
func (h *hall) underWay(from, n int) broadcast.Broadcast {
	h.t.Helper()
	h.members(from, n)
	return h.underWayNow(n)
}

// underWayNow sends a broadcast to the members that there are.
func (h *hall) underWayNow(n int) broadcast.Broadcast {
	h.t.Helper()
	b, err := h.desk.Send(context.Background(), as("Ada"), h.write().ID, time.Time{}, false)
	require.NoError(h.t, err)
	h.steps(3)
	_, counts := h.read(b)
	require.Equal(h.t, n, counts.Queued)
	return b
}

func TestWhatAProcessCancelledBeforeItDiedIsHeldByTheNextOne(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		h := newHall(t, s)
		b := h.underWay(900, 6)
		h.desk.Outbox = dying{s}
		_, err := h.desk.Cancel(context.Background(), as("Ada"), b.ID)
		require.ErrorIs(t, err, errGone)
		under, err := s.UnderWay(context.Background())
		require.NoError(t, err)
		require.Len(t, under, 1, "it is not forgotten, though it is over")
		require.NoError(t, h.sender.Tell(context.Background()))
		sent, others := dispatch(t, s)
		require.Empty(t, sent)
		require.Equal(t, 6, others[providers.Withheld])
		under, err = s.UnderWay(context.Background())
		require.NoError(t, err)
		require.Empty(t, under)
	})
}

func TestOfTwoActsTheOneThatWasKeptLastHoldsWhicheverSteersLast(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), newHall(t, s)
		b := h.underWay(920, 4)
		late, err := h.desk.Pause(ctx, as("Ada"), b.ID)
		require.NoError(t, err)
		_, err = h.desk.Resume(ctx, as("Ada"), b.ID)
		require.NoError(t, err)
		require.NoError(t, s.Steer(ctx, late), "of the pause, which comes late")
		sent, _ := dispatch(t, s)
		require.Len(t, sent, 4)
	})
}

// Whoever is quickest, what is kept and what holds are the same in the end.
func TestPausesAndResumesAtTheSameMomentEndAsIsKept(t *testing.T) {
	s := open(t, store.Options{URL: storetest.Start(t).URL()})
	ctx, h := context.Background(), newHall(t, s)
	b := h.underWay(940, 8)
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			act := h.desk.Pause
			if n%2 == 0 {
				act = h.desk.Resume
			}
			_, err := act(ctx, as("Ada"), b.ID)
			var state *broadcast.StateError
			if err != nil && !errors.Is(err, broadcast.ErrMoved) && !errors.As(err, &state) && !errors.Is(err, bot.ErrUnavailable) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	until(t, time.Minute, func() bool { return h.sender.Tell(ctx) == nil })
	b, _ = h.read(b)
	require.Contains(t, []broadcast.State{broadcast.Paused, broadcast.Sending}, b.State)
	if b.State == broadcast.Sending {
		sent, _ := dispatch(t, s)
		require.Len(t, sent, 8)
		return
	}
	for _, c := range claims(t, s, 0) {
		require.NotEqual(t, providers.Claimed, c.State, "it is paused")
	}
}

func TestAFormThatIsSentTwiceMakesOneBroadcast(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), newHall(t, s)
		said := broadcast.Broadcast{Words: map[string]string{"en": "News."}, Audience: broadcast.Audience{Groups: []string{"allotment"}}}
		ids := make(chan string, 4)
		var all sync.WaitGroup
		for range cap(ids) {
			all.Go(func() {
				b, err := h.desk.Write(ctx, as("Ada"), said, "form 1")
				if err != nil {
					t.Error(err)
				}
				ids <- b.ID
			})
		}
		all.Wait()
		first := <-ids
		for range cap(ids) - 1 {
			require.Equal(t, first, <-ids)
		}
		found, err := s.Broadcasts(ctx, "wenbridge")
		require.NoError(t, err)
		require.Len(t, found, 1)

		said.Words = map[string]string{"en": "Other news."}
		var key *broadcast.KeyError
		_, err = h.desk.Write(ctx, as("Ada"), said, "form 1")
		require.ErrorAs(t, err, &key)
		require.Equal(t, first, key.ID)
		other, err := h.desk.Write(ctx, as("Sam"), said, "form 1")
		require.NoError(t, err, "another person's key is another key")
		require.NotEqual(t, first, other.ID)
	})
}
