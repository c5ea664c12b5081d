package bot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

// listed is what a list says of somebody who agreed to the tips at her booking, in the
// course's organisation.
func listed(day string) bot.Import {
	return bot.Import{
		Event: "import:x:2", By: "Ada", Consents: []string{"tips"}, Course: "bump", Day: day,
		Source: "booking visit", Words: "Tips until your baby is 6 weeks old", Agreed: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC),
	}
}

func TestAListPutsPeopleIntoACourse(t *testing.T) {
	p := mum(usualMums(), "2027-01-14 12:00")
	turn, changes, err := bot.JudgeImport(p.org, p.thread, nil, listed("2027-02-10"), p.now)
	require.NoError(t, err)
	require.True(t, changes)
	require.Empty(t, turn.Say)
	require.Equal(t, []string{"course:bump"}, turn.Joined)
	line := turn.Ledger[len(turn.Ledger)-1]
	require.Equal(t, []string{"join:course:bump", "booking visit", "Tips until your baby is 6 weeks old", "Ada"}, []string{line.Name, line.Source, line.Wording, line.By})
	require.Equal(t, listed("").Agreed, line.Agreed)
	p.keep(turn)
	require.Equal(t, []string{"2027-01-14 12:00 And a day.", "2027-01-27 10:00 Pack."}, p.gets(t, "2027-01-31"), "the last that is still true, and what is to come")

	again, changes, err := bot.JudgeImport(p.org, p.thread, turn.Ledger, listed("2027-02-20"), p.now)
	require.NoError(t, err)
	require.False(t, changes, "whoever is in it keeps the day that is known: %+v", again.Ledger)
}

func TestWhomAListDoesNotPutIntoACourse(t *testing.T) {
	noConsent, none := listed("2027-02-10"), listed("2027-02-10")
	noConsent.Consents, none.Course = nil, "walks"
	for name, c := range map[string]struct {
		in   bot.Import
		want bot.CourseError
	}{
		"all lessons are over":         {listed("2026-01-01"), bot.CourseError{Course: "bump", Day: "2026-01-01", Fit: flows.FitTooLate}},
		"more than nine months away":   {listed("2028-01-01"), bot.CourseError{Course: "bump", Day: "2028-01-01", Fit: flows.FitFar}},
		"a day that there is not":      {listed("2027-02-30"), bot.CourseError{Course: "bump", Day: "2027-02-30", Fit: flows.FitNoDay}},
		"has not agreed":               {noConsent, bot.CourseError{Course: "bump", Day: "2027-02-10", Fit: flows.FitYes, Consent: "tips"}},
		"a course that is not there":   {none, bot.CourseError{Course: "walks", Day: "2027-02-10", Fit: flows.FitNoDay}},
		"not even with no text at all": {listed(""), bot.CourseError{Course: "bump", Fit: flows.FitNoDay}},
	} {
		p := mum(usualMums(), "2027-01-14 12:00")
		_, changes, err := bot.JudgeImport(p.org, p.thread, nil, c.in, p.now)
		var refused *bot.CourseError
		require.ErrorAs(t, err, &refused, name)
		require.Equal(t, c.want, *refused, name)
		require.False(t, changes)
	}
}

// TestNoListBringsACourseBackThatWasEnded takes each way out of a course, and imports
// the person once more, as if they had agreed today.
func TestNoListBringsACourseBackThatWasEnded(t *testing.T) {
	for name, c := range map[string]struct {
		leaves func(*phone) *phone
		agreed string // on which day, as the list says
		want   string // ended, withdrawn, or empty for taken
	}{
		"a loss":                    {func(p *phone) *phone { return p.texted("I lost the baby") }, "2026-10-20", "ended"},
		"a loss, perhaps":           {func(p *phone) *phone { return p.texted("they cant find a heartbeat") }, "2026-10-20", "ended"},
		"a loss after she left":     {func(p *phone) *phone { return p.texted("STOP BUMP", "I lost the baby") }, "2026-10-20", "ended"},
		"by staff":                  {endedByStaff, "2026-10-20", "ended"},
		"left after she had agreed": {func(p *phone) *phone { return p.texted("STOP BUMP") }, "2026-10-01", "withdrawn"},
		"left, and agreed anew":     {func(p *phone) *phone { return p.texted("STOP BUMP") }, "2026-10-20", ""},
		"joined again by text":      {func(p *phone) *phone { return endedByStaff(p).joins("2027-02-10").texted("STOP BUMP") }, "2026-10-20", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := mum(usualMums(), "2026-10-01 12:00").joins("2027-02-10")
			p.ledger = nil
			p.thread.Person.Courses["bump"] = withLesson(p.thread.Person.Courses["bump"])
			c.leaves(p)
			require.Empty(t, p.thread.Person.Courses)
			in := listed("2027-02-10")
			in.Agreed, _ = time.Parse(time.DateOnly, c.agreed)
			p.thread.Person.Consents, p.now = []string{"tips"}, p.now.AddDate(0, 1, 0)
			turn, _, err := bot.JudgeImport(p.org, p.thread, p.ledger, in, p.now)
			var back *bot.WithdrawnError
			switch c.want {
			case "":
				require.NoError(t, err)
				require.Equal(t, []string{"course:bump"}, turn.Joined)
			case "withdrawn":
				require.ErrorAs(t, err, &back)
			default:
				require.ErrorIs(t, err, bot.ErrEnded)
			}
		})
	}
}

func withLesson(a bot.Attending) bot.Attending {
	a.Told = []string{"w20"}
	return a
}

func endedByStaff(p *phone) *phone {
	p.keep(bot.JudgeEndCourse(p.org, p.thread, "bump", "c-1", "id", p.now))
	return p
}
