package bot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

const (
	question = "What is wrong?"
	tooLate  = "We did not hear from you."
	promise  = "We are late. Sorry."
)

// london is a moment of that Tuesday in the town's own time.
func london(hour, minute int) time.Time {
	return time.Date(2026, 9, 15, hour, minute, 0, 0, town().Timezone)
}

// asked makes somebody who was asked a question at that hour.
func askedAt(hour, minute int, step string) *phone {
	p := newPhone()
	p.now = london(hour, minute)
	return p.at(step)
}

// until lets time pass, wakes the thread whenever it wants to be woken, as the
// house does, and returns what was said and when.
func (p *phone) until(t *testing.T, end time.Time) (texts []string, at []time.Time) {
	t.Helper()
	for range 100 {
		wake := bot.JudgeDue(p.org, p.thread, p.now, nil).WakeAt
		if wake.IsZero() || wake.After(end) {
			p.now = end
			return texts, at
		}
		require.True(t, wake.After(p.now), "woken at %v for %v", p.now, wake)
		turn := p.waits(wake.Sub(p.now))
		require.Equal(t, "due", turn.Rule)
		for _, out := range turn.Say {
			require.Equal(t, providers.Bulk, out.Priority, "nobody waits for it")
			require.False(t, p.org.QuietAt(p.now), "said in quiet hours")
			texts, at = append(texts, out.Text), append(at, p.now)
		}
	}
	require.Fail(t, "a thread that never rests")
	return nil, nil
}

func TestNothingIsDueBeforeItsTime(t *testing.T) {
	for _, s := range states {
		p := s.phone()
		before := p.thread
		turn := bot.JudgeDue(p.org, p.thread, p.now, nil)
		require.Empty(t, turn.Say, s.name)
		require.Empty(t, turn.Notes, s.name)
		require.Empty(t, turn.Ledger, s.name)
		require.Nil(t, turn.Stop, s.name)
		require.Equal(t, before.Case, turn.Thread.Case, s.name)
		require.Equal(t, before.Conversation.Now, turn.Conversation.Now, s.name)
		require.True(t, turn.WakeAt.IsZero() || turn.WakeAt.After(p.now), s.name)
	}
}

func TestAQuestionIsAskedOnceMoreAndThenTimesOut(t *testing.T) {
	p := askedAt(11, 0, "text")
	texts, at := p.until(t, london(20, 0))
	require.Equal(t, []string{question, tooLate}, texts)
	require.True(t, at[0].Equal(london(12, 0)), at[0])
	require.True(t, at[1].Equal(london(14, 0)), at[1])
	require.Nil(t, p.thread.Conversation.Now)
	p.rests(t)
}

// rests shows that nothing is due but to ask, after a long silence, whether it is still
// them.
func (p *phone) rests(t *testing.T) {
	t.Helper()
	require.True(t, p.turn.WakeAt.IsZero() || p.turn.WakeAt.Sub(p.now) > 150*day, "woken at %v", p.turn.WakeAt)
}

func TestAQuestionThatWasAnsweredIsNotAskedAgain(t *testing.T) {
	p := askedAt(11, 0, "text")
	p.now = london(11, 59)
	p.text("my leg")
	texts, _ := p.until(t, london(20, 0))
	require.Empty(t, texts)
}

func TestAThreadThatIsWokenLateIsNotReminded(t *testing.T) {
	p := askedAt(11, 0, "text")
	require.Equal(t, []string{tooLate}, said(p.waits(5*time.Hour)), "the time-out has passed as well")
}

func TestInQuietHoursWhatIsDueWaitsForTheMorning(t *testing.T) {
	p := askedAt(20, 30, "text")
	texts, at := p.until(t, london(24+20, 0))
	require.Equal(t, []string{question, tooLate}, texts)
	require.True(t, at[0].Equal(london(24+8, 0)), at[0])
	require.True(t, at[1].Equal(london(24+10, 0)), "as long after the reminder as the flow says: %v", at[1])
}

func TestATimeOutThatSpeaksWaitsForTheMorning(t *testing.T) {
	p := askedAt(19, 30, "text")
	texts, at := p.until(t, london(24+20, 0))
	require.Equal(t, []string{question, tooLate}, texts)
	require.True(t, at[0].Equal(london(20, 30)), at[0])
	require.True(t, at[1].Equal(london(24+8, 0)), at[1])
}

func TestATimeOutThatSaysNothingEndsAtNight(t *testing.T) {
	p := askedAt(22, 0, "name")
	texts, _ := p.until(t, london(24+21, 59))
	require.Empty(t, texts)
	require.NotNil(t, p.thread.Conversation.Now)
	p.until(t, london(24+22, 0))
	require.Nil(t, p.thread.Conversation.Now)
}

func TestAnAnswerInTheNightTakesBackWhatWaitedForTheMorning(t *testing.T) {
	p := askedAt(20, 30, "text")
	p.until(t, london(22, 0))
	p.text("my leg")
	require.Equal(t, "name", p.thread.Conversation.Now.Step)
	texts, _ := p.until(t, london(24+20, 0))
	require.Empty(t, texts)
}

func TestQuietHoursEndWhenTheClocksAreSet(t *testing.T) {
	p := newPhone()
	p.now = time.Date(2026, 10, 24, 20, 30, 0, 0, town().Timezone)
	p.at("text")
	_, at := p.until(t, time.Date(2026, 10, 25, 12, 0, 0, 0, town().Timezone))
	require.Equal(t, time.Date(2026, 10, 25, 8, 0, 0, 0, time.UTC), at[0].UTC(), "winter time has begun")
}

func TestWhileStopMayBeMeantNothingUnaskedGoesOut(t *testing.T) {
	p := askedAt(11, 0, "text").texted("stop. thanks")
	p.until(t, london(24+10, 59))
	require.NotNil(t, p.thread.Conversation.Now)
	require.False(t, p.thread.Stopped)
	texts, _ := p.until(t, london(24+12, 0))
	require.Empty(t, texts)
	require.True(t, p.thread.Stopped, "a day of silence is a yes")
	require.Nil(t, p.thread.Conversation.Now)
	require.Nil(t, p.thread.Soft)
}

func TestASilentStopIsRecordedAndSaysNothing(t *testing.T) {
	p := newPhone().known().texted("stpo")
	require.Nil(t, p.waits(24*time.Hour-time.Nanosecond).Stop)
	turn := p.waits(time.Nanosecond)
	require.True(t, *turn.Stop)
	require.Empty(t, turn.Say)
	require.Len(t, turn.Ledger, 1)
	require.Equal(t, "stop", turn.Ledger[0].Name)
	require.Empty(t, turn.Ledger[0].Words, "they wrote nothing")
	require.True(t, turn.WakeAt.IsZero())
}

func TestASilentStopLeavesNoEmptyLineInACase(t *testing.T) {
	p := newPhone().known()
	p.thread.Case = &bot.Case{ID: "c-1", Reason: "flood", Opened: tuesday}
	turn := p.texted("stpo").waits(24 * time.Hour)
	require.True(t, turn.Thread.Case.Stop)
	require.Equal(t, bot.CaseEdited, turn.Case)
	require.Empty(t, turn.Notes)
}

func TestWhoSaidNoToStopIsRemindedAgain(t *testing.T) {
	p := askedAt(11, 0, "choice").texted("stpo", "2")
	require.Nil(t, p.thread.Soft)
	texts, _ := p.until(t, london(13, 0))
	require.Len(t, texts, 1)
	require.Contains(t, texts[0], "Which one?")
}

func TestQuestionsOfTheEngineLapseWithoutAWord(t *testing.T) {
	for _, texts := range [][]string{{"cant cope"}, {"FORGET"}, {"lorem", "ipsum", "dolor"}} {
		p := newPhone().known().texted(texts...)
		due := p.thread.Asking.Due
		p.waits(due.Sub(p.now) - time.Nanosecond)
		require.NotNil(t, p.thread.Asking, texts)
		turn := p.waits(time.Nanosecond)
		require.Nil(t, turn.Asking, texts)
		require.Empty(t, turn.Say, texts)
		p.rests(t)
	}
}

// handedOver makes somebody whom a flow gave to the desk at that hour.
func handedOver(hour, minute int) *phone {
	return askedAt(hour, minute, "email").texted("ann@example.org")
}

func TestAPromiseThatStaffDoNotKeepIsOwnedUpToOnce(t *testing.T) {
	p := handedOver(11, 0)
	texts, at := p.until(t, london(72, 0))
	require.Equal(t, []string{promise}, texts)
	require.True(t, at[0].Equal(london(13, 0)), "two hours later: %v", at[0])
	require.Empty(t, p.thread.Case.Nobody)
	require.True(t, p.thread.Case.Holds, "it still waits")
}

func TestThatStaffAreLateStandsInTheCase(t *testing.T) {
	p := handedOver(11, 0)
	turn := p.waits(2 * time.Hour)
	require.Equal(t, []bot.Note{{At: p.now.UTC(), Who: "bot", Text: promise, Ref: turn.Say[0].Ref}}, turn.Lines())
	require.Equal(t, bot.CaseEdited, turn.Case)
	require.Equal(t, p.thread.Case.ID, turn.CaseID)
}

func TestAPromiseIsCountedInOpenHours(t *testing.T) {
	p := handedOver(16, 0)
	_, at := p.until(t, london(72, 0))
	require.Len(t, at, 1)
	require.True(t, at[0].Equal(london(24+10, 0)), "an hour today and one tomorrow: %v", at[0])
}

func TestAPromiseThatFallsIntoQuietHoursWaitsForTheMorning(t *testing.T) {
	p := handedOver(11, 0)
	p.thread.Case.NobodyAt = london(23, 0).UTC()
	_, at := p.until(t, london(72, 0))
	require.Len(t, at, 1)
	require.True(t, at[0].Equal(london(24+8, 0)), at[0])
}

func TestStaffWhoHaveAnsweredAreNotLate(t *testing.T) {
	p := handedOver(11, 0)
	p.thread.Case.Answered = p.now.UTC()
	texts, _ := p.until(t, london(72, 0))
	require.Empty(t, texts)
	require.Empty(t, p.waits(12*time.Hour).Say)
}

func TestWhoHasStoppedIsNotToldThatStaffAreLate(t *testing.T) {
	p := handedOver(11, 0).texted("STOP")
	texts, _ := p.until(t, london(72, 0))
	require.Empty(t, texts)
	require.Empty(t, p.thread.Case.Nobody)
}

func TestWhoHasStoppedIsAskedNothing(t *testing.T) {
	p := askedAt(11, 0, "text")
	p.thread.Stopped = true // their provider told the store so
	turn := p.waits(time.Hour)
	require.Empty(t, turn.Say)
	require.Nil(t, turn.Conversation.Now)
	require.True(t, turn.WakeAt.IsZero())
}

func TestWhoHasStoppedHearsNothingOfAFlowThatWaited(t *testing.T) {
	p := newPhone().known().texted("WALK", "1", "1", "here")
	require.Len(t, p.thread.Conversation.Parked, 1)
	p.thread.Stopped = true // their provider told the store so
	turn := p.waits(25 * time.Hour)
	require.Empty(t, turn.Say)
	require.Empty(t, turn.Path)
	require.Empty(t, turn.Conversation.Parked)
}

func TestWhileStaffTalkNoQuestionIsAskedAgain(t *testing.T) {
	p := askedAt(11, 0, "text")
	p.thread.Case = &bot.Case{ID: "c-1", Reason: "asked", Holds: true, Opened: p.now}
	texts, _ := p.until(t, london(72, 0))
	require.Empty(t, texts)
	require.Nil(t, p.thread.Conversation.Now)
}

func TestAfterAWorryTheQuestionWaitsInSilence(t *testing.T) {
	p := askedAt(11, 0, "text").texted("i cant cope", "1")
	texts, _ := p.until(t, london(13, 30))
	require.Empty(t, texts)
	p.text("my leg")
	require.Equal(t, "my leg", p.thread.Conversation.Now.Vars["text"].One)
}

func TestACaseThatDoesNotHoldStopsNoReminder(t *testing.T) {
	p := askedAt(11, 0, "text")
	p.thread.Case = &bot.Case{ID: "c-1", Reason: "flood", Opened: p.now}
	texts, _ := p.until(t, london(20, 0))
	require.Equal(t, []string{question, tooLate}, texts)
}

func TestAStepThatIsGoneIsOwnedUpToInTheMorning(t *testing.T) {
	p := askedAt(20, 30, "text")
	p.thread.Conversation.Now.Step = "gone"
	texts, at := p.until(t, london(72, 0))
	require.Equal(t, []string{"We've changed how this works, sorry. Text MENU to start again."}, texts)
	require.True(t, at[0].Equal(london(24+8, 0)), at[0])
	require.Nil(t, p.thread.Conversation.Now)
}

func TestWhatIsDueWaitsForFlowsThatDoNotLoad(t *testing.T) {
	p := askedAt(11, 0, "text")
	p.org = brokenTown()
	texts, _ := p.until(t, london(13, 30))
	require.Empty(t, texts)
	p.org = town()
	texts, _ = p.until(t, london(20, 0))
	require.Equal(t, []string{question, tooLate}, texts)
}

func TestDueChangesNothingOfTheThreadItWasGiven(t *testing.T) {
	for _, hour := range []int{11, 20} {
		p := askedAt(hour, 30, "text")
		p.thread.Case = &bot.Case{ID: "c-1", Reason: "asked", Nobody: promise, NobodyAt: p.now, Opened: p.now}
		frame, due, open := *p.thread.Conversation.Now, *p.thread.Conversation.Now.Due, *p.thread.Case
		bot.JudgeDue(p.org, p.thread, p.now.Add(90*time.Minute), nil)
		require.Equal(t, frame, *p.thread.Conversation.Now)
		require.Equal(t, due, *p.thread.Conversation.Now.Due)
		require.Equal(t, open, *p.thread.Case)
	}
}

func TestTheSameDueTurnHasTheSameName(t *testing.T) {
	p := askedAt(11, 0, "text")
	first := bot.JudgeDue(p.org, p.thread, p.now.Add(time.Hour), nil)
	again := bot.JudgeDue(p.org, p.thread, p.now.Add(61*time.Minute), nil)
	require.Equal(t, first.Event, again.Event)
	require.Equal(t, first.Say[0].Ref, again.Say[0].Ref)
	p.keep(first)
	require.NotEqual(t, first.Event, bot.JudgeDue(p.org, p.thread, p.now.Add(3*time.Hour), nil).Event)
}
