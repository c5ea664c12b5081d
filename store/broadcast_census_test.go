package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// reader counts how many threads are read.
type reader struct {
	broadcast.People
	read int
}

func (r *reader) Threads(ctx context.Context, org string, groups []string, partition int, visit func([]bot.Thread) error) error {
	return r.People.Threads(ctx, org, groups, partition, func(threads []bot.Thread) error {
		r.read += len(threads)
		return visit(threads)
	})
}

func TestAPageThatIsLookedAtOftenDoesNotReadTheWholeAudience(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), newHall(t, s)
		h.members(1200, 120)
		read := &reader{People: s}
		h.desk.People = read
		h.desk.Book().Orgs["wenbridge"].Languages = []string{"en"}
		b := h.write()
		first, err := h.desk.Glance(ctx, b, false)
		require.NoError(t, err)
		require.Equal(t, 120, read.read)
		read.read = 0
		h.members(1400, 1)
		second, err := h.desk.Glance(ctx, b, false)
		require.NoError(t, err)
		require.Equal(t, first.Census, second.Census, "as it was counted")
		require.Len(t, second.Samples["en"], 3)
		require.Less(t, read.read, 30)

		anew, err := h.desk.Glance(ctx, b, true)
		require.NoError(t, err)
		require.Equal(t, 121, anew.People, "when it is asked for")
		h.members(1410, 1)
		h.now = h.now.Add(6 * time.Minute)
		anew, err = h.desk.Glance(ctx, b, false)
		require.NoError(t, err)
		require.Equal(t, 122, anew.People, "and after some minutes")
	})
}

func TestABroadcastThatHasBecomeOneForManyIsApprovedAfterAll(t *testing.T) {
	s := open(t, store.Options{URL: storetest.Start(t).URL()})
	ctx, h := context.Background(), newHall(t, s)
	h.members(1500, broadcast.ApproveOver)
	b, err := h.desk.Send(ctx, as("Ada"), h.write().ID, time.Time{}, false)
	require.NoError(t, err)
	require.Equal(t, broadcast.Scheduled, b.State)
	h.members(1700, 1)
	h.steps(3)
	b, counts := h.read(b)
	require.Equal(t, broadcast.Waiting, b.State)
	require.Zero(t, counts.Queued)
	_, err = h.desk.Approve(ctx, as("Sam"), b.ID)
	require.NoError(t, err)
	h.steps(4)
	b, counts = h.read(b)
	require.Equal(t, broadcast.Holding, b.State)
	require.Equal(t, broadcast.FirstFew, counts.Queued)
}
