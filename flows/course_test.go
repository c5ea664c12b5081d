package flows

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// bumps is an organisation with a course of three lessons and a goodbye.
func bumps(t *testing.T, columns, cells string) *Org {
	t.Helper()
	return loaded(t, "-- org.yaml --\nname: Tea Town\nnumber: \"+447700900002\"\nlanguages: [en, cy]\nconsents: {tips: Tips by text}\n"+
		"-- groups.csv --\nid,name\nwalkers,Walkers\n-- courses.csv --\nid,name,name:cy,date,consent"+columns+"\nbump,Bump tips,Cynghorion,due,tips"+cells+"\n"+
		"-- course_bump.csv --\nid,when,text,text:cy,valid,group\nfeed,2 weeks after,Feed.,Bwydwch.,,\nbag,4 weeks before,\"Pack, now.\",Paciwch.,1 week,\nday,on the day,Today.,Heddiw.,,walkers\n"+courseFlow+courseWelsh)
}

func TestAnOffsetIsReadAsPeopleWriteIt(t *testing.T) {
	for cell, want := range map[string]string{
		"12 weeks before": "-84 true", "1 week before": "-7 true", "on the day": "0 true", "On the  day": "0 true", "3 days after": "3 true", "1 Day After": "1 true",
		"0 days after": "0 true", "988 weeks after": "6916 true", "999 weeks after": "0 false", "": "0 false", "week 12": "0 false", "-3 days": "0 false",
		"3 days": "0 false", "3 months after": "0 false", "12 weeks before the birth": "0 false",
	} {
		days, ok := readOffset(cell)
		require.Equal(t, want, fmt.Sprint(days, ok), "%q", cell)
	}
}

func TestACourseHasItsTipsInOrderAndAGoodbye(t *testing.T) {
	c, ok := bumps(t, "", "").Course("bump")
	require.True(t, ok)
	var lessons []string
	for _, lesson := range c.Lessons {
		lessons = append(lessons, fmt.Sprint(lesson.ID, " ", lesson.Days, " ", lesson.Valid, " ", lesson.Group))
	}
	require.Equal(t, []string{"bag -28 168h0m0s ", "day 0 72h0m0s walkers", "feed 14 72h0m0s ", " 15 72h0m0s "}, lessons)
	require.Equal(t, []string{"Pack, now.", "Paciwch.", "Pack, now."}, []string{c.Text(c.Lessons[0], "en"), c.Text(c.Lessons[0], "cy"), c.Text(c.Lessons[0], "pl")})
	require.Equal(t, CatchLast, c.CatchUp)
	require.Equal(t, "bump", c.Word)
	require.True(t, c.OfBaby())
	require.True(t, c.Lessons[3].IsGoodbye())
	require.Equal(t, "Cynghorion: Paciwch. STOP BUMP ends these.", c.Frame("Paciwch.", "cy"), "how to end it never comes from a draft")
	require.Equal(t, "Bump tips for you. STOP BUMP ends these.", c.Frame("Bump tips for you.", "en"))
}

func TestATipIsDueAtTheSameHourInSummerAndWinter(t *testing.T) {
	o := bumps(t, ",between", ",09:30-17:00")
	c, _ := o.Course("bump")
	for day, want := range map[string]string{ // the clocks change on 25 October 2026 and 28 March 2027
		"2026-11-22": "2026-10-25 09:30 +0000", "2026-11-21": "2026-10-24 09:30 +0100",
		"2027-04-25": "2027-03-28 09:30 +0100", "2027-04-24": "2027-03-27 09:30 +0000",
	} {
		require.Equal(t, want, c.Due(o, day, c.Lessons[0]).Format("2006-01-02 15:04 -0700"), day)
	}
	require.True(t, c.Due(o, "2026-02-30", c.Lessons[0]).IsZero())
}

func TestATipLeavesInTheHoursOfItsCourse(t *testing.T) {
	for name, c := range map[string]struct {
		columns, cells, at, opens, closes string
	}{
		"within them":                     {"", "", "2026-09-15 12:00", "2026-09-15 12:00", "2026-09-15 18:00"},
		"before them":                     {"", "", "2026-09-15 03:00", "2026-09-15 10:00", "2026-09-15 18:00"},
		"at their end":                    {"", "", "2026-09-15 18:00", "2026-09-16 10:00", "2026-09-16 18:00"},
		"late in the evening":             {"", "", "2026-09-15 23:00", "2026-09-16 10:00", "2026-09-16 18:00"},
		"never in quiet hours":            {",between", ",06:00-23:00", "2026-09-15 06:30", "2026-09-15 08:00", "2026-09-15 21:00"},
		"nor after they have begun":       {",between", ",06:00-23:00", "2026-09-15 21:30", "2026-09-16 08:00", "2026-09-16 21:00"},
		"on Christmas Day":                {"", "", "2026-12-25 12:00", "2026-12-25 12:00", "2026-12-25 18:00"},
		"not if it keeps bank holidays":   {",closed", ",england", "2026-12-25 12:00", "2026-12-26 10:00", "2026-12-26 18:00"},
		"over Easter":                     {",closed", ",england", "2027-03-26 09:00", "2027-03-27 10:00", "2027-03-27 18:00"},
		"the night that the clocks go on": {"", "", "2027-03-28 00:30", "2027-03-28 10:00", "2027-03-28 18:00"},
	} {
		o := bumps(t, c.columns, c.cells)
		course, _ := o.Course("bump")
		at, err := time.ParseInLocation(dayAndTime, c.at, o.Timezone)
		require.NoError(t, err)
		opens := course.Opens(o, at)
		require.Equal(t, c.opens, opens.In(o.Timezone).Format(dayAndTime), name)
		require.Equal(t, c.closes, course.Closes(o, opens).In(o.Timezone).Format(dayAndTime), name)
		require.Equal(t, opens, course.Opens(o, opens), "%s: it stays open", name)
	}
}

func TestTheDayOfACourseMustBeOneThatCanBe(t *testing.T) {
	o := bumps(t, "", "")
	now := time.Date(2026, 9, 15, 12, 0, 0, 0, o.Timezone)
	for _, c := range []struct {
		day  CourseDay
		date string
		want Fit
	}{
		{DueDay, "2027-03-01", FitYes}, {DueDay, "2027-06-22", FitYes}, {DueDay, "2027-06-23", FitFar}, {DueDay, "2026-09-01", FitYes},
		{DueDay, "2026-08-30", FitYes}, {DueDay, "2026-08-29", FitTooLate}, {DueDay, "tomorrow", FitNoDay}, {DueDay, "", FitNoDay},
		{BirthDay, "2026-09-15", FitYes}, {BirthDay, "2026-09-16", FitToCome}, {BirthDay, "2020-01-01", FitTooLate},
		{AnyDay, "2027-06-23", FitYes}, {AnyDay, "2028-09-16", FitYes}, {AnyDay, "2029-01-01", FitFar},
	} {
		course, _ := o.Course("bump")
		course.Day = c.day
		require.Equal(t, c.want, course.Fits(o, c.date, now), "%s %s", c.day, c.date)
	}
}

func TestWhatCannotBeInTheListOfCoursesIsFound(t *testing.T) {
	base := func(row string) string {
		return "-- org.yaml --\nname: Tea Town\nnumber: \"+447700900002\"\nqueues: {desk: {}}\nconsents: {tips: Tips}\n-- groups.csv --\nid,name,word\nwalkers,Walkers,WALK\n" +
			"-- courses.csv --\nid,name,word,date,consent,between,closed,catch_up,valid,parts,queue,leaves\n" + row + "\n-- course_bump.csv --\nid,when,text\nbag,4 weeks before,Pack.\n"
	}
	for row, want := range map[string]string{
		"bump,Bump,,due,tips,10:00-12:00,england,all,1 week,2,desk,walkers": "",
		"bump,Bump,,dew,tips,,,,,,,":                                        "date can't be",
		"bump,Bump,,due,,,,,,,,":                                            "does not say what people agree to",
		"bump,Bump,,,tips,,,,,,,":                                           "does not say what its date is",
		"bump,Bump,,due,news,,,,,,,":                                        "consent can't be",
		"bump,,,due,tips,,,,,,,":                                            "it has no name",
		"bump,Bump,,due,tips,noon,,,,,,":                                    "between can't be",
		"bump,Bump,,due,tips,22:00-06:00,,,,,,":                             "between can't be",
		"bump,Bump,,due,tips,21:00-23:00,,,,,,":                             "is in quiet hours",
		"bump,Bump,,due,tips,,france,,,,,":                                  "closed can't be",
		"bump,Bump,,due,tips,,,some,,,,":                                    "catch_up can't be",
		"bump,Bump,,due,tips,,,,soon,,,":                                    "valid can't be",
		"bump,Bump,,due,tips,,,,2 years,,,":                                 "valid can't be",
		"bump,Bump,,due,tips,,,,,9,,":                                       "parts can't be",
		"bump,Bump,,due,tips,,,,,,nurses,":                                  "queue can't be",
		"bump,Bump,,due,tips,,,,,,,runners":                                 "no group called",
		"bump,Bump,WALK,due,tips,,,,,,,":                                    "has the same word",
		"bump,Walkers,,due,tips,,,,,,,":                                     "has the same word",
		"baby,Baby,,due,tips,,,,,,,":                                        "there is no list",
		"bump-1,Bump,,due,tips,,,,,,,":                                      "must be small letters",
	} {
		_, found := Load(folder(base(row) + "-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {say: Tea.}\n"))
		found = only(found, "bad-course")
		if want == "" {
			require.Empty(t, found, row)
			continue
		}
		require.NotEmpty(t, found, row)
		require.Contains(t, found[0].Message, want, row)
		require.Equal(t, "courses.csv", found[0].Pos.File)
		require.Equal(t, 2, found[0].Pos.Line)
		wellExplained(t, found[0])
	}
}

func TestWhatCannotBeInAListOfTipsIsFound(t *testing.T) {
	for rows, want := range map[string]string{
		"a,on the day,Hello.,,":                            "",
		"a,on the day,Hello.,,walkers\nb,on the day,Hi.,,": "",
		"a,on the day,Hello.,,\nb,0 days after,Hi.,,":      "due on the same day",
		"a,day 3,Hello.,,":                                 "when can't be",
		"a,on the day,,,":                                  "has no text",
		"a,on the day,Hello <me.name>.,,":                  "is never filled in",
		"a,on the day,Hello <me.name|you>.,,":              "is never filled in",
		"a,on the day,Hello.,a while,":                     "valid can't be",
		"a,on the day,Hello.,,runners":                     "no group called",
		"":                                                 "there are no lessons",
		strings.Repeat("x", 65) + ",on the day,Hello.,,":   "",
	} {
		_, found := Load(folder("-- org.yaml --\nname: Tea Town\nnumber: \"+447700900002\"\nconsents: {tips: Tips}\n-- groups.csv --\nid,name\nwalkers,Walkers\n" +
			"-- courses.csv --\nid,name,date,consent\nbump,Bump,due,tips\n-- course_bump.csv --\nid,when,text,valid,group\n" + rows + "\n-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {say: Tea.}\n"))
		found = only(found, "course-text")
		if want == "" {
			require.Empty(t, printed(found), rows)
			continue
		}
		require.NotEmpty(t, found, rows)
		require.Contains(t, found[0].Message, want, rows)
		wellExplained(t, found[0])
	}
	_, found := Load(folder("-- course_baby.csv --\nid,when,text\na,on the day,Hello.\n-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {say: Tea.}\n"))
	require.Contains(t, printed(only(found, "course-text")), "no course called \"baby\"")
}

func TestAFlowPlansTheCourseAndItsDay(t *testing.T) {
	o := bumps(t, "", "")
	w := World{Now: time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC), Course: func(id, day string, _ []string) (string, bool) {
		return "Not " + day, id == "bump" && day == "2027-03-03"
	}}
	join := func(day string) Played {
		p := o.Begin(Conversation{V: 1, Lang: "en"}, w, "try", nil)
		p = o.Hear(p.Conversation, w, "yes")
		return o.Hear(p.Conversation, w, day)
	}
	p := join("3 March 2027")
	require.Equal(t, "You are in. Text STOP BUMP to end the tips.", p.Text)
	require.Equal(t, []Effect{{Kind: EffectCourse, Name: "bump", Value: "2027-03-03", Wording: "When is your baby due?"}}, p.Effects)
	p = join("4 March 2027")
	require.Equal(t, "Not 2027-03-04", p.Text)
	require.Empty(t, p.Effects)
	require.Nil(t, p.Conversation.Now, "the flow ends where nobody can join")
}
