package bot_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

const stillAsked = "This is Mill. We have not heard from you for a long time. Is this still you?\n1 Yes\n2 No, wrong number\nSTOP ends all texts."

// silentOrg asks after 90 days, and has a course that goes on for longer.
func silentOrg(t *testing.T) *flows.Org {
	t.Helper()
	book, found := flows.Load(fstest.MapFS{
		"org.yaml": {Data: []byte("name: Mill\nnumber: \"+447700900001\"\nstill_you: 90 days\nmenu: [join]\nqueues: {desk: {hours: office}}\n" +
			"hours: {office: {Mon-Fri: 09:00-17:00, closed: england bank holidays}}\nconsents: {tips: Tips by text}\nprofile: {area: {why: To show what is near, keep: 2 years}}\n")},
		"groups.csv":      {Data: []byte("id,name\nwalkers,Walkers\n")},
		"courses.csv":     {Data: []byte("id,name,date,consent\nbump,Bump tips,due,tips\n")},
		"course_bump.csv": {Data: []byte("id,when,text\none,16 weeks before,One.\ntwo,8 weeks before,Two.\nthree,4 weeks before,Three.\n")},
		"join.yaml":       {Data: []byte("start: {words: [TEA]}\nsteps:\n  top: {say: Tea is at four.}\n")},
		"news.yaml":       {Data: []byte("start: {every: Monday 10:00, to: group walkers}\nsteps:\n  top: {say: We walk.}\n")},
	})
	for _, o := range book.Orgs {
		require.NotEmpty(t, o.Flows, found)
		return o
	}
	return nil
}

// oldMember is a member who is in the course, and texts on 1 September for the last time.
func oldMember(t *testing.T) *phone {
	o := silentOrg(t)
	p := mum(o, "2026-09-01 09:30")
	p.thread.Version = 1
	p.thread.Person = bot.Person{
		Met: p.now, Consents: []string{"tips"}, Groups: []string{"walkers"},
		Courses: map[string]bot.Attending{"bump": {Day: "2027-03-03", Joined: p.now, Since: p.now, Ends: p.now.AddDate(1, 0, 0)}},
	}
	p.texted("TEA")
	return p
}

func TestWhoIsSilentForLongIsAskedOnceAndLessonsWait(t *testing.T) {
	p := oldMember(t)
	require.Equal(t, []string{"2026-11-11 10:00 One.", "2026-11-30 08:30 " + stillAsked}, p.gets(t, "2027-02-05"), "once, and no lesson after it")
	require.NotEmpty(t, p.thread.Person.Courses)
	require.False(t, p.thread.Stopped, "silence is no STOP")
	require.Equal(t, []string{"Good. You are getting texts from Mill. Text STOP at any time to stop them."}, said(p.texted("1").turn), "a late answer is one too")
}

func TestWhoSaysYesGoesOn(t *testing.T) {
	p := oldMember(t)
	p.thread.Person.Source = "poster"
	p.gets(t, "2026-12-10")
	p.texted("yes")
	require.Equal(t, []bot.Consent{{
		Name: bot.StillMine, Given: true, Wording: stillAsked, Words: "yes", At: p.now.UTC(), Event: p.turn.Event, Source: "poster",
	}}, p.turn.Ledger, "what was asked, what they said, when, and in which text")
	require.Zero(t, p.thread.Person.Doubt)
	require.Nil(t, p.thread.Still)
	require.Equal(t, []string{"2027-01-06 10:00 Two.", "2027-02-03 10:00 Three.", "2027-02-04 10:00 This was the last text. We hope they helped. Text MENU for more from Mill."}, p.gets(t, "2027-02-10"))
	require.Contains(t, p.gets(t, "2027-03-15")[0], "Is this still you?", "and is asked again after the next silence")
}

func TestTheQuestionLeavesOnAWorkingDayWithinTheCapOrOnAnother(t *testing.T) {
	p := oldMember(t)
	p.thread.Person.Courses = nil
	p.thread.Person.Heard = time.Date(2026, 9, 29, 9, 0, 0, 0, time.UTC) // 90 days before a bank holiday
	p.turn.WakeAt = p.waits(0).WakeAt
	require.Equal(t, "2026-12-29 08:00", p.turn.WakeAt.Format("2006-01-02 15:04"))
	p.now = p.turn.WakeAt
	turn := p.waits(0)
	require.Equal(t, []string{stillAsked}, said(turn))
	require.True(t, turn.Say[0].Planned, "it counts towards the weekly cap, and a dead number gets none")
	for _, fate := range []bot.Fate{bot.FateCapped, bot.FateExpired, bot.FateSent} {
		p.now = p.turn.WakeAt
		p.thread.Fates = map[string]bot.Fate{p.thread.Still.Ref: fate}
		require.Equal(t, []string{p.thread.Still.Ref}, p.thread.AskedFates(p.now))
		require.Empty(t, p.waits(0).Say)
		if fate == bot.FateSent {
			break
		}
		require.Nil(t, p.thread.Asking, "nobody has read it")
		p.now = p.turn.WakeAt
		require.Equal(t, []string{stillAsked}, said(p.waits(0)), "another day")
	}
	require.Empty(t, p.gets(t, "2028-12-01"), "once")
}

func TestNobodyIsAskedWhoMustBeLeftInPeace(t *testing.T) {
	for name, prepare := range map[string]func(*phone){
		"who has stopped":                  func(p *phone) { p.texted("STOP") },
		"who has an open case":             func(p *phone) { p.texted("PERSON") },
		"after a crisis":                   func(p *phone) { p.thread.Former = &bot.FormerCase{ID: "c", Grave: true} },
		"of whom nothing unasked is known": func(p *phone) { p.thread.Person.Consents, p.thread.Person.Groups = nil, nil },
		"who may have meant STOP, and then": func(p *phone) {
			p.texted("STPO")
		},
	} {
		p := oldMember(t)
		p.thread.Person.Courses = nil
		prepare(p)
		require.Empty(t, p.gets(t, "2027-06-01"), name)
	}
}

func TestNothingUnaskedReachesANumberThatMayBeAnothers(t *testing.T) {
	p := oldMember(t)
	p.gets(t, "2026-12-01")
	require.True(t, p.thread.Person.Doubtful(p.org, p.now))
	job := bot.Job{ID: "j", Org: p.org.ID, Who: p.org.To("news"), Flow: "news", Made: p.now, Until: p.now.Add(day)}
	_, starts := bot.JudgeStart(p.org, p.thread, job, p.now, nil)
	require.False(t, starts, "a flow that starts by the clock")
	job.Flow, job.Told = "", &flows.Told{Who: flows.Audience{Kind: flows.ToGroup, Name: "walkers"}, Text: map[string]string{"en": "The walk is off."}}
	job.Who = job.Told.Who
	told, ok := bot.JudgeTold(p.org, p.thread, job, p.now, nil)
	require.True(t, ok)
	require.Empty(t, told.Say, "what others tell waits")
	_, err := bot.JudgeFirst(p.org, p.thread, dana, "x", "Hello", p.now)
	require.ErrorIs(t, err, bot.ErrSilent)
	p.keep(told)
	p.texted("yes")
	require.Equal(t, []string{"The walk is off."}, said(p.waits(9*time.Hour)), "and is told once they say that it is they")
}

// TestANewOwnerIsToldNothing lets whoever has the number now text anything: it is
// asked first who they are, and with no all of it is gone.
func TestANewOwnerIsToldNothing(t *testing.T) {
	for _, text := range []string{"MYDATA", "TEA", "MENU", "JOIN WALKERS", "hello there", "1", "BACK"} {
		p := oldMember(t)
		p.thread.Person.Me = map[string]string{"area": "WB2"}
		p.passes(120 * day)
		require.Equal(t, []string{stillAsked}, said(p.texted(text).turn), text)
		p.texted("2")
		require.True(t, p.turn.Forget, text)
		require.Empty(t, p.thread.Person.Groups, text)
		require.Equal(t, []string{"Sorry about that. We have taken this number off our list and will not text you again. If you want to join, text START."}, said(p.turn))
	}
}

func TestWhatWasWrittenIsHeardOnceTheySayYes(t *testing.T) {
	p := oldMember(t)
	p.passes(120 * day)
	p.texted("TEA")
	require.Equal(t, []string{"Tea is at four."}, said(p.texted("yes").turn))
	require.Equal(t, "yes", p.turn.Ledger[0].Words, "not what they wrote before")
	require.Equal(t, []string{"Tea is at four."}, said(p.texted("TEA").turn), "and they are asked no more")

	p = oldMember(t)
	p.passes(120 * day)
	p.texted("hello", "what is this about", "i do not follow", "what")
	require.Contains(t, said(p.turn)[0], "a person", "who does not say is offered one")
}

func TestHelpAndTheWaysOutAreOpenToWhoeverHasTheNumber(t *testing.T) {
	for text, rule := range map[string]string{
		"STOP": "stop", "i want to die": "crisis", "cant cope": "unclear crisis", "my baby died": "loss", "HELP": "command", "PERSON": "command",
		"who is this": "command", "wrong number": "command", "FORGET": "command", "STOP BUMP": "group command", "stpo": "lenient stop",
	} {
		p := oldMember(t)
		p.passes(120 * day)
		p.text(text)
		require.Equal(t, rule, p.turn.Rule, text)
		require.False(t, strings.Contains(strings.Join(said(p.turn), " "), "WB2"))
	}
}

// What staff decide about a group is not told to a number that may be another's: it
// names the group.
func TestNoGroupIsNamedToANumberThatMayBeAnothers(t *testing.T) {
	silent := func() *phone {
		p := oldMember(t)
		p.thread.Person.Groups, p.thread.Person.Courses = nil, nil
		p.gets(t, "2026-12-01")
		return p
	}
	p := silent()
	require.ErrorIs(t, p.decides(t, bot.Membership{Group: "walkers", Do: bot.Put, Reason: "rang up"}, p.now), bot.ErrSilent)
	for _, do := range []bot.MembershipDeed{bot.Accept, bot.Refuse} {
		p := silent()
		p.thread.Wants = []bot.Want{{Group: "walkers", At: p.now}}
		require.NoError(t, p.decides(t, bot.Membership{Group: "walkers", Do: do}, p.now))
		require.Empty(t, p.turn.Say, do)
		require.Equal(t, do == bot.Accept, p.turn.Person.In("walkers"))
		require.Empty(t, p.waits(24*time.Hour).Say, "nor later")
		p.texted("yes")
		require.Contains(t, said(p.waits(10 * time.Hour))[0], "Walkers", "but once they say that it is they")
	}
}
