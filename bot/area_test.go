package bot_test

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// coast is two organisations, of which the harbour takes cases from the mill, and
// one resident of the mill who has asked for a person.
type coast struct {
	t      *testing.T
	store  *memory.Store
	bot    *bot.Bot
	now    time.Time
	events int
}

const millLine, harbourLine = "+447700900001", "+447700900002"

func newCoast(t *testing.T) *coast {
	flow := &fstest.MapFile{Data: []byte("title: Tea\nstart: {words: [TEA]}\nsteps:\n  one: {say: Text STOP at any time to stop., then: end}\n")}
	book, found := flows.Load(fstest.MapFS{
		"mill/org.yaml": {Data: []byte("name: Mill Lane\nnumber: \"" + millLine + "\"\nqueues: {desk: {}}\nlanguages: [en, cy]\nquiet: none\n" +
			"cases: {areas: {coast: {name: Harbour nurses, org: harbour, queue: nurses}, leeds: {name: Leeds nurses, contact: 01632 960123}}}\n")},
		"harbour/org.yaml": {Data: []byte("name: Harbour\nnumber: \"" + harbourLine + "\"\nqueues: {desk: {}, nurses: {answer_within: 1 day}}\nlanguages: [en, cy]\nquiet: none\ncases: {takes_from: [mill]}\n")},
		"mill/tea.yaml":    flow, "harbour/tea.yaml": flow,
	})
	require.Len(t, book.Orgs, 2, "%v", found)
	c := &coast{t: t, store: memory.New(), now: tuesday}
	c.bot = bot.New(bot.Config{Threads: c.store, Jobs: c.store, Now: func() time.Time { return c.now }, Book: func() *flows.Book { return book }})
	c.text(millLine, "PERSON")
	c.text(millLine, "My baby has a rash")
	return c
}

func (c *coast) text(line, words string) {
	c.t.Helper()
	c.now, c.events = c.now.Add(time.Minute), c.events+1
	require.NoError(c.t, c.bot.Receive(context.Background(), providers.Inbound{
		Provider: "test", EventID: string(rune('a' + c.events)), From: providers.Address{Kind: providers.Phone, Value: "+447700900099"},
		To: providers.Address{Kind: providers.Phone, Value: line}, Text: words, Received: c.now,
	}))
}

// open are the open cases of an organisation.
func (c *coast) open(org string) []bot.CaseFile {
	c.t.Helper()
	all, err := c.store.OpenCases(context.Background(), org)
	require.NoError(c.t, err)
	return all
}

func (c *coast) act(act bot.Act) error {
	c.now, c.events = c.now.Add(time.Minute), c.events+1
	return c.bot.Act(context.Background(), "mill", c.open("mill")[0].ID, dana, string(rune('a'+c.events)), act)
}

// work does the jobs twice, as after a failover.
func (c *coast) work() {
	c.t.Helper()
	for range 2 {
		_, err := c.bot.Work(context.Background())
		require.NoError(c.t, err)
	}
}

// texts are the lines of a case of those who wrote them.
func texts(f bot.CaseFile, who string) (all []string) {
	for _, n := range f.Notes {
		if n.Who == who {
			all = append(all, n.Text)
		}
	}
	return all
}

func TestACaseGoesWhereTheResidentAgreesWithWhatTheyAgreeTo(t *testing.T) {
	for answer, lines := range map[string][]string{"1": {"PERSON", "My baby has a rash", "1"}, "two": nil} {
		t.Run(answer, func(t *testing.T) {
			c := newCoast(t)
			require.NoError(t, c.act(bot.Remark{Text: "sounds worried, ring her GP?"}))
			require.NoError(t, c.act(bot.Urge{Urgent: true}))
			require.NoError(t, c.act(bot.AskArea{Area: "coast"}))
			c.work()
			require.Empty(t, c.open("harbour"), "nobody has agreed to anything")
			c.text(millLine, answer)
			require.NoError(t, c.act(bot.Remark{Text: "written after they agreed"}))
			c.work()
			require.Len(t, c.open("harbour"), 1)
			got := c.open("harbour")[0]
			require.Equal(t, "area", got.Reason)
			require.Equal(t, "nurses", got.Queue)
			require.True(t, got.Holds)
			require.True(t, got.Urgent)
			require.Equal(t, 1, got.Unread)
			require.Equal(t, bot.StateNew, got.State())
			require.False(t, got.Due.IsZero(), "an answer is promised there")
			require.Equal(t, lines, texts(got, bot.ByResident))
			require.Empty(t, texts(got, bot.ByNote), "what staff write for each other goes nowhere")
			require.Len(t, texts(got, bot.ByAct), 1)
			require.Len(t, c.open("mill"), 1, "its holder closes it")
			require.Nil(t, c.open("mill")[0].Passing)

			c.text(harbourLine, "Are you there?")
			require.Equal(t, append(lines, "Are you there?"), texts(c.open("harbour")[0], bot.ByResident), "they talk with staff there, and not with the bot")
		})
	}
}

func TestACaseStaysIfTheResidentDoesNotAgreeBeyondDoubt(t *testing.T) {
	for _, answer := range []string{"3", "no", "yes", "what is that?", "1 baby", "12"} {
		t.Run(answer, func(t *testing.T) {
			c := newCoast(t)
			require.NoError(t, c.act(bot.AskArea{Area: "coast"}))
			c.text(millLine, answer)
			c.work()
			require.Empty(t, c.open("harbour"))
			require.Contains(t, texts(c.open("mill")[0], bot.ByResident), answer, "staff read it")
		})
	}
}

func TestWhoStopsInsteadOfAnAnswerIsNotPassedOn(t *testing.T) {
	c := newCoast(t)
	require.NoError(t, c.act(bot.AskArea{Area: "coast"}))
	c.text(millLine, "STOP")
	c.text(millLine, "1")
	c.work()
	require.Empty(t, c.open("harbour"))
	require.ErrorIs(t, c.act(bot.AskArea{Area: "coast"}), bot.ErrStopped)
}

func TestACaseThatIsPassedOnJoinsTheOneThatIsOpenThere(t *testing.T) {
	c := newCoast(t)
	c.text(harbourLine, "PERSON")
	there := c.open("harbour")[0]
	require.NoError(t, c.bot.Act(context.Background(), "harbour", there.ID, omar, "claims", bot.Claim{}))
	require.NoError(t, c.act(bot.AskArea{Area: "coast"}))
	c.text(millLine, "1")
	c.work()
	require.Len(t, c.open("harbour"), 1)
	got := c.open("harbour")[0]
	require.Equal(t, there.ID, got.ID)
	require.Equal(t, omar, got.Holder, "whoever has it keeps it")
	require.Equal(t, "desk", got.Queue)
	require.Equal(t, 2, got.Unread)
	require.Contains(t, texts(got, bot.ByResident), "My baby has a rash")
}

func TestWhoHasStoppedThereIsShownAsStopped(t *testing.T) {
	c := newCoast(t)
	c.text(harbourLine, "STOP")
	require.NoError(t, c.act(bot.AskArea{Area: "coast"}))
	c.text(millLine, "1")
	c.work()
	got := c.open("harbour")[0]
	require.True(t, got.Stop)
	require.ErrorIs(t, c.bot.Act(context.Background(), "harbour", got.ID, omar, "says", bot.Reply{Text: "Hello"}), bot.ErrStopped)
}

func TestAnAreaMustBeThereAndTakeCases(t *testing.T) {
	c := newCoast(t)
	require.ErrorIs(t, c.act(bot.AskArea{Area: "moon"}), bot.ErrNoArea)
	require.ErrorIs(t, c.act(bot.AskArea{}), bot.ErrNoArea)
	org := town()
	org.Closings.Areas = []flows.Area{{ID: "coast", Name: "Harbour", Org: "harbour"}}
	p := asks()
	p.org = org
	p.act(t, dana, bot.Claim{})
	var held *bot.HeldError
	require.ErrorAs(t, p.acts(omar, bot.AskArea{Area: "coast"}), &held, "only its holder may ask")
}

func TestWhatTheResidentAgreedToIsInTheLedger(t *testing.T) {
	p := asks()
	p.org.Closings.Areas = []flows.Area{{ID: "leeds", Name: "Leeds nurses", Contact: "01632 960123"}}
	question := said(p.act(t, dana, bot.AskArea{Area: "leeds"}))[0]
	require.Equal(t, bot.StateOpen, p.thread.Case.State(), "what they wrote before is unread still")
	turn := p.passes(time.Minute).text("2")
	require.Len(t, turn.Ledger, 1)
	require.Equal(t, bot.Consent{Name: "area:leeds", Given: true, Wording: question, Words: "2", At: p.now, Event: turn.Event}, turn.Ledger[0])
	require.Contains(t, said(turn)[0], "01632 960123")
	require.Empty(t, turn.Jobs, "staff pass it on by hand")
	require.Empty(t, p.passes(time.Minute).text("2").Ledger, "once")
}
