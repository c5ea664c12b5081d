package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// requireHelp asserts that a turn answers a call for help: the safe text before
// all, an urgent case that people hold, the text for staff to read.
func requireHelp(t *testing.T, turn bot.Turn, text string) {
	t.Helper()
	require.Equal(t, "crisis", turn.Rule, "%q was answered %q", text, said(turn))
	require.NotEmpty(t, turn.Say)
	require.Contains(t, helpIn(turn.Person.Language), turn.Say[0].Text)
	require.LessOrEqual(t, len(turn.Say), 2)
	for i, out := range turn.Say {
		require.True(t, out.Safety)
		require.Zero(t, out.NotBefore)
		require.True(t, i == 0 || out.Text == locales.Say(turn.Person.Language, "crisis.people"))
	}
	c := turn.Thread.Case
	require.Equal(t, "crisis", c.Reason)
	require.True(t, c.Urgent)
	require.True(t, c.Holds)
	require.Equal(t, "desk", c.Queue)
	require.NotEqual(t, bot.CaseSame, turn.Case)
	require.Equal(t, c.ID, turn.CaseID)
	require.Equal(t, text, turn.Notes[len(turn.Notes)-1].Text)
	require.Nil(t, turn.Soft)
	require.Nil(t, turn.Asking)
	require.Nil(t, turn.Conversation.Menu)
}

// helpIn are the texts with help numbers, one for each kind of call for help, and
// the town's own.
func helpIn(language string) []string {
	texts := []string{town().WatchSay(language)}
	for _, id := range []string{"crisis.danger", "crisis.safe", "crisis.abuse", "crisis.urgent"} {
		texts = append(texts, locales.Say(language, id))
	}
	return texts
}

func TestACallForHelpIsAnsweredInEveryState(t *testing.T) {
	for _, s := range states {
		for _, text := range []string{
			"I want to die", "i wanna die", "STOP i want to kill myself", "my name is Ann and i feel SUICIDAL.", "chce umrzec", "dwi eisiau marw", "خودکشی", "khudkushi",
			"yes\n1\ni took an overdose", "i want\u00a0to\u200b die", "ѕuicide",
		} {
			t.Run(s.name+"/"+text, func(t *testing.T) {
				p := s.phone()
				turn := p.text(text)
				requireHelp(t, turn, text)
				require.Equal(t, s.stopped, turn.Stopped)
				require.Nil(t, turn.Stop, "a call for help changes no opt-out")
			})
		}
	}
}

func TestEveryWordOfCrisisIsHeardWithinASentence(t *testing.T) {
	words := slices.Concat(locales.AllWords("words.danger"), locales.AllWords("words.crisis"), locales.AllWords("words.abuse"), locales.AllWords("words.urgent"))
	require.Greater(t, len(words), 1000)
	for _, word := range words {
		for _, text := range []string{
			word, strings.ToUpper(word), "hello " + word + ", please", "…" + word + "!!!", locales.FoldAccents(word), strings.ReplaceAll(word, "'", "’"), strings.ReplaceAll(word, " ", "\n"),
		} {
			requireHelp(t, newPhone().known().text(text), text)
		}
	}
}

func TestCrisisIsHeardHoweverItIsTyped(t *testing.T) {
	for _, text := range []string{
		"i want to die", "I WANT TO DIE", "i wanna die", "want to die.", "im going to end it all", "i'm suicidal", "thinking of suicide", "i self-harm", "i self harm",
		"going to kill myself tonight", "they'd be better off dead without me", "I overdosed", "ive taken an overdose", "i want to kill my self", "i wish i was dead", "i dont want to be alive",
		"I don’t want to be alive", "I dont want to live anymore", "she's overdosing",
	} {
		requireHelp(t, newPhone().known().text(text), text)
	}
}

func TestEverydayWordsAlarmNobody(t *testing.T) {
	for _, text := range []string{
		"dying for a cup of tea", "my phone died", "my cat died", "deadline tomorrow", "dead end road", "killed the weeds", "self help group", "the die is cast", "kill the lights",
		"cutting my hair", "suicidepreventionday", "when does the bus end", "it hurts", "harmless", "overdoing it", "i want to diet",
	} {
		turn := newPhone().known().text(text)
		require.NotEqual(t, "crisis", turn.Rule, text)
		require.NotEqual(t, "unclear crisis", turn.Rule, text)
	}
}

func TestWordsThatAreNotClearBringAQuestionAndNoAlarm(t *testing.T) {
	for _, text := range []string{
		"this bus is killing me", "I can't cope", "cant go on", "can’t do this anymore", "no point living", "hate my life", "I don't want to live", "alla i ddim mynd ymlaen", "nie daje rady", "اب برداشت نہیں",
	} {
		p := newPhone().at("text")
		turn := p.text(text)
		require.Equal(t, "unclear crisis", turn.Rule, text)
		require.Equal(t, []string{locales.Say("en", "crisis.unclear")}, said(turn))
		require.True(t, turn.Say[0].Safety)
		require.Equal(t, "unclear", turn.Thread.Case.Reason)
		require.False(t, turn.Thread.Case.Urgent)
		require.Equal(t, text, turn.Notes[0].Text)
	}
}

func TestTheAnswerToAreYouSafe(t *testing.T) {
	asked := func() *phone { return newPhone().at("choice").texted("i cant cope") }
	for _, text := range []string{"1", "yes", "Yes.", "ydw", "tak", "جی ہاں"} {
		require.Equal(t, []string{locales.Say("en", "crisis.safe_now")}, said(asked().text(text)), text)
	}
	for _, text := range []string{"2", "no", "nie", "نہیں"} {
		turn := asked().text(text)
		require.Equal(t, locales.Say("en", "crisis.safe"), turn.Say[0].Text, text)
		require.True(t, turn.Thread.Case.Urgent, text)
	}
	for _, text := range []string{"tea", "MENU", "i dont know", "???", ""} {
		turn := asked().text(text)
		require.Equal(t, []string{locales.Say("en", "crisis.again")}, said(turn), text)
		require.True(t, turn.Thread.Case.Holds, text)
		require.Equal(t, text, turn.Notes[0].Text)
	}
}

func TestAreYouSafeWaitsTwelveHoursForItsAnswer(t *testing.T) {
	for wait, rule := range map[time.Duration]string{11*time.Hour + 59*time.Minute: "safety", 12 * time.Hour: "retry"} {
		p := newPhone().known().texted("i cant cope")
		require.Empty(t, p.waits(wait).Say)
		require.Equal(t, "unclear", p.thread.Case.Reason)
		require.Equal(t, rule, p.text("1").Rule)
	}
}

func TestWithoutAQueueOfItsOwnACallForHelpGoesToAnOpenQueue(t *testing.T) {
	o := *town()
	o.Watch.Queue = ""
	o.Queues = append([]flows.Queue{{Name: "closed", Hours: "never"}}, o.Queues...)
	p := newPhone()
	p.org = &o
	require.Equal(t, "desk", p.text("i want to die").Thread.Case.Queue)
	p = newPhone()
	p.org, p.now = &o, time.Date(2026, 9, 15, 3, 0, 0, 0, time.UTC)
	require.Equal(t, "closed", p.text("i want to die").Thread.Case.Queue, "at night the first will do")
}

func TestAfterACallForHelpOnlyPeopleSpeak(t *testing.T) {
	for _, s := range states {
		p := s.phone()
		again := []string{locales.Say(p.texted("i want to die").turn.Person.Language, "crisis.again")}
		if c := p.thread.Case; !c.Answered.IsZero() {
			again = []string{} // a person answers already
		}
		require.Equal(t, again, said(p.text("are you there")), s.name)
		for _, text := range []string{"MENU", "1", "PERSON", "ASK", "cant cope", "lorem ipsum"} {
			require.Empty(t, p.text(text).Say, "%s: %q", s.name, text)
		}
		for range 40 {
			turn := p.waits(6 * time.Hour)
			require.Empty(t, turn.Say, s.name)
			require.True(t, turn.WakeAt.IsZero() || turn.WakeAt.After(p.now), s.name)
		}
	}
}

func TestAWorryIsNotFollowedByAQuestionOfTheFlow(t *testing.T) {
	for _, texts := range [][]string{{"i cant cope"}, {"i cant cope", "i dont know"}, {"i cant cope", "1"}, {"i cant cope", "2"}, {"cant cope", "cant cope"}} {
		p := newPhone().at("text").texted(texts...)
		for range 40 {
			require.Empty(t, p.waits(time.Hour).Say, "%q", texts)
		}
		require.NotNil(t, p.thread.Case, "people still hold it")
		require.Nil(t, p.thread.Conversation.Now)
	}
}

func TestAWorryShowsInACaseThatWasOpenBefore(t *testing.T) {
	p := newPhone().known()
	p.thread.Case = &bot.Case{ID: "c-1", Reason: "flood", Queue: "desk", Opened: tuesday}
	turn := p.text("i cant cope")
	require.Equal(t, "unclear", turn.Thread.Case.Reason)
	require.Equal(t, "c-1", turn.CaseID)
	require.Equal(t, bot.CaseEdited, turn.Case)
}

func TestTheOrganisationsOwnWordsHaveTheirOwnAnswer(t *testing.T) {
	turn := newPhone().at("text").text("He hits me")
	require.Equal(t, "If you are in danger call 999.", turn.Say[0].Text)
	require.True(t, turn.Say[0].Safety)
	require.True(t, turn.Thread.Case.Urgent)
	capital := *town()
	capital.Watch.Words = []string{"  He's HITTING me! "}
	p := newPhone()
	p.org = &capital
	require.Equal(t, "crisis", p.text("hes hitting me again").Rule, "however they wrote it")
	both := newPhone().text("he hits me and I want to die")
	require.Equal(t, locales.Say("en", "crisis.safe"), both.Say[0].Text)
}

func TestACallForHelpThatTheProviderTookForStopIsBoth(t *testing.T) {
	p := newPhone().known()
	in := p.inbound("STOP i want to die")
	in.OptOut = providers.OptOutStop
	turn := p.hear(in)
	require.Equal(t, "crisis", turn.Rule)
	require.True(t, *turn.Stop)
	require.True(t, turn.Say[0].Safety)
}

// TestWhatTheBotSaysIsNeverACommand keeps an echo of our own words from being
// heard as STOP or as a call for help.
func TestWhatTheBotSaysIsNeverACommand(t *testing.T) {
	for _, l := range locales.Languages() {
		for _, id := range []string{"crisis.safe", "crisis.people", "crisis.again", "crisis.unclear", "crisis.safe_now", "stop.done", "stop.told", "stop.soft", "stop.soft_free", "help.text", "help.stopped", "fault.broken", "fault.flood"} {
			text := locales.Say(l.Tag, id, "org", "Brookend")
			require.False(t, bot.IsStop(text), "%s %s", l.Tag, id)
			require.NotEqual(t, "crisis", newPhone().known().text(text).Rule, "%s %s", l.Tag, id)
		}
	}
}
