package flows

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// full is the menu of six with all around it that a flow can have: a caller, values,
// blanks with what is known of the person, conditions, a reminder, a record, a
// group that is joined, and words in three languages.
var full = map[string]string{
	"org.yaml": `name: Mill Town
number: "+447700900002"
languages: [en, cy, pl]
menu: [main, outer]
queues: {desk: {answer_within: 1 day}}
consents: {updates: News}
profile:
  first_name: {type: name, why: To greet you, keep: 1 year}
  area: {type: choice, why: To show what is near, keep: 1 year}
groups: groups.csv
`,
	"groups.csv": "id,name,name:cy,name:pl\nwalk,Walking group,Cerdded,Spacery\ntea,Tea,Te,Herbata\n",
	"outer.yaml": "start: {words: [OUTER]}\nrecord: outer\nsteps:\n  hi: {set: {seen: yes}, call: main}\n  bye: {say: Goodbye.}\n",
	"main.yaml": `title: Help
start: {words: [SIX]}
record: needs
steps:
  need:
    ask: "What do you need, <me.first_name|friend>? You live in <me.area|town>."
    options: {food: Food -> food, money: Money or debt -> food, home: Home -> home, mind: Feeling low -> food, baby: Baby or child -> food, travel: Travel -> food}
    remind: 2 hours
    timeout: {after: 2 days, then: end}
  home:
    join: walk
    set: {asked: <need>}
    say: "You chose <need>."
    when: {me.groups has tea and need is home: own, else: food}
  own:
    ask: Is it about your own home?
    options: {yes: -> need, no: -> need}
    remind: 2 hours
  food: {ask: Where are you?, answer: postcode}
`,
	"main.cy.yaml": `language: cy
texts:
  title: {en: Help, cy: Cymorth}
  start.words: {en: [SIX], cy: [CHWECH]}
  need.ask: {en: "What do you need, <me.first_name|friend>? You live in <me.area|town>.", cy: "Beth sydd ei angen, <me.first_name|ffrind>? Yn <me.area|y dref>."}
  need.options.food: {en: Food, cy: Bwyd}
  need.options.money: {en: Money or debt, cy: Arian}
  need.options.home: {en: Home, cy: Cartref}
  need.options.mind: {en: Feeling low, cy: Teimlo'n isel}
  need.options.baby: {en: Baby or child, cy: Babi}
  need.options.travel: {en: Travel, cy: Teithio}
  home.say: {en: "You chose <need>.", cy: "Dewisoch <need>."}
  own.ask: {en: Is it about your own home?, cy: Ai eich cartref chi yw e?}
  food.ask: {en: Where are you?, cy: Ble ydych chi?}
`,
}

// fullWorld is what is known of somebody.
func fullWorld() World {
	return World{
		Now: morning, Person: "p1", Phone: "+447700900123", Event: "test:1",
		Me: map[string]string{"first_name": "Nia", "area": "Castlefields"}, Groups: []string{"tea", "walk"}, Consents: []string{"updates"},
		Members: func(string) int { return 12 },
	}
}

// everything is a conversation with all in it that one can hold: in Welsh, in a flow
// that another has called, of an older version than there is now, with flows that
// wait beside it and questions of others.
func everything(t testing.TB) (*Org, []byte) {
	t.Helper()
	before := load(t, full)
	files := map[string]string{}
	for name, text := range full {
		files[name] = strings.Replace(text, "  food: {ask: Where are you?, answer: postcode}\n", "  food: {ask: Where are you?, answer: postcode}\n  thanks: {say: Thank you.}\n", 1)
	}
	now := load(t, files)
	w := fullWorld()
	p := before.Begin(Conversation{Lang: "cy"}, w, "outer", nil)
	require.NoError(t, p.Fault)
	require.Contains(t, p.Text, "Beth sydd ei angen, Nia? Yn Castlefields.")
	c := p.Conversation
	for i := range maxParked {
		waits := Parked{Frame: Frame{
			Flow: "outer", Ver: now.Flows["outer"].Shape, Step: "hi", Vars: map[string]Value{"n": {One: fmt.Sprint(i)}}, Due: &Due{Is: DueWait, At: morning.Add(time.Hour)},
		}}
		c.Parked = append(c.Parked, waits)
	}
	for i := range 3 {
		c = c.WithAsked(Asked{ID: fmt.Sprint("t-", i), Shown: []AskedChoice{{ID: "yes", Label: "I can", Names: []string{"i can"}}}, Until: morning.Add(time.Hour)})
	}
	older := map[Pin]*Org{}
	for _, frame := range now.Older(c) {
		older[frame.Pin()] = before.Under(now)
	}
	require.NotEmpty(t, older)
	raw, err := json.Marshal(c)
	require.NoError(t, err)
	return now.With(older), raw
}

// fullTurn is oneTurn with all that is known of the person.
func fullTurn(t testing.TB, o *Org, raw []byte) Played {
	var c Conversation
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	p := o.Hear(c, fullWorld(), "3")
	if !p.Understood || p.Text == "" {
		t.Fatalf("not understood: %v", p.Fault)
	}
	if _, err := json.Marshal(p.Conversation); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestATurnWithEveryFeatureGoesThroughAllOfThem(t *testing.T) {
	o, raw := everything(t)
	p := fullTurn(t, o, raw)
	require.Equal(t, []string{"main/home", "main/own"}, p.Path)
	require.Equal(t, "Dewisoch Cartref.\nAi eich cartref chi yw e?\n1 Ie\n2 Na", p.Text)
	require.Len(t, p.Conversation.Stack, 1)
	require.Len(t, p.Conversation.Parked, maxParked)
	require.Len(t, p.Conversation.Asked, 3)
	require.Equal(t, DueRemind, p.Conversation.Now.Due.Is)
	require.NotEqual(t, o.Flows["main"].Shape, p.Conversation.Now.Ver, "it goes on in the version that it began with")
}

// BenchmarkTurnWithEverything is held against BenchmarkTurn.
func BenchmarkTurnWithEverything(b *testing.B) {
	o, raw := everything(b)
	b.ReportAllocs()
	for b.Loop() {
		fullTurn(b, o, raw)
	}
	b.ReportMetric(float64(len(raw)), "bytes")
}

// What a conversation carries must be read and written again with each text; it must
// not cost more than that.
func TestATurnWithEveryFeatureTakesFewAllocations(t *testing.T) {
	o, raw := everything(t)
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { fullTurn(t, o, raw) }), 260.0)
}
