package bot_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// labels are what can be tapped below a text.
func labels(o bot.Outgoing) (all []string) {
	if o.Choices == nil {
		return nil
	}
	for _, c := range o.Choices.List {
		all = append(all, c.Label)
	}
	return all
}

// withStaff is somebody in an app or on a phone, of an organisation that has people.
func withStaff(t *testing.T, who providers.Address) *tapper {
	p := newTapper(t, who)
	p.org.Queues = []flows.Queue{{Name: "desk"}}
	p.thread.Version, p.thread.Person = 1, bot.Person{Language: "en", Met: p.now, Heard: p.now, Consents: []string{"texts"}}
	return p
}

func TestTheBotsOwnQuestionsAreTappedAsTheyAreAnsweredByNumber(t *testing.T) {
	for name, c := range map[string]struct {
		says   []string
		labels []string
		body   string
	}{
		"forget me":                {[]string{"FORGET ME"}, []string{"Yes, delete", "No"}, "This will wipe your details and groups and stop all texts. Are you sure?"},
		"who is this":              {[]string{"WHO IS THIS"}, []string{"Yes", "No, wrong number"}, "This is Tea Town. Is this meant for you?"},
		"a text that is very long": {[]string{"TEA", strings.Repeat("it is a long story ", 40)}, []string{"Yes", "No, show the menu"}, "That is a long text, so a person should read it. Shall I pass it on?"},
		"nothing is understood":    {[]string{"TEA", "zzzz", "xxxx", "yyyy"}, []string{"Talk to a person", "See the menu again"}, "Let us help. Choose one:"},
		"it may be a call for help": {
			[]string{"I can't go on"}, []string{"I am safe", "I need help now"},
			"That sounds hard. Are you safe right now?\nIn danger, call 999. Or call Samaritans, 116 123, any time.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{0, 1} {
				app, phone := withStaff(t, inApp), withStaff(t, onPhone)
				var shown, text bot.Turn
				for _, words := range c.says {
					shown, text = app.types(words), phone.types(words)
				}
				require.Len(t, shown.Say, 1)
				require.Equal(t, text.Say[0].Text, shown.Say[0].Text, "the words are the same")
				require.Nil(t, text.Say[0].Choices)
				require.Equal(t, c.labels, labels(shown.Say[0]))
				require.Equal(t, c.body, shown.Say[0].Choices.Body)

				tapped, typed := app.taps(shown.Say[0].Choices.List[n]), phone.types([]string{"1", "2"}[n])
				require.Equal(t, typed.Rule, tapped.Rule)
				require.Equal(t, saidIn(typed), saidIn(tapped))
				require.Equal(t, [2]bool{typed.Forget, typed.Stopped}, [2]bool{tapped.Forget, tapped.Stopped})
				require.Equal(t, typed.Asking, tapped.Asking)
			}
		})
	}
}

func saidIn(turn bot.Turn) (all []string) {
	for _, o := range turn.Say {
		all = append(all, o.Text)
	}
	return all
}

func TestAButtonAboutALifeBelongsToTheVeryQuestion(t *testing.T) {
	p := withStaff(t, inApp)
	first := p.types("I can't go on").Say[0].Choices.List
	require.Equal(t, "safety", p.taps(first[0]).Rule)
	p.now = p.now.AddDate(0, 1, 0)
	p.thread.Case = nil // staff have closed it
	again := p.types("I can't go on")
	require.Equal(t, "safety", again.Asking.Kind)
	turn := p.taps(first[0])
	require.Equal(t, "old button", turn.Rule, "safe a month ago is not safe now")
	require.NotNil(t, turn.Asking, "the question stays open")
	require.Equal(t, "safety", p.taps(again.Say[0].Choices.List[0]).Rule)
}

func TestAFlowsButtonIsNoAnswerToWhatStaffHaveAsked(t *testing.T) {
	p := withStaff(t, inApp)
	day := p.types("DAY").Say[0].Choices.List
	p.thread.Case = &bot.Case{ID: "c", Queue: "desk", Holds: true, Passing: &bot.Passing{Area: "coast", Wording: "May we pass this on?", At: p.now}}
	turn := p.taps(day[0])
	require.Empty(t, turn.Ledger, "nobody has agreed to anything")
	require.NotNil(t, turn.Thread.Case.Passing)
	require.Equal(t, "Monday", turn.Notes[0].Text, "and staff read what stood on it")
}

func TestStaffsQuestionWhetherACaseMayGoElsewhereIsTapped(t *testing.T) {
	p := withStaff(t, inApp)
	p.org.Closings.Areas = []flows.Area{{ID: "coast", Name: "Harbour nurses", Contact: "01632 960123"}}
	p.types("PERSON")
	asked, err := bot.JudgeAct(p.org, p.thread, dana, "one", bot.AskArea{Area: "coast"}, p.now, nil)
	require.NoError(t, err)
	p.thread = asked.Thread
	require.Equal(t, []string{"Yes, with my number and texts", "Yes, with my number only", "No"}, labels(asked.Say[0]))
	require.Equal(t, "May we pass this on to Harbour nurses? They answer where you live. Choose one:", asked.Say[0].Choices.Body)
	turn := p.taps(asked.Say[0].Choices.List[2])
	require.Len(t, turn.Ledger, 1)
	require.False(t, turn.Ledger[0].Given)
	require.Nil(t, turn.Thread.Case.Passing)
}

func TestWordsThatAskForANumberAskToChooseWhereItIsTapped(t *testing.T) {
	for words, shown := range map[string]string{
		"Reply with a number to hear more.":       "Choose one to hear more.",
		"Groups near WA7. Reply with a number.":   "Groups near WA7. Choose one.",
		"Which day? Please reply with a number.":  "Which day? Please choose one.",
		"Which day suits you? Reply 1 for Monday": "Which day suits you? Reply 1 for Monday",
	} {
		p := newTapper(t, inApp)
		p.org = tapBookAsking(t, words)
		asked := p.types("DAY").Say[0]
		require.Contains(t, asked.Text, words, "by text, and for staff, it stays as it is")
		require.Contains(t, asked.Choices.Body, shown)
		require.NotContains(t, asked.Choices.Body, "with a number")
	}
}
