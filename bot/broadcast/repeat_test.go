package broadcast_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/flows"
)

var london = func() *time.Location {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	return zone
}()

func at(t *testing.T, said string) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", said, london)
	require.NoError(t, err)
	return moment
}

// series is a shelf with a series that was sent at a moment.
func series(t *testing.T, from string, r broadcast.Repeat) (*shelf, *broadcast.Sender, *time.Time) {
	t.Helper()
	o := town()
	o.Timezone, o.Quiet = london, flows.Quiet{}
	now := at(t, from)
	s := newShelf()
	r.Next = now
	b := swap()
	b.ID, b.State, b.Repeat, b.Due = "s-1", broadcast.Repeating, &r, time.Time{}
	_, err := s.Keep(context.Background(), b)
	require.NoError(t, err)
	return s, s.sender(o, &now), &now
}

// passes lets time pass in steps of some minutes.
func passes(t *testing.T, s *broadcast.Sender, now *time.Time, until string, step time.Duration) {
	t.Helper()
	for end := at(t, until); now.Before(end); *now = now.Add(step) {
		require.NoError(t, s.Step(context.Background()))
	}
}

func TestASeriesRunsWhenItsClockShowsTheTime(t *testing.T) {
	for name, c := range map[string]struct {
		repeat      broadcast.Repeat
		from, until string
		due         []string // in UTC
	}{
		"each Monday": {
			broadcast.Repeat{Every: []string{"Monday 09:00"}}, "2026-09-13 12:00", "2026-09-29 12:00",
			[]string{"2026-09-14 08:00", "2026-09-21 08:00", "2026-09-28 08:00", "2026-10-05 08:00"},
		},
		"a time that does not exist is the moment of the change": {
			broadcast.Repeat{Every: []string{"day 01:30"}}, "2027-03-27 12:00", "2027-03-28 12:00",
			[]string{"2027-03-28 01:00", "2027-03-29 00:30"},
		},
		"a time that comes twice is the first": {
			broadcast.Repeat{Every: []string{"day 01:30"}}, "2027-10-30 12:00", "2027-10-31 12:00",
			[]string{"2027-10-31 00:30", "2027-11-01 01:30"},
		},
		"bank holidays are left out": {
			broadcast.Repeat{Every: []string{"Monday 09:00"}, Except: "england"}, "2026-08-23 12:00", "2026-09-08 12:00",
			[]string{"2026-08-24 08:00", "2026-09-07 08:00", "2026-09-14 08:00"},
		},
		"until its last day": {
			broadcast.Repeat{Every: []string{"Monday 09:00"}, Until: "2026-09-21"}, "2026-09-13 12:00", "2026-10-29 12:00",
			[]string{"2026-09-14 08:00", "2026-09-21 08:00"},
		},
		"once on a day": {
			broadcast.Repeat{Every: []string{"Monday 09:00", "day 18:00"}, Until: "2026-09-15"}, "2026-09-13 20:00", "2026-09-16 12:00",
			[]string{"2026-09-14 08:00", "2026-09-15 17:00"},
		},
		"the last of the month": {
			broadcast.Repeat{Every: []string{"31st 10:00"}, Until: "2027-03-01"}, "2027-01-15 12:00", "2027-03-02 12:00",
			[]string{"2027-01-31 10:00", "2027-02-28 10:00"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, sender, now := series(t, c.from, c.repeat)
			passes(t, sender, now, c.until, 10*time.Minute)
			var due []string
			for _, b := range s.runs("s-1") {
				due = append(due, b.Due.UTC().Format("2006-01-02 15:04"))
				require.NotEqual(t, broadcast.Missed, b.State)
			}
			require.Equal(t, c.due, due)
			require.Zero(t, s.all["s-1"].Repeat.Missed)
		})
	}
}

func TestASeriesThatWasAwayDoesNotSendABurst(t *testing.T) {
	for name, c := range map[string]struct {
		back           string
		missed, unmade int
		sent           int
	}{
		"a little late": {"2026-09-15 09:29", 0, 0, 1},
		"half an hour":  {"2026-09-15 09:31", 1, 0, 0},
		"four days":     {"2026-09-19 12:00", 1, 4, 0},
		"back in time":  {"2026-09-19 09:10", 1, 3, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s, sender, now := series(t, "2026-09-14 12:00", broadcast.Repeat{Every: []string{"day 09:00"}})
			require.NoError(t, sender.Step(context.Background())) // the run of the 15th is made
			*now = at(t, c.back)
			for range 6 {
				require.NoError(t, sender.Step(context.Background()))
			}
			states := map[broadcast.State]int{}
			for _, b := range s.runs("s-1") {
				states[b.State]++
			}
			require.Equal(t, c.missed, states[broadcast.Missed])
			require.Equal(t, c.sent, states[broadcast.Done])
			require.Equal(t, 1, states[broadcast.Scheduled], "the next one")
			require.Equal(t, c.unmade, s.all["s-1"].Repeat.Missed)
		})
	}
}

func TestOneRunOrTheSeriesCanBeCancelled(t *testing.T) {
	s, sender, now := series(t, "2026-09-14 12:00", broadcast.Repeat{Every: []string{"day 09:00"}})
	require.NoError(t, sender.Step(context.Background()))
	run := s.runs("s-1")[0]
	run.State = broadcast.Cancelled
	_, err := s.Keep(context.Background(), run)
	require.NoError(t, err)
	passes(t, sender, now, "2026-09-16 12:00", 10*time.Minute)
	all := s.runs("s-1")
	require.Equal(t, broadcast.Cancelled, all[0].State)
	require.Equal(t, broadcast.Done, all[1].State, "the day after it runs")

	whole := s.all["s-1"]
	whole.State = broadcast.Cancelled
	_, err = s.Keep(context.Background(), whole)
	require.NoError(t, err)
	passes(t, sender, now, "2026-09-20 12:00", 10*time.Minute)
	all = s.runs("s-1")
	require.Len(t, all, 3)
	require.Equal(t, broadcast.Cancelled, all[2].State, "the run that waited goes with it")
}

// Over two years and four changes of the clocks, with a service that is away now
// and then: each day of the schedule has one run or is counted as missed, no day
// has two, and each run is due when the clock shows its time.
func TestOverTwoYearsEachDayRunsOnceOrIsCountedAsMissed(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	draw := rand.New(rand.NewPCG(seed, 0))
	for range 8 {
		every := []string{"day 01:30", "weekday 00:45", "Sunday 01:00", "day 02:15", "Tuesday 09:00", "31st 23:59"}[draw.IntN(6)]
		r := broadcast.Repeat{Every: []string{every}, Until: "2027-12-31", Except: []string{"", "england", "scotland"}[draw.IntN(3)]}
		s, sender, now := series(t, "2026-01-01 00:00", r)
		for end := at(t, "2028-01-02 12:00"); now.Before(end); {
			require.NoError(t, sender.Step(context.Background()))
			*now = now.Add(time.Duration(1+draw.IntN(25)) * time.Minute)
			if draw.IntN(2000) == 0 {
				*now = now.Add(time.Duration(draw.IntN(100)) * time.Hour) // it is away
			}
		}
		for range 6 {
			require.NoError(t, sender.Step(context.Background())) // it comes back, if it was away at the end
		}
		days := map[string]bool{}
		for _, b := range s.runs("s-1") {
			day := b.Due.In(london).Format(time.DateOnly)
			require.False(t, days[day], "seed %d: %s twice on %s", seed, every, day)
			days[day] = true
			require.True(t, b.State == broadcast.Done || b.State == broadcast.Missed, "seed %d: %s on %s is %s", seed, every, day, b.State)
			require.Equal(t, b.State == broadcast.Done, s.frozen[b.ID])
			if clock := b.Due.In(london).Format("15:04"); clock != every[len(every)-5:] {
				require.Contains(t, []string{"2026-03-29 02:00", "2027-03-28 02:00"}, day+" "+clock, "seed %d: %s", seed, every)
			}
			require.False(t, r.Except != "" && flows.BankHoliday(r.Except, day), "seed %d: %s", seed, day)
		}
		require.Equal(t, due(t, every, r.Except), len(days)+s.all["s-1"].Repeat.Missed, "seed %d: %s but for %s", seed, every, r.Except)
		require.Equal(t, broadcast.Done, s.all["s-1"].State)
	}
}

// due counts the days of two years on which a schedule runs, by the calendar alone.
func due(t *testing.T, every, except string) (n int) {
	t.Helper()
	for day := at(t, "2026-01-01 12:00"); day.Year() < 2028; day = day.AddDate(0, 0, 1) {
		word := every[:len(every)-6]
		runs := word == "day" || word == day.Weekday().String() || word == "weekday" && day.Weekday() != time.Saturday && day.Weekday() != time.Sunday ||
			word == "31st" && day.AddDate(0, 0, 1).Day() == 1
		if runs && (except == "" || !flows.BankHoliday(except, day.Format(time.DateOnly))) {
			n++
		}
	}
	return n
}
