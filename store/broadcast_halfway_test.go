package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// 240 members are to be texted about a seed swap; one of them texts STOP after the
// audience was written down and before their text has left.
func TestSomebodyWhoStopsHalfWayIsNotTextedAndTheRestAre(t *testing.T) {
	s := open(t, store.Options{URL: storetest.Start(t).URL()})
	ctx, h := context.Background(), newHall(t, s)
	h.members(2000, 240)
	b, err := h.desk.Write(ctx, as("Ada"), broadcast.Broadcast{
		Words:    map[string]string{"en": "Seed swap this Saturday, 10am to 12, Mill Lane. Bring what you can. STOP to end texts."},
		Audience: broadcast.Audience{Groups: []string{"allotment"}},
	}, "")
	require.NoError(t, err)
	p, err := h.desk.Preview(ctx, b)
	require.NoError(t, err)
	require.Equal(t, 240, p.People)
	require.Equal(t, 240, p.Parts)
	require.Equal(t, 1, p.Longest.Parts)
	_, err = h.desk.Send(ctx, as("Ada"), b.ID, time.Time{}, false)
	require.NoError(t, err)
	_, err = h.desk.Approve(ctx, as("Sam"), b.ID)
	require.NoError(t, err)
	h.steps(3)
	sent, _ := dispatch(t, s)
	require.Len(t, sent, broadcast.FirstFew)
	h.now = h.now.Add(broadcast.HoldFor)
	h.steps(4)
	var stopped int
	for n := 2239; n >= 2000; n-- { // the first of those who were not texted yet
		thread, err := s.Thread(ctx, key(n))
		require.NoError(t, err)
		if thread.Texted == nil {
			stopped = n
			break
		}
	}
	stop := stopTurn(t, s, key(stopped), "stop half way")
	stop.Say[0].Text = "Done. Wenbridge Link will not text you again. If you want to come back, text START."
	require.NoError(t, s.Commit(ctx, stop))
	rest, others := dispatch(t, s)
	sent = append(sent, rest...)
	texts := map[string]int{}
	for _, text := range sent {
		texts[text]++
	}
	require.Equal(t, map[string]int{
		"Allotment: Seed swap this Saturday, 10am to 12, Mill Lane. Bring what you can. STOP to end texts.": 239,
		"Done. Wenbridge Link will not text you again. If you want to come back, text START.":               1,
	}, texts)
	require.Equal(t, 1, others[providers.Withheld])
	h.steps(1)
	b, counts := h.read(b)
	require.Equal(t, broadcast.Done, b.State)
	require.Equal(t, broadcast.Counts{People: 240, Expanded: 240, Queued: 240, Sent: 239, Withheld: 1}, counts)
}
