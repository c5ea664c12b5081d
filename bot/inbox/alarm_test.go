package inbox_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/flows"
)

// office is an organisation whose desk is open from nine to five on weekdays that
// are no bank holidays.
func office(t *testing.T) *flows.Org {
	t.Helper()
	book, found := flows.Load(fstest.MapFS{
		"org.yaml": {Data: []byte("name: Mill Town\nnumber: \"+447700900001\"\nwelcome: tea\nhours: {office: {Mon-Fri: 09:00-17:00, closed: england bank holidays}}\nqueues: {desk: {hours: office, answer_within: 8 hours}}\n")},
		"tea.yaml": {Data: []byte("title: Tea\nstart: {words: [TEA]}\nsteps:\n  one: {say: Text STOP at any time to stop., then: end}\n")},
	})
	require.Len(t, book.Orgs, 1, "%v", found)
	return book.ByID()[0]
}

func london(t *testing.T, at string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	moment, err := time.ParseInLocation("2006-01-02 15:04", at, zone)
	require.NoError(t, err)
	return moment
}

// rings lists when a case rings, looking every minute, as what, and for whom.
func rings(t *testing.T, f bot.CaseFile, from, until string) (all []string) {
	t.Helper()
	o, told := office(t), map[string]bool{}
	for now := london(t, from); !now.After(london(t, until)); now = now.Add(time.Minute) {
		for _, a := range inbox.Alarms(o, f, now) {
			if told[a.Name] {
				continue
			}
			told[a.Name] = true
			words := string(a.Kind) + " " + now.Format("Mon 15:04")
			if a.Lead {
				words += " lead"
			}
			all = append(all, words)
		}
	}
	return all
}

func TestWhatNobodyReadsRingsInOpenHours(t *testing.T) {
	// Sunday night before a bank holiday: the clock starts on Tuesday at nine.
	f := with("a", func(c *bot.Case) { c.Queue, c.Unread, c.Waits = "desk", 1, london(t, "2026-08-30 22:10") })
	require.Equal(t, []string{"unread Tue 11:00", "unread Tue 14:00 lead", "unread Tue 16:00 lead", "unread Wed 10:00 lead"}, rings(t, f, "2026-08-30 22:10", "2026-09-02 11:00"))
	f.Unread = 0
	require.Empty(t, rings(t, f, "2026-09-01 09:00", "2026-09-01 17:00"))
}

func TestAnUrgentCaseRingsAtOnceAndUntilSomebodyClaimsIt(t *testing.T) {
	f := with("a", func(c *bot.Case) { c.Queue, c.Urgent, c.Pressed = "desk", true, london(t, "2026-09-20 02:14") })
	require.Equal(t, []string{"urgent Sun 02:14", "urgent Sun 02:19", "urgent Sun 02:24 lead", "urgent Sun 02:29 lead"}, rings(t, f, "2026-09-20 02:14", "2026-09-20 02:30"))
	f.Holder = bot.Staff{ID: "dana"}
	require.Empty(t, rings(t, f, "2026-09-20 02:14", "2026-09-20 02:30"))
}

func TestAPromiseThatIsNotKeptRings(t *testing.T) {
	f := with("a", func(c *bot.Case) { c.Queue, c.Due = "desk", london(t, "2026-09-15 16:30") })
	require.Equal(t, []string{"promised Tue 16:30", "promised Wed 10:30 lead", "promised Wed 12:30 lead"}, rings(t, f, "2026-09-15 16:00", "2026-09-16 13:00"))
	f.Answered = london(t, "2026-09-15 16:29")
	require.Empty(t, rings(t, f, "2026-09-15 16:00", "2026-09-16 13:00"))
}

func TestAfterAnOutageEachThingRingsOnce(t *testing.T) {
	o := office(t)
	f := with("a", func(c *bot.Case) {
		c.Queue, c.Urgent, c.Pressed, c.Unread, c.Waits = "desk", true, london(t, "2026-09-15 09:00"), 1, london(t, "2026-09-15 09:00")
	})
	alarms := inbox.Alarms(o, f, london(t, "2026-09-17 12:00"))
	require.Len(t, alarms, 2)
	require.Equal(t, london(t, "2026-09-17 12:00").UTC(), alarms[0].At.UTC())
}
