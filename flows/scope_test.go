package flows

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestConditionsSeeTheColumnsOfAChosenRow(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  group: {ask: "Which?", options: {from: my groups}}
  check: {when: {group.kind is club: club, else: other}}
  club: {say: "<group.name> is a club.", then: end}
  other: {say: "<group.name> is not."}
`))
	k.w.Groups = []string{"knit", "quit"}
	k.begin("main")
	says(t, k.hear("1"), "Knitting is a club.")
	k.begin("main")
	says(t, k.hear("2"), "Stop smoking is not.")
}

// Two flows keep different things under one name: each shows its own words.
func TestAFlowsOwnQuestionGivesAVariableItsWords(t *testing.T) {
	k := newTalk(t, load(t, map[string]string{
		"main.yaml":  "steps:\n  pick: {ask: \"Main?\", options: {one: First, two: Second}}\n  done: {say: \"<pick>.\"}\n",
		"other.yaml": "start: {words: [OTHER]}\nsteps:\n  pick: {ask: \"Other?\", options: {one: Uno, two: Dos}}\n  done: {say: \"<pick>.\"}\n",
	}))
	k.begin("main")
	says(t, k.hear("1"), "First.")
	k.begin("other")
	says(t, k.hear("1"), "Uno.")
}

func TestMeIsWhatIsKnownOfThePerson(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  known: {say: "<me.name|you>, <me.language>, <me.groups|no groups>, <me.phone>."}
`))
	k.w.Phone = "+447700900456"
	says(t, k.begin("main"), "you, English, no groups, +447700900456.")
	k.w.Me["name"], k.w.Groups, k.c.Lang = "Sam", []string{"walk", "gone"}, "cy"
	says(t, k.begin("main"), "Sam, Cymraeg, Cerdded, gone, +447700900456.")
}

func TestForgettingEverythingIsSeenInTheSameTurn(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  bye: {forget: all, say: "Bye, <me.name|stranger>."}
`))
	k.w.Me["name"] = "Sam"
	says(t, k.begin("main"), "Bye, stranger.")
	require.Equal(t, []Effect{{Kind: EffectForget, Name: "all"}}, k.last.Effects)
}

func TestTheTrailIsBounded(t *testing.T) {
	var flow strings.Builder
	flow.WriteString("steps:\n")
	for i := range 2 * maxTrail {
		flow.WriteString("  q" + string(rune('a'+i)) + ": {ask: \"More?\", answer: text}\n")
	}
	k := newTalk(t, loadFlow(t, flow.String()))
	k.begin("main")
	for range 2*maxTrail - 1 {
		k.hear("yes")
		require.LessOrEqual(t, len(k.c.Now.Trail), maxTrail)
	}
	require.Len(t, k.c.Now.Trail, maxTrail)
	for range maxTrail {
		says(t, k.take(k.org.Back(k.c, k.w)), "More?")
	}
	says(t, k.take(k.org.Back(k.c, k.w)), "Mill Town. Reply with a number.", "1 main")
}

// A consent that a called flow asks for is agreed to in that flow's words.
func TestTheWordingOfAConsentThatACalledFlowAsked(t *testing.T) {
	k := newTalk(t, load(t, map[string]string{
		"main.yaml":  "steps:\n  first: {ask: \"Ready?\", options: {yes: Yes}}\n  go: {call: other}\n  kept: {opt_in: updates, say: Thanks.}\n",
		"other.yaml": "steps:\n  agree: {ask: \"May we text you?\", exact: yes, options: {yes: Yes, no: No -> menu}}\n",
	}))
	k.begin("main")
	asked := k.hear("1")
	says(t, k.hear("yes"), "Thanks.")
	require.Equal(t, asked, k.last.Effects[0].Wording)
}
