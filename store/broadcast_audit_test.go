package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

func TestWhatIsDoneToABroadcastIsNotedAndWhatIsRefusedIsNot(t *testing.T) {
	s := open(t, store.Options{URL: storetest.Start(t).URL()})
	ctx, h := context.Background(), newHall(t, s)
	b := h.write()
	_, err := h.desk.Send(ctx, as("Ada"), b.ID, time.Time{}, false)
	require.ErrorIs(t, err, broadcast.ErrNobody)
	require.Equal(t, []string{"Ada wrote a broadcast"}, h.notes.said)
	h.members(960, 1)
	_, err = h.desk.Send(ctx, as("Eve"), b.ID, time.Time{}, false)
	require.NoError(t, err)
	h.steps(3)
	_, err = h.desk.Pause(ctx, as("Bo"), b.ID)
	require.NoError(t, err)
	_, err = h.desk.Cancel(ctx, as("Cy"), b.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"Ada wrote a broadcast", "Eve sent a broadcast", "Bo paused a broadcast", "Cy cancelled a broadcast"}, h.notes.said)
}

func TestNothingIsDoneThatCannotBeNoted(t *testing.T) {
	s := open(t, store.Options{URL: storetest.Start(t).URL()})
	ctx, h := context.Background(), newHall(t, s)
	h.members(970, 1)
	b := h.write()
	h.notes.away = context.DeadlineExceeded
	_, err := h.desk.Send(ctx, as("Ada"), b.ID, time.Time{}, false)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	b, _ = h.read(b)
	require.Equal(t, broadcast.Draft, b.State)
}

func TestTheSecondPersonHasNeitherWrittenNorAskedToSend(t *testing.T) {
	s := open(t, store.Options{URL: storetest.Start(t).URL()})
	ctx, h := context.Background(), newHall(t, s)
	h.members(1000, broadcast.ApproveOver+1)
	b := h.write()
	b, err := h.desk.Send(ctx, as("Eve"), b.ID, time.Time{}, false)
	require.NoError(t, err)
	require.Equal(t, broadcast.Waiting, b.State)
	for _, who := range []string{"Ada", "Eve", ""} {
		_, err = h.desk.Approve(ctx, as(who), b.ID)
		require.ErrorIs(t, err, broadcast.ErrYourOwn, who)
	}
	b, err = h.desk.Approve(ctx, as("Sam"), b.ID)
	require.NoError(t, err)
	require.Equal(t, broadcast.Scheduled, b.State)
	require.Equal(t, "Sam", b.Approved)
}
