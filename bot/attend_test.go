package bot_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

const bumpOrg = `name: Tea Town
number: "+447700900001"
languages: [en, cy]
welcome: join
menu: [join]
hours: {office: {Mon-Fri: 09:00-17:00}}
still_you: 2 years
queues: {desk: {hours: office}, midwives: {hours: office}}
consents: {tips: Tips by text}
profile: {due_date: {type: date, why: To send tips on the right day, keep: 1 year}}
`

const bumpFlow = `start: {words: [BUMP]}
steps:
  agree:
    ask: Tips until your baby is born? Text STOP to end them.
    exact: yes
    options: {yes: Yes, no: No -> end}
  due: {opt_in: tips, ask: When is your baby due?, answer: date, save: me.due_date}
  in: {course: {join: bump, from: me.due_date}, say: You are in. Text STOP BUMP to end the tips.}
`

const moveFlow = `start: {words: [NEW DATE]}
steps:
  due: {ask: What is the new date?, answer: date}
  in: {course: {join: bump, from: due}, say: We have moved your date.}
`

const talkFlow = "start: {words: [HELLO]}\nsteps:\n  tell: {ask: What is on your mind?, answer: text}\n  end_of_it: {say: Thank you.}\n"

// bumpLessons are due at the end of the week of 18 to 40 weeks, and two after.
const bumpLessons = `id,when,text,text:cy,valid,group
w20,20 weeks before,Twenty.,Ugain.,,
w30,10 weeks before,Thirty.,,1 week,
w36,4 weeks before,Thirty-six.,,,
w36b,27 days before,And a day.,,,
bag,2 weeks before,Pack.,,,
walk,10 days before,Walk.,,,walkers
due,on the day,Today.,,1 day,
feed,2 weeks after,Feed.,,,
`

// mums makes the organisation with one row of settings of its course.
func mums(columns, cells string) *flows.Org {
	book, found := flows.Load(fstest.MapFS{
		"org.yaml": {Data: []byte(bumpOrg)}, "groups.csv": {Data: []byte("id,name\nwalkers,Walkers\nclub,Bump club\n")},
		"courses.csv":     {Data: []byte("id,name,date,consent,queue,leaves" + columns + "\nbump,Bump tips,due,tips,midwives,club" + cells + "\n")},
		"course_bump.csv": {Data: []byte(bumpLessons)}, "join.yaml": {Data: []byte(bumpFlow)}, "move.yaml": {Data: []byte(moveFlow)}, "talk.yaml": {Data: []byte(talkFlow)},
	})
	for _, o := range book.Orgs {
		if o.Flows["join"] != nil {
			return o
		}
	}
	panic(found)
}

var usualMums = sync.OnceValue(func() *flows.Org { return mums("", "") })

// mum is somebody who texts the organisation at a moment of local time.
func mum(o *flows.Org, at string) *phone {
	now, err := time.ParseInLocation("2006-01-02 15:04", at, o.Timezone)
	if err != nil {
		panic(err)
	}
	p := newPhone()
	p.org, p.now = o, now
	p.thread.Key.Org = o.ID
	return p
}

// joins texts her way into the course.
func (p *phone) joins(day string) *phone {
	p.texted("BUMP", "yes", day)
	return p
}

// gets lets time pass to the end of a day, and returns what was sent by itself, each
// with its day and hour.
func (p *phone) gets(t *testing.T, end string) []string {
	t.Helper()
	until, err := time.ParseInLocation("2006-01-02", end, p.org.Timezone)
	require.NoError(t, err)
	until = until.AddDate(0, 0, 1)
	all := []string{}
	for range 5000 {
		wake := p.turn.WakeAt
		if wake.IsZero() || !wake.Before(until) {
			p.now = until
			return all
		}
		require.True(t, wake.After(p.now) || wake.Equal(p.now), "woken at %v for %v", p.now, wake)
		turn := p.waits(max(0, wake.Sub(p.now)))
		for _, out := range turn.Say {
			all = append(all, p.now.In(p.org.Timezone).Format("2006-01-02 15:04 ")+lessonIn(out.Text))
		}
	}
	require.Fail(t, "a thread that never rests")
	return nil
}

// lessonIn is a lesson without the name of its course and how to end it.
func lessonIn(text string) string {
	return strings.TrimSuffix(strings.TrimPrefix(text, "Bump tips: "), " STOP BUMP ends these.")
}

const bye = "This was the last text. We hope they helped. Text MENU for more from Tea Town."

func TestEachLessonComesOnItsDayAndTheCourseEnds(t *testing.T) {
	p := mum(usualMums(), "2026-09-15 12:00").joins("2027-02-10")
	turn := p.turn
	require.Equal(t, []string{"You are in. Text STOP BUMP to end the tips."}, said(turn))
	require.Equal(t, []string{"course:bump"}, turn.Joined)
	require.Equal(t, bot.Consent{Name: "join:course:bump", Given: true, Wording: "When is your baby due?", Words: "2027-02-10", At: p.now.UTC(), Event: turn.Event}, turn.Ledger[0])
	require.Equal(t, []string{
		"2026-09-23 10:00 Twenty.", "2026-12-02 10:00 Thirty.", "2027-01-13 10:00 Thirty-six.", "2027-01-14 10:00 And a day.", "2027-01-27 10:00 Pack.",
		"2027-02-10 10:00 Today.", "2027-02-24 10:00 Feed.", "2027-02-25 10:00 " + bye,
	}, p.gets(t, "2028-01-01"))
	require.Empty(t, p.thread.Person.Courses, "it is over")
}

func TestALessonKnowsItsHoursAndItsCourse(t *testing.T) {
	p := mum(usualMums(), "2026-09-23 09:00").joins("2027-02-10")
	turn := p.waits(time.Hour)
	require.Equal(t, []string{"Bump tips: Twenty. STOP BUMP ends these."}, said(turn))
	out := turn.Say[0]
	require.True(t, out.Planned)
	require.Equal(t, "course:bump", out.Group)
	require.Equal(t, "2026-09-23 18:00", out.Expires.In(p.org.Timezone).Format("2006-01-02 15:04"), "not in the evening")
	require.Zero(t, out.NotBefore)
	p = mum(usualMums(), "2026-09-23 09:00")
	p.joins("2027-02-10").thread.Person.Language = "cy"
	require.Equal(t, []string{"Bump tips: Ugain. STOP BUMP ends these."}, said(p.waits(time.Hour)), "how to end it is in no draft")
	p.thread.Person.Courses = map[string]bot.Attending{}
}

func TestWhoJoinsLateGetsWhatTheCourseSays(t *testing.T) {
	for name, c := range map[string]struct {
		columns, cells, at string
		want               []string
	}{
		"the last that is still true":  {"", "", "2027-01-15 12:00", []string{"2027-01-15 12:10 And a day.", "2027-01-27 10:00 Pack."}},
		"none":                         {",catch_up", ",none", "2027-01-15 12:00", []string{"2027-01-27 10:00 Pack."}},
		"all, one a day":               {",catch_up", ",all", "2027-01-15 12:00", []string{"2027-01-15 12:10 Thirty-six.", "2027-01-16 10:00 And a day.", "2027-01-27 10:00 Pack."}},
		"what is not true is not late": {",catch_up", ",all", "2027-01-20 12:00", []string{"2027-01-27 10:00 Pack."}},
		"not twenty at once":           {",catch_up,valid", ",last,1 year", "2027-01-20 12:00", []string{"2027-01-20 12:10 And a day.", "2027-01-27 10:00 Pack."}},
		"in the evening, the next day": {"", "", "2027-01-15 19:00", []string{"2027-01-16 10:00 And a day.", "2027-01-27 10:00 Pack."}},
		"in the morning, at its hour":  {"", "", "2027-01-27 09:30", []string{"2027-01-27 10:00 Pack."}},
		"on a bank holiday, after it":  {",closed,valid", ",england,1 week", "2027-01-27 09:30", []string{"2027-01-27 10:00 Pack."}},
		"within the hours it names":    {",between", ",15:00-16:00", "2027-01-27 09:30", []string{"2027-01-27 15:00 Pack."}},
	} {
		t.Run(name, func(t *testing.T) {
			p := mum(mums(c.columns, c.cells), c.at).joins("2027-02-10")
			require.Equal(t, c.want, p.gets(t, "2027-01-31"))
		})
	}
}

func TestADayThatCannotBeIsToldKindly(t *testing.T) {
	for day, want := range map[string]string{
		"2027-09-01": "That date is more than 9 months away. Please check it. Text MENU to start again.",
		"2020-01-01": "For that date all the tips are over, so we have none to send. Was the date wrong? Text MENU to start again.",
		"1 Dec 2026": "You are in. Text STOP BUMP to end the tips.",
		"3/3":        "You are in. Text STOP BUMP to end the tips.",
	} {
		p := mum(usualMums(), "2026-09-15 12:00").joins(day)
		require.Equal(t, []string{want}, said(p.turn), day)
		require.Equal(t, strings.HasPrefix(want, "You"), len(p.thread.Person.Courses) == 1, day)
		require.Nil(t, p.thread.Conversation.Now)
	}
}

func TestNobodyJoinsWhoHasNotAgreed(t *testing.T) {
	p := mum(usualMums(), "2026-09-15 12:00").texted("NEW DATE", "2027-02-10")
	require.Equal(t, []string{"You have not agreed to texts from Tea Town yet, so we cannot send you tips. Text MENU for more."}, said(p.turn))
	require.Empty(t, p.thread.Person.Courses)
	require.Empty(t, p.turn.Joined)
}

func TestLessonsGoOnFromANewDateAndNoneComesTwice(t *testing.T) {
	p := mum(usualMums(), "2026-09-15 12:00").joins("2027-02-10")
	require.Len(t, p.gets(t, "2027-01-20"), 4) // w20, w30, w36, w36b
	p.texted("NEW DATE", "2027-02-24")
	require.Equal(t, []string{"We have moved your date."}, said(p.turn))
	require.Empty(t, p.turn.Joined, "they were in it")
	require.Equal(t, []string{"2027-02-10 10:00 Pack.", "2027-02-24 10:00 Today."}, p.gets(t, "2027-02-28"), "what they have had does not come again")

	p = mum(usualMums(), "2027-01-20 12:00").joins("2027-02-10")
	p.texted("NEW DATE", "2027-04-10")
	require.Equal(t, []string{"2027-01-30 10:00 Thirty.", "2027-03-13 10:00 Thirty-six."}, p.gets(t, "2027-03-13"), "what was over and is still to come now comes")
	p.texted("NEW DATE", "2027-04-10")
	require.Equal(t, []string{"2027-03-14 10:00 And a day."}, p.gets(t, "2027-03-15"), "the same date changes nothing")
}

func TestALessonThatDidNotLeaveComesLaterOnlyWhileItIsTrue(t *testing.T) {
	for name, c := range map[string]struct {
		fates []bot.Fate // of the lesson, each time that it is asked
		want  []string
	}{
		"it has left":                        {[]bot.Fate{bot.FateSent}, []string{"2027-01-13 10:00 Thirty-six.", "2027-01-14 10:00 And a day."}},
		"nobody knows":                       {[]bot.Fate{bot.FateUncertain}, []string{"2027-01-13 10:00 Thirty-six.", "2027-01-14 10:00 And a day."}},
		"it failed":                          {[]bot.Fate{bot.FateFailed}, []string{"2027-01-13 10:00 Thirty-six.", "2027-01-14 10:00 And a day."}},
		"nothing is known any more":          {[]bot.Fate{""}, []string{"2027-01-13 10:00 Thirty-six.", "2027-01-14 10:00 And a day."}},
		"nothing could be sent that day":     {[]bot.Fate{bot.FateExpired, bot.FateSent}, []string{"2027-01-13 10:00 Thirty-six.", "2027-01-14 10:00 Thirty-six.", "2027-01-15 10:00 And a day."}},
		"enough texts that week":             {[]bot.Fate{bot.FateCapped, bot.FateSent}, []string{"2027-01-13 10:00 Thirty-six.", "2027-01-14 10:00 Thirty-six.", "2027-01-15 10:00 And a day."}},
		"nothing could be sent for days":     {[]bot.Fate{bot.FateExpired, bot.FateExpired, bot.FateExpired, bot.FateSent}, []string{"2027-01-13 10:00 Thirty-six.", "2027-01-14 10:00 Thirty-six.", "2027-01-15 10:00 Thirty-six.", "2027-01-16 10:00 And a day."}},
		"it waits in the outbox all the day": {[]bot.Fate{bot.FateWaits, bot.FateWaits, bot.FateExpired, bot.FateSent}, []string{"2027-01-13 10:00 Thirty-six.", "2027-01-14 10:00 Thirty-six.", "2027-01-15 10:00 And a day."}},
	} {
		t.Run(name, func(t *testing.T) {
			p := mum(usualMums(), "2027-01-10 12:00").joins("2027-02-10")
			fates, got := c.fates, []string{}
			for p.now.Before(time.Date(2027, 1, 20, 0, 0, 0, 0, time.UTC)) {
				p.now = p.turn.WakeAt
				if refs := p.thread.AskedFates(p.now); len(refs) > 0 {
					fate := bot.FateSent
					if len(fates) > 0 {
						fate, fates = fates[0], fates[1:]
					}
					p.thread.Fates = map[string]bot.Fate{refs[0]: fate}
				}
				for _, out := range p.waits(0).Say {
					got = append(got, p.now.In(p.org.Timezone).Format("2006-01-02 15:04 ")+strings.Fields(strings.TrimPrefix(out.Text, "Bump tips: "))[0])
				}
			}
			want := []string{}
			for _, w := range c.want {
				want = append(want, strings.Join(strings.Fields(w)[:3], " "))
			}
			require.Equal(t, want, got)
			require.Empty(t, fates, "each was asked")
		})
	}
}

func TestWaysOutOfACourse(t *testing.T) {
	for name, c := range map[string]struct {
		texts []string
		want  string
		in    bool // still is, though nothing may be sent
	}{
		"by its name":        {[]string{"STOP bump tips"}, "You have left Bump tips and won't get its texts. Other texts go on.", false},
		"by its word":        {[]string{"stop BUMP"}, "You have left Bump tips and won't get its texts. Other texts go on.", false},
		"twice":              {[]string{"stop BUMP", "STOP BUMP"}, "You are not in Bump tips. Text MENU for more.", false},
		"everything":         {[]string{"STOP"}, "Done. Tea Town will not text you again. If you want to come back, text START.", true},
		"FORGET":             {[]string{"FORGET", "1"}, "Done. Your details are wiped and we will not text you again. If you want to come back, text START.", false},
		"the number changed": {[]string{"wrong number"}, "Sorry about that. We have wiped what we kept and will not text this number again.", false},
	} {
		t.Run(name, func(t *testing.T) {
			p := mum(usualMums(), "2026-09-15 12:00").joins("2027-02-10").texted(c.texts...)
			if name != "the number changed" {
				require.Equal(t, []string{c.want}, said(p.turn))
			}
			require.Equal(t, c.in, len(p.thread.Person.Courses) == 1)
			require.Empty(t, p.gets(t, "2028-01-01"))
			require.Empty(t, p.thread.Person.Courses, "nothing is kept of it once it is over")
		})
	}
	p := mum(usualMums(), "2026-09-15 12:00").joins("2027-02-10").texted("STOP")
	p.gets(t, "2027-01-12")
	p.texted("START")
	require.Equal(t, []string{"2027-01-13 10:00 Thirty-six."}, p.gets(t, "2027-01-13"), "who comes back gets what is to come")
	p = mum(usualMums(), "2026-09-15 12:00").joins("2027-02-10").texted("MYDATA")
	require.Contains(t, said(p.turn)[0], "Bump tips (date 10 February 2027)")
	require.Contains(t, said(p.turn)[0], "To leave a group text STOP and its name.")
}

func TestNoLessonComesWhileItMustNot(t *testing.T) {
	for name, prepare := range map[string]func(*phone){
		"while people have the word": func(p *phone) { p.texted("PERSON") },
		"in a crisis":                func(p *phone) { p.texted("i want to die") },
		"while safety is asked":      func(p *phone) { p.texted("cant cope") },
		"while a case is urgent":     func(p *phone) { p.thread.Case = &bot.Case{ID: "c", Reason: "told", Urgent: true} },
		"to a sender of letters":     func(p *phone) { p.thread.Key.Address.Kind = providers.ShortCode },
	} {
		p := mum(usualMums(), "2027-01-13 09:50").joins("2027-02-10")
		prepare(p)
		for range 60 {
			require.Empty(t, p.waits(time.Hour).Say, name)
		}
		require.Len(t, p.thread.Person.Courses, 1, name)
	}
	p := mum(usualMums(), "2027-01-13 09:55").joins("2027-02-10")
	require.Equal(t, []string{"2027-01-13 10:05 Thirty-six."}, p.gets(t, "2027-01-13"), "not in the middle of a talk")
	p = mum(usualMums(), "2027-01-10 09:55").joins("2027-02-10")
	p.thread.Guard.Muted = p.now.Add(100 * time.Hour)
	p.turn.WakeAt = p.waits(0).WakeAt
	require.Equal(t, []string{"2027-01-14 13:55 Thirty-six.", "2027-01-15 10:00 And a day."}, p.gets(t, "2027-01-15"), "a machine may answer")
}

func TestALessonForMembersIsForThemAlone(t *testing.T) {
	p := mum(usualMums(), "2027-01-28 12:00").joins("2027-02-10")
	p.thread.Person.Groups = []string{"walkers"}
	p.turn.WakeAt = p.waits(0).WakeAt
	require.Contains(t, p.gets(t, "2027-02-01"), "2027-01-31 10:00 Walk.")
}

func TestACourseThatIsTakenOutOfTheListIsSilentAndEnds(t *testing.T) {
	p := mum(usualMums(), "2026-09-15 12:00").joins("2027-02-10")
	o := *usualMums()
	o.Lists = map[string]*flows.List{}
	p.org = &o
	require.Empty(t, p.gets(t, "2027-02-20"))
	require.Len(t, p.thread.Person.Courses, 1, "it may come back")
	require.Empty(t, p.gets(t, "2027-03-20"))
	require.Empty(t, p.thread.Person.Courses)
}

// TestNoLessonIsEverWrong lets somebody join, move the day, leave and come back at
// random, with fates at random: no lesson comes twice but where the first has certainly
// not left, none at a wrong hour or when it is not true, and no two on a day.
func TestNoLessonIsEverWrong(t *testing.T) {
	orgs := []*flows.Org{usualMums(), mums(",catch_up,closed,between", ",all,england,09:00-20:30"), mums(",catch_up,valid", ",none,1 week")}
	rapid.Check(t, func(rt *rapid.T) {
		o := rapid.SampledFrom(orgs).Draw(rt, "org")
		course, _ := o.Course("bump")
		p := mum(o, "2026-09-01 12:00")
		p.now = p.now.Add(time.Duration(rapid.IntRange(0, 200*24*60).Draw(rt, "minutes")) * time.Minute)
		p.joins(p.now.AddDate(0, 0, rapid.IntRange(-20, 279).Draw(rt, "ahead")).Format(time.DateOnly))
		had, last, left := map[string]int{}, "", bot.Parted{}
		for range rapid.IntRange(1, 120).Draw(rt, "steps") {
			switch rapid.IntRange(0, 14).Draw(rt, "does") {
			case 0:
				p.texted("NEW DATE", p.now.AddDate(0, 0, rapid.IntRange(0, 250).Draw(rt, "moved")).Format(time.DateOnly))
			case 1:
				p.text(rapid.SampledFrom([]string{"STOP", "START", "hello", "MENU", "PERSON"}).Draw(rt, "text"))
			case 2:
				p.texted("STOP BUMP")
				left = p.thread.Person.Parted["bump"]
			case 3:
				p.joins(p.now.AddDate(0, 0, rapid.IntRange(0, 250).Draw(rt, "again")).Format(time.DateOnly))
			}
			if slices.Contains(p.turn.Joined, "course:bump") {
				ends := course.Ends(o, p.turn.Person.Courses["bump"].Day)
				if anew := !p.now.Before(left.Ends) || ends.Sub(left.Ends).Abs() > 140*24*time.Hour; anew { // it was over, or it is about another baby
					clear(had)
					last = ""
				}
			}
			at := p.turn.WakeAt
			if late := p.now.Add(time.Duration(rapid.IntRange(0, 72).Draw(rt, "hours")) * time.Hour); at.IsZero() || rapid.Bool().Draw(rt, "outage") && late.After(at) {
				at = late
			}
			p.now = later(p.now, at)
			p.thread.Fates = map[string]bot.Fate{}
			before := p.thread.Person.Courses["bump"]
			for _, ref := range p.thread.AskedFates(p.now) {
				fate := rapid.SampledFrom([]bot.Fate{bot.FateSent, bot.FateExpired, bot.FateCapped, bot.FateWaits, bot.FateUncertain, ""}).Draw(rt, "fate")
				p.thread.Fates[ref] = fate
				if before.Sent.Ref == ref && slices.Contains([]bot.Fate{bot.FateExpired, bot.FateCapped}, fate) {
					had[before.Sent.Lesson]--
				}
			}
			turn := p.waits(0)
			for _, out := range turn.Say {
				if !out.Planned {
					continue
				}
				local := p.now.In(o.Timezone)
				sent := turn.Person.Courses["bump"].Sent
				require.NotNil(rt, sent)
				had[sent.Lesson]++
				require.LessOrEqual(rt, had[sent.Lesson], 1, "twice: %s", sent.Lesson)
				require.NotEqual(rt, last, local.Format(time.DateOnly), "two on a day")
				last = local.Format(time.DateOnly)
				require.Equal(rt, p.now, course.Opens(o, p.now), "at %v", local)
				require.True(rt, out.Expires.After(p.now) && !out.Expires.After(course.Closes(o, p.now)))
				tip := course.Lessons[slices.IndexFunc(course.Lessons, func(t flows.Lesson) bool { return t.ID == sent.Lesson })]
				due := course.Due(o, turn.Person.Courses["bump"].Day, tip)
				require.False(rt, p.now.Before(due), "before its day")
				require.True(rt, p.now.Before(due.Add(tip.Valid)), "not true any more")
			}
		}
	})
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
