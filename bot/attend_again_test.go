package bot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
)

// leaves texts her way out of the course, and back into it some time later.
func (p *phone) leavesAndJoins(after time.Duration, day string) *phone {
	p.texted("STOP BUMP")
	p.now = p.now.Add(after)
	return p.joins(day)
}

func TestWhoJoinsAgainReadsNothingTwice(t *testing.T) {
	for name, c := range map[string]struct {
		columns, cells string
		joins, until   string // when she joins first, and leaves
		away           time.Duration
		day            string
		want           []string // after she has joined again, to the end of January
	}{
		"the last is not late":                {"", "", "2026-09-15", "2027-01-14", time.Hour, "2027-02-10", []string{"2027-01-27 10:00 Pack."}},
		"nothing from before it is late":      {",valid", ",1 year", "2027-01-13", "2027-01-15", 2 * time.Hour, "2027-02-10", []string{"2027-01-27 10:00 Pack."}},
		"the one that came meanwhile is late": {"", "", "2026-09-15", "2027-01-13", 39 * time.Hour, "2027-02-10", []string{"2027-01-15 15:10 And a day.", "2027-01-27 10:00 Pack."}},
		"or not, as the course says":          {",catch_up", ",none", "2026-09-15", "2027-01-13", 39 * time.Hour, "2027-02-10", []string{"2027-01-27 10:00 Pack."}},
		"all of them are, one a day":          {",catch_up,valid", ",all,1 year", "2026-09-15", "2027-01-01", 16 * 24 * time.Hour, "2027-02-10", []string{"2027-01-18 10:00 Thirty-six.", "2027-01-19 10:00 And a day.", "2027-01-27 10:00 Pack."}},
		"not those that she had, one a day":   {",catch_up,valid", ",all,1 year", "2026-09-15", "2027-01-13", 3 * 24 * time.Hour, "2027-02-10", []string{"2027-01-17 10:00 And a day.", "2027-01-27 10:00 Pack."}},
		"a date that is put right":            {"", "", "2026-09-15", "2027-01-14", time.Hour, "2027-02-16", []string{}},
		"another baby begins anew":            {",valid", ",1 year", "2026-09-15", "2027-01-14", time.Hour, "2027-09-10", []string{}},
		"each on a day of its own":            {",catch_up,valid", ",all,1 year", "2027-01-13", "2027-01-13", time.Hour, "2027-02-10", []string{"2027-01-14 10:00 Thirty-six.", "2027-01-15 10:00 And a day.", "2027-01-27 10:00 Pack."}},
	} {
		t.Run(name, func(t *testing.T) {
			p := mum(mums(c.columns, c.cells), c.joins+" 09:00").joins("2027-02-10")
			p.gets(t, c.until)
			p.leavesAndJoins(c.away, c.day)
			require.Equal(t, []string{"You are in. Text STOP BUMP to end the tips."}, said(p.turn))
			require.Equal(t, c.want, p.gets(t, "2027-01-31"))
		})
	}
}

func TestALessonThatWaitsWhileSheLeavesComesOnceIfSheIsBack(t *testing.T) {
	for fate, want := range map[bot.Fate][]string{
		bot.FateSent:      {"2027-01-14 10:00 And a day."},
		bot.FateUncertain: {"2027-01-14 10:00 And a day."},
		bot.FateWithheld:  {"2027-01-14 10:00 Thirty-six.", "2027-01-15 10:00 And a day."},
	} {
		p := mum(usualMums(), "2027-01-10 12:00").joins("2027-02-10")
		p.gets(t, "2027-01-12")
		require.Len(t, p.waits(p.turn.WakeAt.Sub(p.now)).Say, 1)
		p.leavesAndJoins(time.Hour, "2027-02-10")
		sent := p.thread.Person.Courses["bump"].Sent
		require.NotNil(t, sent, "it is still to be asked of")
		got := []string{}
		for p.now.Before(time.Date(2027, 1, 20, 0, 0, 0, 0, time.UTC)) {
			p.now = p.turn.WakeAt
			p.thread.Fates = map[string]bot.Fate{sent.Ref: fate}
			for _, out := range p.waits(0).Say {
				got = append(got, p.now.Format("2006-01-02 15:04 ")+lessonIn(out.Text))
			}
		}
		require.Equal(t, want, got, fate)
	}
}

func TestWhatIsRememberedOfACourseThatWasLeftGoesInTheEnd(t *testing.T) {
	left := func() *phone {
		p := mum(usualMums(), "2026-09-15 12:00").joins("2027-02-10")
		p.gets(t, "2026-12-05")
		p.texted("STOP BUMP")
		require.Equal(t, []string{"w20", "w30"}, p.thread.Person.Parted["bump"].Told)
		return p
	}
	p := left()
	require.Empty(t, p.gets(t, "2027-02-20"))
	require.NotEmpty(t, p.thread.Person.Parted)
	require.Empty(t, p.gets(t, "2027-03-05"))
	require.Empty(t, p.thread.Person.Parted, "the course would be over")

	for name, forgets := range map[string]func(*phone){
		"a loss": func(p *phone) { p.text("I lost the baby") },
		"FORGET": func(p *phone) { p.texted("FORGET", "1") },
		"staff": func(p *phone) {
			p.joins("2027-02-10")
			p.thread = bot.JudgeEndCourse(p.org, p.thread, "bump", "ada", "e1", p.now).Thread
		},
	} {
		p := left()
		forgets(p)
		require.Empty(t, p.thread.Person.Parted, name)
	}

	p = mum(usualMums(), "2026-09-15 12:00").joins("2027-02-10").texted("STOP BUMP")
	require.Empty(t, p.thread.Person.Parted, "of whom was sent nothing, nothing is kept")
}
