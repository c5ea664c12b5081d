package flows

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// at reads a moment of London.
func at(t *testing.T, moment string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	when, err := time.ParseInLocation("2006-01-02 15:04 -0700", moment, zone)
	if err != nil {
		when, err = time.ParseInLocation(dayAndTime, moment, zone)
	}
	require.NoError(t, err)
	return when.In(zone)
}

const hoursOrg = `-- org.yaml --
name: Tea Town
number: "+447700900002"
quiet: 21:00-08:00
hours:
  office: {Mon-Fri: 09:00-17:00, closed: england bank holidays}
  split: {"Mon, Wed": "09:00-12:00, 13:00-17:00", Sat: 10:00-12:00, closed: [2026-03-04, scotland bank holidays]}
  always: {every day: 00:00-24:00}
  never: {Mon: closed}
queues:
  desk: {hours: office, answer_within: 2 hours}
  next_day: {hours: office, answer_within: 1 day}
  line: {hours: always, answer_within: 3 hours}
  sleepers: {hours: never, answer_within: 2 hours}
  plain: {answer_within: 30 minutes}
  silent: {hours: office}
`

func TestOpenFollowsDaysTimesAndHolidays(t *testing.T) {
	org := loaded(t, hoursOrg)
	for _, c := range []struct {
		name, at string
		want     bool
	}{
		{"office", "2026-09-15 09:00", true},
		{"office", "2026-09-15 08:59", false},
		{"office", "2026-09-15 16:59", true},
		{"office", "2026-09-15 17:00", false},
		{"office", "2026-09-19 12:00", false}, // a Saturday
		{"office", "2026-12-25 12:00", false},
		{"office", "2026-12-28 12:00", false}, // in place of Boxing Day, a Saturday
		{"office", "2027-03-26 12:00", false}, // Good Friday
		{"split", "2026-03-02 12:30", false},
		{"split", "2026-03-02 13:00", true},
		{"split", "2026-03-04 10:00", false}, // closed by date
		{"split", "2026-11-30 10:00", false}, // Saint Andrew's Day, a Monday
		{"office", "2026-11-30 10:00", true},
		{"split", "2026-03-03 10:00", false}, // a Tuesday
		{"always", "2026-03-29 00:00", true},
		{"always", "2026-12-25 23:59", true},
		{"never", "2026-09-14 10:00", false},
		{"desk", "2026-09-15 09:00", true}, // a queue, by its hours
		{"desk", "2026-09-15 08:00", false},
		{"plain", "2026-12-25 03:00", true}, // a queue without hours
		{"nowhere", "2026-09-15 12:00", false},
	} {
		require.Equal(t, c.want, org.Open(c.name, at(t, c.at)), "%s at %s", c.name, c.at)
	}
	inUTC := time.Date(2026, 7, 15, 8, 30, 0, 0, time.UTC)
	require.True(t, org.Open("office", inUTC), "half past eight in UTC is half past nine in a London summer")
}

func TestPromiseCountsOpenTime(t *testing.T) {
	org := loaded(t, hoursOrg)
	for _, c := range []struct{ queue, asked, want string }{
		{"desk", "2026-09-15 10:30", "2026-09-15 12:30"},
		{"desk", "2026-09-15 16:00", "2026-09-16 10:00"}, // an hour today, an hour tomorrow
		{"desk", "2026-09-15 22:10", "2026-09-16 11:00"},
		{"desk", "2026-09-18 16:30", "2026-09-21 10:30"}, // over a weekend
		{"desk", "2026-12-24 16:00", "2026-12-29 10:00"}, // over Christmas, a weekend and a substitute day
		{"desk", "2026-09-15 15:00", "2026-09-15 17:00"},
		{"next_day", "2026-09-15 10:30", "2026-09-16 10:30"},
		{"next_day", "2026-09-18 16:30", "2026-09-21 16:30"},
		{"next_day", "2026-09-19 12:00", "2026-09-22 09:00"}, // asked on a Saturday: from Monday's opening
		{"next_day", "2026-04-02 10:00", "2026-04-07 10:00"}, // over Easter
		{"line", "2026-03-28 23:00", "2026-03-29 03:00"},     // the night that lacks an hour
		{"line", "2026-10-24 23:00", "2026-10-25 01:00 +0000"},
		{"plain", "2026-12-25 03:00", "2026-12-25 03:30"},
		{"sleepers", "2026-09-15 10:00", "2026-09-15 12:00"}, // never open: plain time
	} {
		want := at(t, c.want)
		require.Equal(t, want.UTC(), org.Promise(c.queue, at(t, c.asked)).UTC(), "%s asked at %s", c.queue, c.asked)
	}
	require.Zero(t, org.Promise("silent", at(t, "2026-09-15 10:00")), "a queue that promises nothing")
	require.Zero(t, org.Promise("nobody", at(t, "2026-09-15 10:00")))
}

func TestQuietHoursEndWhenTheyShould(t *testing.T) {
	org := loaded(t, hoursOrg)
	for _, c := range []struct {
		at    string
		quiet bool
		ends  string
	}{
		{"2026-09-15 20:59", false, "2026-09-15 20:59"},
		{"2026-09-15 21:00", true, "2026-09-16 08:00"},
		{"2026-09-16 07:59", true, "2026-09-16 08:00"},
		{"2026-09-16 08:00", false, "2026-09-16 08:00"},
		{"2026-03-28 23:00", true, "2026-03-29 08:00"}, // the clocks go forward
		{"2026-10-24 23:00", true, "2026-10-25 08:00"}, // the clocks go back
	} {
		require.Equal(t, c.quiet, org.QuietAt(at(t, c.at)), c.at)
		require.Equal(t, at(t, c.ends).UTC(), org.QuietEnds(at(t, c.at)).UTC(), c.at)
	}
}

func TestQuietHoursOfEveryKind(t *testing.T) {
	for quiet, want := range map[Quiet]string{
		{}:                             "2026-09-15 01:15", // none
		{From: 60, Until: 90}:          "2026-09-15 01:30",
		{From: 21 * 60, Until: 60}:     "2026-09-15 01:15",
		{From: 0, Until: 23*60 + 59}:   "2026-09-15 23:59",
		{From: 23 * 60, Until: 2 * 60}: "2026-09-15 02:00",
	} {
		org := loaded(t, hoursOrg)
		org.Quiet = quiet
		require.Equal(t, at(t, want).UTC(), org.QuietEnds(at(t, "2026-09-15 01:15")).UTC(), "%+v", quiet)
	}
	org := loaded(t, hoursOrg)
	org.Quiet = Quiet{From: 21 * 60, Until: 90}
	require.Equal(t, at(t, "2026-03-29 02:00").UTC(), org.QuietEnds(at(t, "2026-03-29 00:10")).UTC(), "half past one never comes: they end as the clocks go forward")
	require.Equal(t, at(t, "2026-10-25 01:30 +0100").UTC(), org.QuietEnds(at(t, "2026-10-25 00:10")).UTC(), "half past one comes twice: they end at the first")
}

func TestHolidaysAreDaysOfTheirYears(t *testing.T) {
	for region, counts := range map[string]int{"england": 24, "wales": 24, "scotland": 28, "northern ireland": 30} {
		days := bankHolidays(region)
		require.Len(t, days, counts, region)
		for _, d := range days {
			day, err := time.Parse(dayOnly, d)
			require.NoError(t, err, region)
			require.NotContains(t, []time.Weekday{time.Saturday, time.Sunday}, day.Weekday(), "%s: %s", region, d)
		}
	}
	require.Empty(t, bankHolidays("atlantis"))
}
