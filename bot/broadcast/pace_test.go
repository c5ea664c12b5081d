package broadcast_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/providers"
)

func TestThePaceIsToldOnlyWhileItCanBe(t *testing.T) {
	counts := broadcast.Counts{People: 100, Expanded: 60, Queued: 50, Sent: 38, Failed: 2}
	for name, c := range map[string]struct {
		state  broadcast.State
		counts broadcast.Counts
		after  time.Duration
		rate   float64
		left   time.Duration
	}{
		"40 in 20 seconds, and 50 to come": {broadcast.Sending, counts, 20 * time.Second, 2, 25 * time.Second},
		"it has just begun":                {broadcast.Sending, counts, 900 * time.Millisecond, 0, 0},
		"nothing has left yet":             {broadcast.Sending, broadcast.Counts{People: 9}, time.Minute, 0, 0},
		"it is paused":                     {broadcast.Paused, counts, time.Minute, 0, 0},
		"it is over":                       {broadcast.Done, counts, time.Minute, 0, 0},
		"some left the audience":           {broadcast.Sending, broadcast.Counts{People: 10, Expanded: 10, Queued: 8, Sent: 8}, 4 * time.Second, 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			rate, left := broadcast.Broadcast{State: c.state, Begun: noon}.Pace(c.counts, noon.Add(c.after))
			require.InDelta(t, c.rate, rate, 1e-9)
			require.Equal(t, c.left, left)
		})
	}
}

func TestWordsAreWeighedAsTheyAreSent(t *testing.T) {
	o, b := town(), swap()
	out, _ := broadcast.Decide(o, b, resident(), noon)
	require.Contains(t, out.Text, "Allotment: Seed swap on Saturday. ")
	require.Equal(t, providers.Segments(out.Text), broadcast.Weigh(o, b, "en"))

	b.Words["en"] = "Hello <me.first_name|neighbour>, from <org>."
	out, _ = broadcast.Decide(o, b, resident(), noon)
	require.Equal(t, providers.Segments(out.Text), broadcast.Weigh(o, b, "en"), "with what stands in the blank")
	b.Words["en"] = strings.Repeat("a", 170)
	require.Equal(t, 2, broadcast.Weigh(o, b, "en").Parts)
}
