package flows

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const shop = `
title: Shop
start: {words: [SHOP, BUY FRUIT]}
steps:
  hello:
    say: Welcome.
    then: fruit
  fruit:
    ask: Which fruit?
    options:
      apple: {label: Apple, also: [cox]}
      pear: Pear -> ripe
      none: -> bye
  many:
    ask: How many <fruit>?
    answer: number 1-20
    then: done
  ripe:
    ask: Ripe?
    options: {yes: , no: No -> fruit}
    then: done
  done:
    say: "<many|Some> <fruit>."
    then: end
  bye:
    say: Bye.
`

func TestOneTurnSaysOneText(t *testing.T) {
	k := newTalk(t, loadFlow(t, shop))
	says(t, k.begin("main"), "Welcome.", "Which fruit?", "1 Apple", "2 Pear", "3 None of these")
	require.True(t, k.org.Waiting(k.c))
	require.Equal(t, []string{"main/hello", "main/fruit"}, k.last.Path)

	says(t, k.hear("1"), "How many Apple?")
	require.True(t, k.last.Understood)
	require.Equal(t, ByNumber, k.last.Rule)
	says(t, k.hear("seven"), "7 Apple.")
	require.False(t, k.org.Waiting(k.c))
	require.Nil(t, k.c.Now)
}

func TestChoicesLeadWhereTheyPoint(t *testing.T) {
	k := newTalk(t, loadFlow(t, shop))
	k.begin("main")
	says(t, k.hear("pear"), "Ripe?", "1 Yes", "2 No")
	says(t, k.hear("n"), "Which fruit?", "1 Apple", "2 Pear", "3 None of these")
	says(t, k.hear("neither"), "Bye.")
}

func TestStartWords(t *testing.T) {
	o := loadFlow(t, shop)
	for text, want := range map[string][3]string{
		"shop":          {"main", "", "true"},
		" Shop! ":       {"main", "", "true"},
		"buy fruit":     {"main", "", "true"},
		"SHOP lib":      {"main", "LIB", "true"},
		"buy fruit now": {"main", "NOW", "true"},
		"shop at noon":  {"", "", "false"},
		"buy":           {"", "", "false"},
		"":              {"", "", "false"},
		"lib shop":      {"", "", "false"},
	} {
		flow, source, ok := o.StartWord(text)
		require.Equal(t, want[0], flow, text)
		require.Equal(t, want[1], source, text)
		require.Equal(t, want[2] == "true", ok, text)
	}
}

func TestStartWordsAreKnownWithoutTheirAccents(t *testing.T) {
	o := load(t, map[string]string{
		"main.yaml": "start: {words: [JĘZYK, sós]}\nsteps:\n  top: {say: A.}\n",
		"b.yaml":    "start: {words: [SOS]}\nsteps:\n  top: {say: B.}\n",
	})
	for text, want := range map[string]string{"język": "main", "jezyk": "main", "JEZYK lib": "main", "sós": "main", "sos": "b", "jezyki": ""} {
		flow, _, _ := o.StartWord(text)
		require.Equal(t, want, flow, text)
	}
}

func TestWhatIsNotUnderstoodChangesNothing(t *testing.T) {
	k := newTalk(t, loadFlow(t, shop))
	k.begin("main")
	before := k.c
	p := k.org.Hear(k.c, k.w, "bananas")
	require.False(t, p.Understood)
	require.Empty(t, p.Text)
	require.Equal(t, before, p.Conversation)
	require.Equal(t, Played{}, k.org.Hear(Conversation{}, k.w, "1"), "idle")
}

func TestHearingNeverChangesTheConversationItWasGiven(t *testing.T) {
	o := loadFlow(t, shop)
	k := newTalk(t, o)
	k.begin("main")
	k.hear("pear")
	before := k.c
	frame := *k.c.Now
	for range 2 {
		first := o.Hear(k.c, k.w, "no")
		require.Equal(t, first, o.Hear(k.c, k.w, "no"), "the same text twice")
		require.Equal(t, before, k.c)
		require.Equal(t, frame, *k.c.Now)
	}
}

func TestEffectsComeInTheOrderOfTheLanguage(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  ask:
    ask: Do you agree?
    exact: yes
    options: {yes: Yes -> all, no: No -> end}
  all:
    say: Thanks, <me.name>.
    join: walk
    leave: knit
    opt_in: updates
    opt_out: updates
    forget: [me.area]
    set: {me.name: Sam, note: hello}
`))
	k.w.Me["area"] = "WB1"
	asked := k.begin("main")
	says(t, k.hear("yes"), "Thanks, Sam.")
	var kinds []EffectKind
	for _, e := range k.last.Effects {
		kinds = append(kinds, e.Kind)
	}
	require.Equal(t, []EffectKind{EffectSet, EffectForget, EffectOptIn, EffectOptOut, EffectJoin, EffectLeave}, kinds)
	require.Equal(t, asked, k.last.Effects[2].Wording, "the words that were agreed to")
	require.Equal(t, map[string]string{"name": "Sam"}, k.w.Me)
}

func TestATurnSeesItsOwnEffects(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  start:
    set: {me.area: WB2 4AA}
    join: knit
    opt_in: updates
    forget: [me.name]
  check:
    when:
      me.area is WB2 and me.groups has knit and me.consents has updates and not me.name is set: yes
      else: no
  yes: {say: "Seen, <me.area>, <me.groups>.", then: end}
  no: {say: Not seen.}
`))
	k.w.Me["name"] = "Sam"
	k.w.Groups = []string{"walk"}
	before := k.w
	says(t, k.begin("main"), "Seen, WB2, Walking, Knitting.")
	require.Equal(t, []string{"walk"}, before.Groups, "the world that was given stays as it was")
	require.Equal(t, "Sam", before.Me["name"])
}

func TestSaveKeepsAnAnswerElsewhere(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  name: {ask: "Your name?", answer: name, save: me.name}
  fruit: {ask: "Hello <me.name>. Fruit?", options: {apple: Apple, pear: Pear}, save: food}
  end_: {say: "<me.name> likes <food>."}
`))
	k.begin("main")
	says(t, k.hear("Sam"), "Hello Sam. Fruit?", "1 Apple", "2 Pear")
	require.Equal(t, []Effect{{Kind: EffectSet, Name: "name", Value: "Sam"}}, k.last.Effects)
	says(t, k.hear("pear"), "Sam likes Pear.")
	require.Empty(t, k.last.Effects)
}

func TestOptionalQuestionsMayBeSkipped(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  name: {ask: "Your name?", answer: name, save: me.name, optional: yes}
  fruit: {ask: Fruit?, options: {apple: Apple, pear: Pear}, optional: yes}
  done: {say: "<me.name|You> and <fruit|nothing>."}
`))
	says(t, k.begin("main"), "Your name? Or reply SKIP.")
	says(t, k.hear("Skip."), "Fruit?", "1 Apple", "2 Pear", "Or reply SKIP.")
	require.Empty(t, k.last.Effects, "an answer that was not given is not kept")
	says(t, k.hear("skip"), "You and nothing.")
}

func TestLanguageOfTheConversation(t *testing.T) {
	o := load(t, map[string]string{"main.yaml": `
title: Main
steps:
  choose: {ask: "Which language?", options: {from: languages}, save: me.language}
  fruit: {ask: "Fruit, in <me.language>?", options: {apple: Apple, other: }}
  done: {say: "<fruit>."}
`, "main.cy.yaml": `
language: cy
texts:
  title: {en: Main, cy: Prif}
  choose.ask: {en: "Which language?", cy: "Pa iaith?"}
  fruit.ask: {en: "Fruit, in <me.language>?", cy: "Ffrwyth, yn <me.language>?"}
  fruit.options.apple: {en: Apple, cy: Afal}
`})
	k := newTalk(t, o)
	says(t, k.begin("main"), "Which language?", "1 English", "2 Cymraeg")
	says(t, k.hear("welsh"), "Ffrwyth, yn Cymraeg?", "1 Afal", "2 Rhywbeth arall")
	require.Equal(t, []Effect{{Kind: EffectLanguage, Value: "cy"}}, k.last.Effects)
	require.Equal(t, "cy", k.c.Lang)
	says(t, k.hear("apple"), "Afal.")
	require.Equal(t, ByLabel, k.last.Rule, "the flow's own words are understood too")
	says(t, k.take(o.Menu(k.c, k.w)), "Mill Town. Atebwch gyda rhif.", "1 Prif")
}

const caller = `
start: {words: [CALLER]}
steps:
  word: {ask: "Word?", answer: text}
  go:
    say: Now the other.
    call: other
    with: {given: "<word>!"}
  after: {say: "Back with <word>."}
`

const called = `
title: Other
needs: [given, word]
record: others
steps:
  more: {ask: "<given> and <word>. More?", answer: text, optional: yes}
  enough: {say: Enough.}
`

func TestCallAndReturn(t *testing.T) {
	k := newTalk(t, load(t, map[string]string{"main.yaml": caller, "other.yaml": called}))
	k.begin("main")
	says(t, k.hear("hat"), "Now the other.", "hat! and hat. More?"+" Or reply SKIP.")
	require.Len(t, k.c.Stack, 1)
	says(t, k.hear("no"), "Enough.", "Back with hat.")
	require.Nil(t, k.c.Now)
	require.Empty(t, k.c.Stack)
	require.Equal(t, []Effect{{Kind: EffectRecord, Name: "others", Row: map[string]string{
		"given": "hat!", "word": "hat", "more": "no", "language": "en", "when": "2026-09-15 10:30",
	}}}, k.last.Effects)
}

func TestBackLeadsOutOfACalledFlow(t *testing.T) {
	k := newTalk(t, load(t, map[string]string{"main.yaml": caller, "other.yaml": called}))
	k.begin("main")
	k.hear("hat")
	says(t, k.take(k.org.Back(k.c, k.w)), "Word?")
	require.Empty(t, k.c.Stack)
	says(t, k.hear("cap"), "Now the other.", "cap! and cap. More? Or reply SKIP.")
}

func TestAFlowThatIsLeftForAnotherReturnsToTheCaller(t *testing.T) {
	k := newTalk(t, load(t, map[string]string{
		"main.yaml":  "steps:\n  go: {call: other}\n  after: {say: Back.}\n",
		"other.yaml": "start: {words: [OTHER]}\nsteps:\n  ask: {ask: \"Where?\", options: {third: Third -> flow third, here: Here}}\n",
		"third.yaml": "start: {words: [THIRD]}\nsteps:\n  hi: {say: Hi.}\n",
	}))
	k.begin("main")
	says(t, k.hear("third"), "Hi.", "Back.")
}

func TestARecordHoldsNoPhoneNumber(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
record: runs
steps:
  number: {ask: "Your friend's number?", answer: phone}
  fruit: {ask: Fruit?, options: {apple: Apple, pear: Pear -> menu}}
`))
	k.w.Me["area"] = "WB1"
	k.begin("main")
	k.hear("07700 900456")
	says(t, k.hear("2"), "Mill Town. Reply with a number.", "1 main")
	require.Equal(t, map[string]string{"fruit": "pear", "area": "WB1", "language": "en", "when": "2026-09-15 10:30"}, k.last.Effects[0].Row)
}

func TestHandOverWaitsUntilStaffClose(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  need: {ask: "What?", options: {food: Food, money: Money}}
  person:
    say: A person will text you.
    hand_over: {queue: desk, about: "Needs <need>", if_nobody: "Sorry, nobody is here for <need>."}
  thanks: {say: We hope that helped with <need>.}
`))
	k.begin("main")
	says(t, k.hear("1"), "A person will text you.")
	require.Equal(t, []Effect{{Kind: EffectHandOver, Name: "desk", Value: "Needs Food", IfNobody: "Sorry, nobody is here for Food."}}, k.last.Effects)
	require.True(t, k.org.HandedOver(k.c))
	require.False(t, k.org.Waiting(k.c))
	require.Nil(t, k.c.Now.Due)
	require.Empty(t, k.take(k.org.Hear(k.c, k.w, "hello")))
	require.True(t, k.org.HandedOver(k.c))
	says(t, k.take(k.org.Closed(k.c, k.w)), "We hope that helped with Food.")
	require.Nil(t, k.c.Now)
	require.Equal(t, Played{Conversation: k.c}, k.org.Closed(k.c, k.w), "closing twice changes nothing")
}

func TestConditionsSeeTheHours(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  check: {when: {desk is open: open, else: closed}}
  open: {say: Open., then: end}
  closed: {say: Closed.}
`))
	says(t, k.begin("main"), "Open.")
	k.w.Now = morning.Add(12 * time.Hour)
	says(t, k.begin("main"), "Closed.")
}

func TestABranchAfterAnAnswer(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  age:
    ask: How old are you?
    answer: number 0-120
    when: {age >= 60: older, else: younger}
  older: {say: Sixty or more., then: end}
  younger: {say: Less than sixty.}
`))
	k.begin("main")
	says(t, k.hear("72"), "Sixty or more.")
	k.begin("main")
	says(t, k.hear("16"), "Less than sixty.")
}

func TestManyAnswers(t *testing.T) {
	o := loadFlow(t, `
steps:
  fruit:
    ask: Which?
    options: {many: yes, apple: Apple, pear: Pear, plum: Plum, red: Red and ripe}
  done: {say: "<fruit>."}
`)
	for text, want := range map[string]string{
		"1 3":             "Apple, Plum.",
		"1,3":             "Apple, Plum.",
		"1 and 3":         "Apple, Plum.",
		"3 & 1":           "Plum, Apple.",
		"plum, pear":      "Plum, Pear.",
		"2":               "Pear.",
		"pear":            "Pear.",
		"1 1 1":           "Apple.",
		"red and ripe, 1": "Red and ripe, Apple.",
		"1 9":             "",
		"13":              "",
		"pear or so":      "Pear.",
	} {
		k := newTalk(t, o)
		k.begin("main")
		p := o.Hear(k.c, k.w, text)
		require.Equal(t, want, p.Text, text)
		require.Equal(t, want != "", p.Understood, text)
	}
}

func TestVariablesAreBounded(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  word: {ask: "Word?", answer: text, then: long}
  long: {set: {copy: "<word><word><word>"}}
  more: {ask: "Again?", options: {yes: Yes -> long, no: No}}
`))
	k.begin("main")
	k.hear(strings.Repeat("é", 600))
	require.Len(t, []rune(k.c.Now.Vars["copy"].One), varLetters)
	require.Len(t, []rune(k.c.Now.Vars["word"].One), 600)
}
