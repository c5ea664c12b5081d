package main

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

func TestWhoIsInACourseIsShownWithoutNumbers(t *testing.T) {
	book, found := flows.LoadBeside(os.DirFS("../../flows/examples/wenbridge"), "wenbridge", nil)
	org := book.Orgs["wenbridge"]
	require.NotNil(t, org, found)
	now := time.Date(2026, 11, 10, 12, 0, 0, 0, org.Timezone)
	thread := func(last string, a bot.Attending, stopped bool) bot.Thread {
		t := bot.Thread{Key: bot.Key{Org: "wenbridge", Address: providers.Address{Kind: providers.Phone, Value: "+447700900" + last}}, Stopped: stopped}
		t.Person.Consents, t.Person.Courses = []string{"tips"}, map[string]bot.Attending{"bump": a}
		return t
	}
	lines := []attendeeLine{
		attendee(org, thread("101", bot.Attending{Day: "2027-03-03", Since: now.Add(-time.Hour), Told: []string{"half"}}, false), "bump", now),
		attendee(org, thread("102", bot.Attending{Day: "2026-09-28", Since: now.Add(-48 * time.Hour), Told: []string{"check"}}, false), "bump", now),
		attendee(org, thread("103", bot.Attending{Day: "2027-03-03", Since: now}, true), "bump", now),
	}
	var out bytes.Buffer
	require.NoError(t, printAttendees(streams{out: &out}, lines))
	require.Equal(t, "PHONE  DAY         SENT  NEXT       AT\n"+
		"…101   2027-03-03  1     moves      2026-11-11 10:00\n"+
		"…102   2026-09-28  1     (goodbye)  2026-11-10 12:00\n"+
		"…103   2027-03-03  0                \n", out.String())
	out.Reset()
	require.NoError(t, printAttendees(streams{out: &out}, nil))
	require.Equal(t, "Nobody is in it.\n", out.String())
	require.NoError(t, knowsCourse(org, "bump"))
	require.ErrorContains(t, knowsCourse(org, "baby"), "connective courses list wenbridge")
}

func TestCoursesAreListed(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, printCourses(streams{out: &out}, []courseLine{{"bump", "Bump tips", 10, 3}}))
	require.Equal(t, "COURSE  NAME       LESSONS  PEOPLE\nbump    Bump tips  10       3\n", out.String())
	out.Reset()
	require.NoError(t, printCourses(streams{out: &out}, nil))
	require.Contains(t, out.String(), "There are no courses")
}
