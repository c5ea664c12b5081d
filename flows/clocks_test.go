package flows

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTheClockShowsATimeOnceADay(t *testing.T) {
	for _, c := range []struct {
		zone, day string
		minute    int
		want      string // in UTC
	}{
		{"Europe/London", "2027-03-28", 59, "2027-03-28T00:59:00Z"},
		{"Europe/London", "2027-03-28", 60, "2027-03-28T01:00:00Z"},
		{"Europe/London", "2027-03-28", 90, "2027-03-28T01:00:00Z"},
		{"Europe/London", "2027-03-28", 120, "2027-03-28T01:00:00Z"},
		{"Europe/London", "2027-03-28", 150, "2027-03-28T01:30:00Z"},
		{"Europe/London", "2027-10-31", 30, "2027-10-30T23:30:00Z"},
		{"Europe/London", "2027-10-31", 60, "2027-10-31T00:00:00Z"},
		{"Europe/London", "2027-10-31", 90, "2027-10-31T00:30:00Z"},
		{"Europe/London", "2027-10-31", 120, "2027-10-31T02:00:00Z"},
		{"Europe/London", "2027-01-15", 90, "2027-01-15T01:30:00Z"},
		{"America/New_York", "2027-03-14", 150, "2027-03-14T07:00:00Z"},
		{"America/New_York", "2027-11-07", 90, "2027-11-07T05:30:00Z"},
		{"Australia/Lord_Howe", "2027-04-04", 100, "2027-04-03T14:40:00Z"}, // its change is half an hour
		{"UTC", "2027-03-28", 90, "2027-03-28T01:30:00Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		require.NoError(t, err)
		day, err := time.ParseInLocation(dayOnly, c.day, zone)
		require.NoError(t, err)
		require.Equal(t, c.want, shows(noon(day, 0), c.minute).UTC().Format(time.RFC3339), "%s %s %d", c.zone, c.day, c.minute)
	}
}
