package flows

import (
	"context"
	"fmt"
	"testing"

	"github.com/looplab/fsm"
	"github.com/stretchr/testify/require"
)

func TestAStepThatIsGoneIsAFaultAndNeverSilence(t *testing.T) {
	o := loadFlow(t, shop)
	w := World{Now: morning}
	plays := map[string]func(Conversation) Played{
		"Hear":   func(c Conversation) Played { return o.Hear(c, w, "1") },
		"Retry":  func(c Conversation) Played { return o.Retry(c, w, "1") },
		"Repeat": func(c Conversation) Played { return o.Repeat(c, w) },
		"Back":   func(c Conversation) Played { return o.Back(c, w) },
		"More":   func(c Conversation) Played { return o.More(c, w) },
		"Due":    func(c Conversation) Played { return o.Due(c, w) },
	}
	for name, where := range map[string]Frame{
		"step":        {Flow: "main", Step: "gone"},
		"flow":        {Flow: "gone", Step: "fruit"},
		"no more ask": {Flow: "main", Step: "done"},
		"no name":     {Flow: "main"},
	} {
		where.Due = &Due{Is: DueTimeout, At: morning}
		c := Conversation{V: 1, Lang: "en", Now: &where, Misses: 1}
		require.True(t, o.Waiting(c), name)
		require.False(t, o.FreeText(c) || o.Exact(c) || o.HandedOver(c), name)
		for way, play := range plays {
			p := play(c)
			require.ErrorIs(t, p.Fault, ErrStepGone, "%s, %s", name, way)
			require.Empty(t, p.Text)
			require.Empty(t, p.Effects)
			require.Equal(t, Conversation{V: 1, Lang: "en", Misses: 1}, p.Conversation, "the next text begins afresh")
		}
	}
	require.ErrorIs(t, o.Begin(Conversation{}, w, "gone", nil).Fault, ErrStepGone)
}

func TestACallerThatIsGoneTakesNothingWithIt(t *testing.T) {
	k := newTalk(t, load(t, map[string]string{"main.yaml": caller, "other.yaml": called}))
	k.begin("main")
	k.hear("hat")
	k.c.Stack[0].Step = "gone"
	p := k.org.Hear(k.c, k.w, "no")
	require.NoError(t, p.Fault)
	says(t, p.Text, "Enough.")
	require.Len(t, p.Effects, 1, "the row of the called flow is kept")
	require.Nil(t, p.Conversation.Now)
	p = k.org.Back(k.c, k.w)
	require.NoError(t, p.Fault)
	require.NotNil(t, p.Conversation.Menu)
}

func TestARenamedStepGoesOn(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  colour: {was: color, ask: "Which colour?", options: {red: Red, blue: Blue}}
  done: {say: "<colour>."}
`))
	k.c = Conversation{V: 1, Now: &Frame{Flow: "main", Ver: "old", Step: "color", Shown: []string{"blue", "red"}}}
	says(t, k.hear("blue"), "Blue.")
}

func TestStepsMayBeCalledStateOrEvent(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  event: {ask: "First?", answer: text}
  state: {ask: "Second?", options: {enter: Enter -> enter_state, event: Event -> event}}
  enter_state: {say: "<event> and <state>."}
`))
	says(t, k.begin("main"), "First?")
	says(t, k.hear("hat"), "Second?", "1 Enter", "2 Event")
	require.Equal(t, []string{"main/state"}, k.last.Path, "entered once")
	says(t, k.hear("event"), "First?")
	says(t, k.hear("cap"), "Second?", "1 Enter", "2 Event")
	says(t, k.hear("1"), "cap and Enter.")
}

func TestAgainAsksTheSameQuestionAgain(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  fruit:
    say: Hello.
    ask: Which fruit?
    options: {more: Ask me again -> again, apple: Apple -> end}
`))
	k.begin("main")
	for range 3 {
		says(t, k.hear("1"), "Hello.", "Which fruit?", "1 Ask me again", "2 Apple")
		require.Equal(t, []string{"main/fruit"}, k.last.Path)
	}
	says(t, k.hear("2"), "Thank you.")
	require.Nil(t, k.c.Now)
}

func TestAFlowThatNeverWaitsIsStopped(t *testing.T) {
	o := build(t, &Flow{ID: "main", Steps: []*Step{
		{Name: "a", Say: words("A"), Then: toStep("b")},
		{Name: "b", Join: "walk", Then: toStep("a")},
	}}, &Flow{ID: "self", Steps: []*Step{{Name: "a", Then: &Target{Kind: ToAgain}}}},
		&Flow{ID: "ping", Steps: []*Step{{Name: "a", Then: &Target{Kind: ToFlow, Name: "ping"}}}})
	for _, flow := range []string{"main", "self", "ping"} {
		p := o.Begin(Conversation{}, World{Now: morning}, flow, nil)
		require.ErrorIs(t, p.Fault, ErrLoop, flow)
		require.Empty(t, p.Text, flow)
		require.Empty(t, p.Effects, flow)
		require.Len(t, p.Path, stepsATurn, flow)
	}
}

func TestALongFlowMayTakeFiftySteps(t *testing.T) {
	f := &Flow{ID: "main"}
	for i := range stepsATurn {
		f.Steps = append(f.Steps, &Step{Name: fmt.Sprintf("s%d", i), Say: words("x")})
	}
	o := build(t, f)
	p := o.Begin(Conversation{}, World{Now: morning}, "main", nil)
	require.NoError(t, p.Fault)
	require.Len(t, p.Path, stepsATurn)
}

func TestCallsAreFiveDeep(t *testing.T) {
	var flows []*Flow
	for i := range 7 {
		f := &Flow{ID: fmt.Sprintf("f%d", i), Steps: []*Step{{Name: "go", Call: fmt.Sprintf("f%d", i+1)}}}
		if i == 6 {
			f.Steps[0] = &Step{Name: "ask", Ask: words("Deep?"), Answer: &Answer{Kind: answerText}}
		}
		flows = append(flows, f)
	}
	o := build(t, flows...)
	require.ErrorIs(t, o.Begin(Conversation{}, World{Now: morning}, "f0", nil).Fault, ErrDepth)
	p := o.Begin(Conversation{}, World{Now: morning}, "f1", nil)
	require.NoError(t, p.Fault)
	require.Len(t, p.Conversation.Stack, maxCalls)
	p = o.Hear(p.Conversation, World{Now: morning}, "yes")
	require.NoError(t, p.Fault)
	require.Nil(t, p.Conversation.Now, "every caller has come to its end")
}

func TestNoTrueBranchIsAFault(t *testing.T) {
	never := &Condition{root: expr{kind: exprOpen, left: operand{text: "desk"}}}
	o := build(t, &Flow{ID: "main", Steps: []*Step{{Name: "a", When: []Branch{{If: never, Then: *toStep("a")}}}}})
	require.ErrorIs(t, o.Begin(Conversation{}, World{Now: morning}, "main", nil).Fault, ErrNoBranch)
}

func TestAPanicIsAFaultAndLeavesNothingBehind(t *testing.T) {
	o := loadFlow(t, `
steps:
  fruit: {ask: "Fruit?", options: {apple: Apple, pear: Pear}}
  count: {say: "<walk.members> walkers like <fruit>."}
`)
	k := newTalk(t, o)
	k.begin("main")
	k.w.Members = func(string) int { panic("07700 900123") }
	p := o.Hear(k.c, k.w, "1")
	require.ErrorIs(t, p.Fault, ErrPanic)
	require.NotContains(t, p.Fault.Error(), "900123", "what the panic says may be somebody's")
	require.Nil(t, p.Conversation.Now)
	k.w.Members = func(string) int { return 12 }
	says(t, k.hear("1"), "12 walkers like Apple.")
}

func TestACancelledContextWedgesOnlyItsOwnMachine(t *testing.T) {
	o := loadFlow(t, shop)
	k := newTalk(t, o)
	k.begin("main")
	turn := o.newTurn(k.c, k.w)
	require.NoError(t, turn.resume())
	turn.next = evPick + "pear"
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := turn.result(turn.run(ctx))
	require.ErrorIs(t, p.Fault, context.Canceled, "never silence")
	says(t, k.hear("2"), "Ripe?", "1 Yes", "2 No")
}

func TestAnEventThatDoesNotBelongIsAFault(t *testing.T) {
	k := newTalk(t, loadFlow(t, shop))
	k.begin("main")
	turn := k.org.newTurn(k.c, k.w)
	require.NoError(t, turn.resume())
	turn.next = evPick + "banana"
	err := turn.run(t.Context())
	require.Error(t, err)
	require.NotContains(t, err.Error(), "play \"pick:banana\"")
}

// The machine's library takes the last of two equal transitions without a word,
// so compile never lets two through.
func TestTheLastOfTwoEqualTransitionsWouldWin(t *testing.T) {
	m := fsm.NewFSM("a", fsm.Events{{Name: "go", Src: []string{"a"}, Dst: "b"}, {Name: "go", Src: []string{"a"}, Dst: "c"}}, nil)
	require.NoError(t, m.Event(t.Context(), "go"))
	require.Equal(t, "c", m.Current())

	twice := &Flow{ID: "main", Steps: []*Step{{Name: "a", Ask: words("?"), Options: &Options{Fixed: []Option{
		{ID: "x", Label: Text{Source: "X"}, Then: toStep("a")}, {ID: "x", Label: Text{Source: "Y"}, Then: &Target{Kind: ToEnd}},
	}}}}}
	require.ErrorContains(t, twice.compile(&Org{Language: "en"}), "two ways out")
}

func TestCompileRefuses(t *testing.T) {
	ask := func(name string) *Step { return &Step{Name: name, Ask: words("?"), Answer: &Answer{Kind: answerText}} }
	many := &Flow{ID: "main"}
	for i := range maxVars + 1 {
		many.Steps = append(many.Steps, ask(fmt.Sprintf("s%d", i)))
	}
	both := ask("a")
	both.Hand = &HandOver{Queue: "desk"}
	lost := ask("a")
	lost.Then = toStep("nowhere")
	for want, f := range map[string]*Flow{
		"has no steps":                 {ID: "main"},
		"cannot be called \"end\"":     {ID: "main", Steps: []*Step{ask("end")}},
		"cannot be called \"a\"":       {ID: "main", Steps: []*Step{ask("a"), ask("a")}},
		"waits for more than one":      {ID: "main", Steps: []*Step{both}},
		"takes no answer":              {ID: "main", Steps: []*Step{{Name: "a", Ask: words("?")}}},
		"no step called \"nowhere\"":   {ID: "main", Steps: []*Step{lost}},
		"51 variables; the limit is 5": many,
	} {
		require.ErrorContains(t, f.compile(&Org{Language: "en"}), want)
	}
}
