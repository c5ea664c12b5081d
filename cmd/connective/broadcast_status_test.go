package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
)

func TestTheStatusOfASeriesTellsItsNextTimeOnceThatIsKnown(t *testing.T) {
	at := time.Date(2026, time.November, 27, 8, 1, 0, 0, time.Local)
	said := func(b broadcast.Broadcast) string {
		var out bytes.Buffer
		printStatus(streams{out: &out}, b, broadcast.Counts{Replied: 1})
		return out.String()
	}
	b := broadcast.Broadcast{ID: "b-1", State: broadcast.Repeating, Repeat: &broadcast.Repeat{Every: []string{"Monday 09:00"}, Next: at}}
	require.Equal(t, "b-1 is repeating.\nIt repeats: Monday 09:00.\n     1 texted within three days\n", said(b), "Next is but the moment from which it counts")
	b.Repeat.Next, b.Repeat.Day = at.AddDate(0, 0, 3), "2026-11-30"
	require.Contains(t, said(b), "It repeats: Monday 09:00. The next time is 2026-11-30 08:01.\n")
	b.State = broadcast.Cancelled
	require.NotContains(t, said(b), "The next time")
}
