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

func TestABroadcastsBillCountsWhatOthersHaveCostThisMonth(t *testing.T) {
	s := open(t, store.Options{URL: storetest.Start(t).URL()})
	ctx, h := context.Background(), newHall(t, s)
	h.now = time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)
	h.members(1100, 4)
	bill, err := h.desk.Bill(ctx, broadcast.Broadcast{Org: "wenbridge"}, broadcast.Census{Parts: 10})
	require.NoError(t, err)
	require.False(t, bill.Known, "no price is set")
	h.desk.Price = broadcast.Price{Part: 2.5, Budget: 0.3}
	h.underWayNow(4)
	next := h.write()
	bill, err = h.desk.Bill(ctx, next, broadcast.Census{Parts: 10})
	require.NoError(t, err)
	require.Equal(t, broadcast.Bill{Known: true, Part: 2.5, Costs: 0.25, Spent: 0.1, Budget: 0.3}, bill)
	require.InDelta(t, 0.05, bill.Over(), 1e-9)
	h.now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	bill, err = h.desk.Bill(ctx, next, broadcast.Census{Parts: 10})
	require.NoError(t, err)
	require.Zero(t, bill.Spent, "another month")
}
