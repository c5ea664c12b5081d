package flows

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"
)

// waitOf reads a wait: as it is written.
func waitOf(text string) (Wait, bool) {
	return parseWait(&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text})
}

func TestAWaitEndsWhenItSays(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	now := time.Date(2026, 3, 27, 10, 30, 0, 0, london) // a Friday; the clocks go forward on Sunday
	held := map[string]string{"event.date": "2026-05-02", "day": "2026-03-29", "at": "17:15", "moment": "2026-04-01 08:20", "words": "soon", "far": "2028-01-01"}
	for text, want := range map[string]string{
		"2 hours":                          "2026-03-27 12:30",
		"2 days":                           "2026-03-29 11:30", // forty-eight hours, over the change of the clocks
		"until 2026-05-01 17:00":           "2026-05-01 17:00",
		"until 2026-05-01":                 "2026-05-01 09:00",
		"until tomorrow":                   "2026-03-28 09:00",
		"until tomorrow 18:30":             "2026-03-28 18:30",
		"until today 18:30":                "2026-03-27 18:30",
		"until today 08:00":                "2026-03-27 08:00",
		"until 18:30":                      "2026-03-27 18:30",
		"until 08:00":                      "2026-03-28 08:00",
		"until 10:30":                      "2026-03-28 10:30",
		"until Friday":                     "2026-04-03 09:00",
		"until saturday 07:00":             "2026-03-28 07:00",
		"until Monday 09:00":               "2026-03-30 09:00",
		"until Sunday 01:30":               "2026-03-29 02:00", // there is no 01:30
		"until <event.date> - 1 day":       "2026-05-01 09:00",
		"until <event.date> - 1 day 18:00": "2026-05-01 18:00",
		"until <event.date> 18:00 - 1 day": "2026-05-01 18:00",
		"until  <event.date>  -  2 hours":  "2026-05-02 07:00",
		"until <event.date> + 1 week":      "2026-05-09 09:00",
		"until <day> 12:00 - 1 day":        "2026-03-28 12:00",
		"until <at>":                       "2026-03-27 17:15",
		"until <moment>":                   "2026-04-01 08:20",
		"until <moment> 10:00":             "2026-04-01 10:00",
		"until <words>":                    "",
		"until <nothing>":                  "",
		"until <far>":                      "",
		"until 2027-03-29 10:30":           "", // more than a year ahead
		"until 2025-01-01":                 "2025-01-01 09:00",
		"until 2026-10-25 01:30":           "2026-10-25 01:30",
	} {
		w, ok := waitOf(text)
		require.True(t, ok, text)
		at, ok := w.moment(now, func(name string) string { return held[name] })
		require.Equal(t, want != "", ok, text)
		if ok {
			require.Equal(t, want, at.In(london).Format(dayAndTime), text)
		}
	}
}

func TestTheFirstOfTwoEqualHoursEndsAWait(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	w, ok := waitOf("until 2026-10-25 01:30")
	require.True(t, ok)
	at, ok := w.moment(time.Date(2026, 10, 20, 9, 0, 0, 0, london), nil)
	require.True(t, ok)
	require.Equal(t, time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), at.UTC())
}

func TestAWaitThatCannotBeReadIsRefused(t *testing.T) {
	for _, text := range []string{
		"", "soon", "until", "until soon", "until 2026-02-30", "until 25:00", "until tomorrow - 1 day - 1 day", "91 days", "13 weeks",
		"until tomorrow 09:00 - 1 day 10:00", "until <event.date> - 0 days", "until <event.date> - 3 moons", "until - 1 day", "until <Event>", "until tomorrow - 100 days",
	} {
		_, ok := waitOf(text)
		require.False(t, ok, text)
	}
}
