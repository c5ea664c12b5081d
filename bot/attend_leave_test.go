package bot_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

// The way out that stands under every lesson is open whatever else is.
func TestStopOfACourseIsHeardWhateverIsOpen(t *testing.T) {
	for name, c := range map[string]struct {
		before, text string
	}{
		"nothing":                    {"", "STOP BUMP"},
		"staff talk":                 {"PERSON", "STOP BUMP"},
		"staff talk, politely":       {"PERSON", "please stop bump"},
		"are you safe":               {"cant cope", "STOP BUMP"},
		"a crisis":                   {"i want to die", "STOP BUMP"},
		"please at the end":          {"", "STOP BUMP please"},
		"please before":              {"", "please stop bump"},
		"in other words":             {"", "stop the bump tips"},
		"a part of its name, and 1":  {"stop tips", "1"},
		"with texts":                 {"", "stop bump text"},
		"a question":                 {"NEW DATE", "stop bump"},
		"a question that takes text": {"HELLO", "stop bump"},
	} {
		t.Run(name, func(t *testing.T) {
			p := inBump()
			p.thread.Person.Groups = []string{"club"}
			if c.before != "" {
				p.texted(c.before)
			}
			before := p.thread.Case
			turn := p.text(c.text)
			require.Empty(t, turn.Person.Courses, "by %s: %q", turn.Rule, said(turn))
			require.Equal(t, []string{"You have left Bump tips and won't get its texts. Other texts go on."}, said(turn))
			require.Equal(t, []string{"club"}, turn.Person.Groups, "nothing else is left")
			require.False(t, turn.Stopped)
			if before != nil {
				require.Equal(t, c.text, turn.Notes[0].Text, "staff see it")
				require.Equal(t, before.Urgent, turn.Thread.Case.Urgent)
			}
			require.Empty(t, p.gets(t, "2028-01-01"))
		})
	}
}

func TestAPartOfTheNameOfACourseIsNotObeyedByGuess(t *testing.T) {
	p := inBump()
	turn := p.text("STOP TIPS")
	require.Equal(t, []string{"Reply:\n1 Leave Bump tips\n2 Stop all texts"}, said(turn))
	require.Len(t, turn.Person.Courses, 1)
	turn = p.text("2")
	require.True(t, turn.Stopped)
}

func TestStopOfAGroupIsHeardWhileStaffTalk(t *testing.T) {
	p := inBump()
	p.thread.Person.Groups = []string{"club"}
	p.texted("PERSON")
	turn := p.text("STOP CLUB")
	require.Empty(t, turn.Person.Groups)
	require.Equal(t, "STOP CLUB", turn.Notes[0].Text)
	require.Len(t, turn.Person.Courses, 1)
	require.Empty(t, said(p.text("STOP WALKERS")), "of what they are not in it is for staff")
}

// afterLeaving is the organisation, with a flow that asks whoever leaves the club.
func afterLeaving() *flows.Org {
	book, found := flows.Load(fstest.MapFS{
		"org.yaml": {Data: []byte(bumpOrg)}, "groups.csv": {Data: []byte("id,name\nwalkers,Walkers\nclub,Bump club\n")},
		"courses.csv":     {Data: []byte("id,name,date,consent,queue,leaves\nbump,Bump tips,due,tips,midwives,club\n")},
		"course_bump.csv": {Data: []byte(bumpLessons)}, "join.yaml": {Data: []byte(bumpFlow)},
		"bye.yaml": {Data: []byte("start: {after: [left club]}\nsteps:\n  how: {ask: How was bump club?, answer: text}\n")},
	})
	for _, o := range book.Orgs {
		return o
	}
	panic(found)
}

func TestALossStartsNothingThatAsksAfterwards(t *testing.T) {
	p := mum(afterLeaving(), "2026-11-10 12:00").joins("2027-02-10")
	p.thread.Person.Groups = []string{"club"}
	p.texted("STOP CLUB")
	require.Equal(t, []string{"bye"}, parkedFlows(p.thread), "who leaves without one is asked")

	p = mum(afterLeaving(), "2026-11-10 12:00").joins("2027-02-10")
	p.thread.Person.Groups = []string{"club"}
	turn := p.text("I lost the baby")
	require.Equal(t, "loss", turn.Rule)
	require.Empty(t, turn.Person.Groups)
	require.Empty(t, parkedFlows(p.thread))
}

func parkedFlows(t bot.Thread) (all []string) {
	for _, parked := range t.Conversation.Parked {
		all = append(all, parked.Frame.Flow)
	}
	return all
}

func TestALossWipesADateThatWasMoved(t *testing.T) {
	p := inBump()
	p.texted("NEW DATE").texted("17/2/2027")
	require.NotEmpty(t, p.thread.Person.Me)
	turn := p.text("I lost the baby")
	require.Equal(t, "loss", turn.Rule)
	require.Empty(t, turn.Person.Me)
}

func TestWhatStaffEndIsWipedToo(t *testing.T) {
	p := inBump()
	p.thread.FollowUp = &bot.FollowUp{Service: "foodbank", Due: p.now}
	require.NotEmpty(t, p.thread.Person.Me)
	turn := bot.JudgeEndCourse(p.org, p.thread, "bump", "c-1", "id", p.now)
	require.Empty(t, turn.Person.Courses)
	require.Empty(t, turn.Person.Me, "the date")
	require.True(t, turn.FollowUp.Due.IsZero(), "they are asked nothing either")
	require.Empty(t, turn.Say)
	require.Equal(t, "c-1", turn.Ledger[len(turn.Ledger)-1].By)
}
