package bot_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

const tapOrg = `name: Tea Town
number: "+447700900001"
whatsapp: {number: "+447700900001"}
welcome: day
menu: [day, tea]
`

const tapDay = `title: Pick a day
start: {words: [DAY]}
steps:
  which:
    ask: "Tea Town. Which day suits you? To end texts, text STOP."
    options: {mon: Monday, tue: Tuesday, wed: Neither day}
    then: sure
  sure:
    ask: "Shall we tell the driver?"
    options: {"yes": "Yes", "no": "No"}
    then: done
  done: {say: "See you.", then: end}
`

const tapTea = `title: Tea or coffee
start: {words: [TEA]}
steps:
  which:
    ask: "Tea Town. What do you like? To end texts, text STOP."
    options: {many: yes, tea: Tea, coffee: Coffee}
    then: done
  done: {say: "Thank you.", then: end}
`

func tapBook(t *testing.T) *flows.Org { return tapBookAsking(t, "Tea Town. Which day suits you?") }

// tapBookAsking is the same with another question before the days.
func tapBookAsking(t *testing.T, asks string) *flows.Org {
	t.Helper()
	day := strings.Replace(tapDay, "Tea Town. Which day suits you?", asks, 1)
	book, found := flows.Load(fstest.MapFS{
		"tea/org.yaml": {Data: []byte(tapOrg)}, "tea/day.yaml": {Data: []byte(day)}, "tea/tea.yaml": {Data: []byte(tapTea)},
	})
	for _, f := range found {
		require.NotEqual(t, flows.Error, f.Severity, f.String())
	}
	return book.Orgs["tea"]
}

// tapper is one person who texts an organisation, by text or in an app.
type tapper struct {
	*testing.T
	org    *flows.Org
	thread bot.Thread
	now    time.Time
	n      int
}

func newTapper(t *testing.T, who providers.Address) *tapper {
	return &tapper{T: t, org: tapBook(t), thread: bot.Thread{Key: bot.Key{Org: "tea", Address: who}, ID: "p"}, now: time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)}
}

func (p *tapper) hears(in providers.Inbound) bot.Turn {
	p.Helper()
	p.n++
	in.Provider, in.EventID, in.From, in.Received = "x", string(rune('a'+p.n)), p.thread.Key.Address, p.now
	in.To = providers.Address{Kind: providers.Phone, Value: p.org.Number}
	turn := bot.Judge(p.org, p.thread, in, p.now, nil)
	p.thread = turn.Thread
	p.thread.Version++
	p.now = p.now.Add(time.Minute)
	return turn
}

func (p *tapper) types(text string) bot.Turn {
	p.Helper()
	return p.hears(providers.Inbound{Text: text})
}

func (p *tapper) taps(c providers.Choice) bot.Turn {
	p.Helper()
	return p.hears(providers.Inbound{Text: c.Label, Choice: c.ID})
}

func TestATextOffersItsChoicesInAnAppAlone(t *testing.T) {
	app, phone := newTapper(t, inApp), newTapper(t, onPhone)
	shown, text := app.types("DAY").Say[0], phone.types("DAY").Say[0]
	require.Equal(t, text.Text, shown.Text, "the words are the same")
	require.Nil(t, text.Choices)
	written, err := json.Marshal(text)
	require.NoError(t, err)
	require.NotContains(t, string(written), "Monday\"")

	require.Equal(t, "Tea Town. Which day suits you? To end texts, text STOP.", shown.Choices.Body)
	require.Equal(t, "Choose", shown.Choices.Button)
	var labels []string
	for _, c := range shown.Choices.List {
		labels = append(labels, c.Label)
	}
	require.Equal(t, []string{"Monday", "Tuesday", "Neither day"}, labels)
	require.Nil(t, app.types("TEA").Say[0].Choices, "one tap cannot say several")
}

func TestAButtonSaysTheNumberThatStandsForIt(t *testing.T) {
	app, phone := newTapper(t, inApp), newTapper(t, onPhone)
	first := app.types("DAY").Say[0].Choices.List
	phone.types("DAY")
	tapped, typed := app.taps(first[1]), phone.types("2")
	require.Equal(t, typed.Say[0].Text, tapped.Say[0].Text)
	require.Equal(t, typed.Conversation, tapped.Conversation)
	require.Contains(t, tapped.Say[0].Text, "Shall we tell the driver?")

	menu := app.types("MENU").Say[0].Choices
	require.NotNil(t, menu)
	require.Contains(t, app.taps(menu.List[0]).Say[0].Text, "Which day")
}

func TestAnOldButtonAnswersNothingThatIsAskedNow(t *testing.T) {
	p := newTapper(t, inApp)
	day := p.types("DAY").Say[0].Choices.List
	p.taps(day[0])
	turn := p.taps(day[1])
	require.Equal(t, "old button", turn.Rule)
	require.True(t, strings.HasPrefix(turn.Say[0].Text, "That button belongs to an earlier message.\nShall we tell the driver?"), turn.Say[0].Text)
	require.NotNil(t, turn.Say[0].Choices, "the open question is asked again, with its buttons")
	require.Equal(t, "sure", turn.Conversation.Now.Step)

	p.taps(turn.Say[0].Choices.List[0])
	idle := p.taps(day[0])
	require.Equal(t, "old button", idle.Rule)
	require.Contains(t, idle.Say[0].Text, "Tea Town", "where nothing is asked the menu follows")
}

func TestATapIsNeverTakenForAnAnswerToTheEngine(t *testing.T) {
	p := newTapper(t, inApp)
	day := p.types("DAY").Say[0].Choices.List
	asked := p.types("FORGET ME")
	require.NotNil(t, asked.Asking)
	turn := p.taps(day[0])
	require.Equal(t, "old button", turn.Rule)
	require.False(t, turn.Forget)
	require.True(t, p.types("1").Forget, "the question stays open")
}

func TestWordsOnAButtonThatAlwaysCount(t *testing.T) {
	p := newTapper(t, inApp)
	require.True(t, p.hears(providers.Inbound{Text: "STOP", Choice: "0123456789ab.1"}).Stopped)

	p = newTapper(t, inApp)
	require.Equal(t, "crisis", p.hears(providers.Inbound{Text: "I want to die", Choice: "0123456789ab.1"}).Rule)
	require.NotEqual(t, "old button", p.hears(providers.Inbound{Text: "TEA", Choice: "somebody else's"}).Rule, "a template's button says its words")
}

func TestWhatCannotBeReadIsAnsweredPlainly(t *testing.T) {
	for kind, says := range map[string]string{"picture": "cannot open pictures", "voice": "cannot play voice messages", "location": "only read words", "sticker": "only read words"} {
		turn := newTapper(t, inApp).hears(providers.Inbound{Unsupported: kind})
		require.Len(t, turn.Say, 1)
		require.Contains(t, turn.Say[0].Text, says)
	}
	turn := newTapper(t, inApp).hears(providers.Inbound{Unsupported: "picture", Text: "I want to kill myself"})
	require.Equal(t, "crisis", turn.Rule, "words below a picture count")
}

func TestATextOfAnAppWaitsForNoRest(t *testing.T) {
	long := strings.Repeat("a long story of mine ", 8)[:153]
	require.Equal(t, "part of a long text", newTapper(t, onPhone).types(long).Rule)
	require.NotEqual(t, "part of a long text", newTapper(t, inApp).types(long).Rule)
}
