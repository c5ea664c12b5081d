package bot_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// clockTown is an organisation of whose flows one starts by the clock.
func clockTown(t testing.TB, every string) *flows.Book {
	t.Helper()
	book, found := flows.Load(fstest.MapFS{
		"town/org.yaml":   {Data: []byte("name: Town\nnumber: \"+447700900060\"\nmenu: [news]\nconsents: {updates: News}\n")},
		"town/groups.csv": {Data: []byte("id,name\nlane,The lane\n")},
		"town/news.yaml":  {Data: []byte("start: {every: " + every + ", to: group lane}\nsteps:\n  top: {say: News.}\n")},
	})
	for _, f := range found {
		require.NotEqual(t, flows.Error, f.Severity, f.String())
	}
	return book
}

// clock is a bot of the clock town at an hour that is set, with one member of the
// lane.
type clock struct {
	t      testing.TB
	bot    *bot.Bot
	store  *memory.Store
	now    time.Time
	said   []time.Time
	missed int
	london *time.Location
}

func newClock(t testing.TB, every, begin string) *clock {
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	c := &clock{t: t, store: memory.New(), london: london}
	c.restart(every)
	c.at(begin)
	thread, err := c.store.Thread(context.Background(), bot.Key{Org: "town", Address: providers.Address{Kind: providers.Phone, Value: "+447700900101"}})
	require.NoError(t, err)
	turn := bot.Turn{Thread: thread, Event: "joins", Joined: []string{"lane"}}
	turn.Person.Groups = []string{"lane"}
	require.NoError(t, c.store.Commit(context.Background(), turn))
	return c
}

// restart is a new process on the same store.
func (c *clock) restart(every string) {
	book := clockTown(c.t, every)
	c.bot = bot.New(bot.Config{
		Threads: c.store, Book: func() *flows.Book { return book }, Now: func() time.Time { return c.now },
		Jobs: c.store, Starts: c.store, Missed: func(string, string) { c.missed++ },
		Seen: func(turn bot.Turn) {
			for range turn.Say {
				c.said = append(c.said, c.now)
			}
		},
	})
}

// at sets the clock, and does what the service does each second.
func (c *clock) at(moment string) int {
	c.t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04", moment, c.london)
	require.NoError(c.t, err)
	return c.tick(now)
}

func (c *clock) tick(now time.Time) int {
	c.t.Helper()
	c.now = now
	require.NoError(c.t, c.bot.Schedule(context.Background()))
	_, err := c.bot.Work(context.Background())
	require.NoError(c.t, err)
	due, err := c.store.Due(context.Background(), now, 10)
	require.NoError(c.t, err)
	for _, wake := range due {
		require.NoError(c.t, c.bot.Wake(context.Background(), wake))
	}
	return len(c.said)
}

func TestAStartRunsOnceAnOccurrence(t *testing.T) {
	c := newClock(t, "day 09:00", "2026-09-14 12:00")
	require.Zero(t, c.at("2026-09-15 08:59"))
	require.Equal(t, 1, c.at("2026-09-15 09:00"))
	require.Equal(t, 1, c.at("2026-09-15 09:00"))
	c.restart("day 09:00")
	require.Equal(t, 1, c.at("2026-09-15 09:30"), "another process knows that it ran")
	require.Equal(t, 2, c.at("2026-09-16 09:00"))
	require.Zero(t, c.missed)
}

func TestAStartThatIsNewMakesUpForNothing(t *testing.T) {
	c := newClock(t, "day 09:00", "2026-09-15 09:30")
	require.Zero(t, c.at("2026-09-15 09:31"), "it was published half an hour after its hour")
	c.restart("day 09:15")
	require.Zero(t, c.at("2026-09-15 09:40"), "and then given another")
	require.Equal(t, 1, c.at("2026-09-16 09:15"))
	require.Zero(t, c.missed)
}

func TestAStartThatIsLate(t *testing.T) {
	for _, row := range []struct {
		every, back  string // when the service is back
		runs, missed int
	}{
		{"day 09:00", "2026-09-15 09:50", 1, 0},
		{"day 09:00", "2026-09-15 14:00", 1, 0},
		{"day 09:00", "2026-09-15 20:59", 1, 0},
		{"day 09:00", "2026-09-15 21:30", 0, 1}, // nobody is texted at night for that
		{"day 09:00", "2026-09-16 00:30", 0, 1},
		{"day 09:00", "2026-09-16 08:30", 0, 1}, // yesterday's news
		{"day 20:30", "2026-09-15 21:20", 0, 0}, // less than an hour late: in the morning
		{"day 20:00", "2026-09-15 21:30", 0, 1},
		{"day 22:00", "2026-09-15 23:30", 0, 0}, // it would have waited for the morning anyway
		{"day 22:00", "2026-09-16 08:10", 1, 0},
		{"day 22:00", "2026-09-16 12:00", 1, 0},
		{"day 22:00", "2026-09-16 21:30", 0, 1},
		{"day 09:00", "2026-09-19 12:00", 1, 1}, // two days are looked back on: yesterday's is missed, today's runs
	} {
		t.Run(row.every+" "+row.back, func(t *testing.T) {
			c := newClock(t, row.every, "2026-09-14 23:00")
			c.restart(row.every)
			require.Equal(t, row.runs, c.at(row.back))
			require.Equal(t, row.missed, c.missed)
			c.restart(row.every)
			c.at(row.back)
			require.Equal(t, row.missed, c.missed, "told of once")
		})
	}
}

func TestAStartInQuietHoursRunsWhenTheyEnd(t *testing.T) {
	c := newClock(t, "day 22:00", "2026-09-15 12:00")
	require.Zero(t, c.at("2026-09-15 22:00"))
	require.Zero(t, c.at("2026-09-16 07:59"))
	require.Equal(t, 1, c.at("2026-09-16 08:00"))
	require.Equal(t, "08:00", c.said[0].Format("15:04"))
}

// TestAStartRunsOnceOverAChangeOfTheClocks goes through both nights minute by
// minute, in a town without quiet hours.
func TestAStartRunsOnceOverAChangeOfTheClocks(t *testing.T) {
	for _, row := range []struct{ every, from, ran string }{
		{"day 01:30", "2027-03-27 12:00", "2027-03-28T01:00:00Z"},
		{"day 01:30", "2027-10-30 12:00", "2027-10-31T00:30:00Z"},
		{"Sunday 02:00", "2027-03-27 12:00", "2027-03-28T01:00:00Z"},
	} {
		book := clockTown(t, row.every)
		org := *book.Orgs["town"]
		org.Quiet = flows.Quiet{}
		c := newClock(t, row.every, row.from)
		c.bot = bot.New(bot.Config{
			Threads: c.store, Book: func() *flows.Book { return &flows.Book{Orgs: map[string]*flows.Org{"town": &org}} }, Now: func() time.Time { return c.now },
			Jobs: c.store, Starts: c.store,
			Seen: func(turn bot.Turn) { c.said = append(c.said, c.now) },
		})
		for begun, minute := c.now, 0; minute < 18*60; minute++ {
			c.tick(begun.Add(time.Duration(minute) * time.Minute))
		}
		require.Len(t, c.said, 1, row.every)
		require.Equal(t, row.ran, c.said[0].UTC().Format(time.RFC3339), fmt.Sprint(row))
	}
}
