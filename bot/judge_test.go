package bot_test

import (
	"encoding/json"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// tuesday is a morning in office hours.
var tuesday = time.Date(2026, 9, 15, 10, 0, 0, 0, time.UTC)

// town is the organisation of the tests, with one question of each kind.
var town = sync.OnceValue(func() *flows.Org {
	book, found := flows.Load(os.DirFS("testdata"))
	if book.Orgs["town"] == nil {
		panic(found)
	}
	return book.Orgs["town"]
})

// brokenTown is the town when its flows could not be loaded.
var brokenTown = sync.OnceValue(func() *flows.Org {
	o := *town()
	o.Flows, o.MenuFlows, o.Welcome = nil, nil, ""
	return &o
})

// phone is one resident who texts. What is kept of them goes through JSON
// between two texts, as in the store.
type phone struct {
	org    *flows.Org
	thread bot.Thread
	now    time.Time
	texts  int
	turn   bot.Turn // the last
	ledger []bot.Consent
}

func newPhone() *phone {
	p := &phone{org: town(), now: tuesday}
	p.thread.Key = bot.Key{Org: "town", Address: providers.Address{Kind: providers.Phone, Value: "+447700900001"}}
	p.thread.ID = "town/1"
	return p
}

// known makes somebody who has joined and has nothing open.
func (p *phone) known() *phone {
	p.thread.Person.Consents, p.thread.Person.Met = []string{"updates"}, tuesday.Add(-time.Hour)
	return p
}

// at lets a question of the flow ask: wait for its answer.
func (p *phone) at(step string) *phone {
	p.known().thread.Conversation = flows.Conversation{V: 1, Lang: "en", Now: &flows.Frame{Flow: "ask", Step: step}}
	asked := p.org.Repeat(p.thread.Conversation, flows.World{Now: p.now})
	if asked.Fault != nil || asked.Text == "" {
		panic(asked.Fault)
	}
	p.thread.Conversation = asked.Conversation
	return p
}

func (p *phone) inbound(text string) providers.Inbound {
	p.texts++
	return providers.Inbound{
		Provider: "test", EventID: strconv.Itoa(p.texts), From: p.thread.Key.Address, Text: text, Received: p.now,
		To: providers.Address{Kind: providers.Phone, Value: p.org.Number},
	}
}

// text judges one text, and keeps what it changed.
func (p *phone) text(words string) bot.Turn { return p.hear(p.inbound(words)) }

func (p *phone) hear(in providers.Inbound) bot.Turn {
	return p.keep(bot.Judge(p.org, p.thread, in, p.now, nil))
}

// texted is text for a phone that is being prepared.
func (p *phone) texted(texts ...string) *phone {
	for _, words := range texts {
		p.text(words)
	}
	return p
}

// waits lets time pass and does what is due then.
func (p *phone) waits(d time.Duration) bot.Turn {
	p.now = p.now.Add(d)
	return p.keep(bot.JudgeDue(p.org, p.thread, p.now, nil))
}

func (p *phone) keep(turn bot.Turn) bot.Turn {
	raw, err := json.Marshal(turn.Thread)
	if err != nil {
		panic(err)
	}
	next := bot.Thread{Key: turn.Key, ID: turn.ID, Version: turn.Version + 1, Stopped: turn.Stopped}
	if err := json.Unmarshal(raw, &next); err != nil {
		panic(err)
	}
	p.thread, p.turn = next, turn
	p.ledger = append(p.ledger, turn.Ledger...)
	return turn
}

// said is what a turn says, text by text.
func said(turn bot.Turn) []string {
	texts := []string{}
	for _, out := range turn.Say {
		texts = append(texts, out.Text)
	}
	return texts
}

func TestEveryRuleDecidesItsTexts(t *testing.T) {
	long := string(make([]byte, 0, 700))
	for len(long) <= 640 {
		long += "a long story "
	}
	letters := newPhone()
	letters.thread.Key.Address = providers.Address{Kind: providers.Letters, Value: "PARCELS"}
	withGroup := newPhone().known()
	withGroup.thread.Person.Groups = []string{"yoga"}
	broken := newPhone()
	broken.org = brokenTown()
	echoed := newPhone().known().texted("HELP")
	for _, c := range []struct {
		rule string
		p    *phone
		text string
	}{
		{"crisis", newPhone(), "i want to die"},
		{"stop", newPhone(), "STOP"},
		{"stop, asked", newPhone().known().texted("stpo"), "i said stop"},
		{"nobody to answer", letters, "Your parcel is here"},
		{"stopped", newPhone().texted("STOP"), "hello"},
		{"case", newPhone().known().texted("PERSON"), "MENU"},
		{"flood", newPhone().known().texted("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"), "HELP"},
		{"echo", echoed, echoed.turn.Say[0].Text},
		{"safety", newPhone().known().texted("cant cope"), "1"},
		{"unclear crisis", newPhone().known(), "i cant cope"},
		{"command", newPhone().known(), "HELP"},
		{"group command", withGroup, "STOP yoga"},
		{"soft stop", newPhone().known().texted("stpo"), "no"},
		{"engine question", newPhone().known().texted("FORGET"), "no"},
		{"broken flows", broken, "hello"},
		{"unreadable", newPhone().known(), long},
		{"stop or answer", newPhone().at("text"), "Stop. Thank you"},
		{"answer", newPhone().at("text"), "my leg"},
		{"number", newPhone().at("choice"), "1"},
		{"lenient stop", newPhone().known(), "stop please"},
		{"number", newPhone().known().texted("MENU"), "2"},
		{"start word", newPhone().known(), "ASK"},
		{"answer to a broadcast", newPhone().known().sent(bot.Texted{Broadcast: "b-1", At: tuesday.Add(-time.Hour), Queue: "desk"}), "what time does it end"},
		{"welcome", newPhone(), "good morning"},
		{"retry", newPhone().known(), "lorem ipsum"},
		{"retry", newPhone().at("number"), "lorem ipsum"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			turn := c.p.text(c.text)
			require.Equal(t, c.rule, turn.Rule, "%q was answered %q", c.text, said(turn))
		})
	}
}

// TestAnEarlierRuleWins pits each rule against a later one.
func TestAnEarlierRuleWins(t *testing.T) {
	stoppedWithCase := newPhone().known().texted("PERSON", "STOP")
	flooded := newPhone().known().texted("1", "2", "3", "4", "5", "6", "7", "8", "9", "10")
	for _, c := range []struct {
		rule string
		p    *phone
		text string
	}{
		{"crisis", newPhone().known().texted("stpo"), "stop it i want to die"},
		{"stop", newPhone().known().texted("stpo"), "STOP"},
		{"stopped", stoppedWithCase, "are you there"},
		{"case", newPhone().at("choice").texted("PERSON"), "1"},
		{"flood", flooded, "cant cope"},
		{"safety", newPhone().known().texted("cant cope"), "HELP"},
		{"unclear crisis", newPhone().at("text"), "i cant cope"},
		{"command", newPhone().known().texted("FORGET"), "HELP"},
		{"command", newPhone().at("text"), "MENU"},
		{"engine question", newPhone().at("choice").texted("FORGET"), "2"},
		{"stop or answer", newPhone().at("name"), "end"},
		{"number", newPhone().at("choice").texted("MENU"), "1"},
	} {
		turn := c.p.text(c.text)
		require.Equal(t, c.rule, turn.Rule, "%q was answered %q", c.text, said(turn))
	}
}

func TestFirstTextOfAPersonIsRemembered(t *testing.T) {
	p := newPhone()
	p.text("hello")
	require.Equal(t, tuesday, p.thread.Person.Met)
	p.now = p.now.Add(time.Hour)
	p.text("YES")
	require.Equal(t, tuesday, p.thread.Person.Met)
	require.Equal(t, tuesday.Add(time.Hour), p.thread.Person.Heard)
}
