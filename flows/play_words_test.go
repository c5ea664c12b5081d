package flows

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const desk = `
start: {words: [I NEED, LOOK FOR A]}
steps:
  what: {ask: What do you need?, answer: text, save: need}
  when: {ask: "<need>: which day?", answer: date}
`

func TestWhatFollowsAStartWordAnswersAQuestionForWords(t *testing.T) {
	o := load(t, map[string]string{"find.yaml": desk, "main.yaml": "start: {words: [TEA]}\nsteps:\n  top: {ask: Which?, options: {a: Black, b: Green}}\n"})
	for text, want := range map[string][2]string{
		"I need a Coat":        {"find", "a Coat"},
		"i need: 2 chairs?":    {"find", "2 chairs?"},
		"I  NEED\nfood - soon": {"find", "food - soon"},
		"Look for a lift":      {"find", "lift"},
		"I need":               {},
		"I need ...":           {},
		"I needed a coat":      {},
		"do I need a coat":     {},
		"tea please":           {},
		"":                     {},
	} {
		flow, words, ok := o.StartWith(text)
		require.Equal(t, want, [2]string{flow, words}, text)
		require.Equal(t, flow != "", ok, text)
	}
}

func TestNobodySaysTwiceWhatTheyHaveTexted(t *testing.T) {
	k := newTalk(t, load(t, map[string]string{"main.yaml": desk}))
	says(t, k.take(k.org.BeginWith(k.c, k.w, "main", "a coat")), "a coat: which day?")
	require.Equal(t, []string{"what"}, k.c.Now.Trail, "BACK returns to the first question")
	says(t, k.take(k.org.Back(k.c, k.w)), "What do you need?")
}

func TestAFlowThatAsksForNoWordsIsPlayedFromItsStart(t *testing.T) {
	o := load(t, map[string]string{
		"main.yaml":   "steps:\n  top: {ask: Which?, options: {a: Black, b: Green}}\n",
		"day.yaml":    "steps:\n  top: {ask: Which day?, answer: date}\n",
		"warned.yaml": "steps:\n  top: {say: Do not write names.}\n  ask: {ask: What is it?, answer: text}\n",
	})
	for flow, asks := range map[string]string{"main": "Which?\n1 Black\n2 Green", "day": "Which day?", "warned": "Do not write names.\nWhat is it?"} {
		k := newTalk(t, o)
		says(t, k.take(k.org.BeginWith(k.c, k.w, flow, "black")), asks)
	}
}

func TestOnlyAFlowsFirstQuestionCanGiveWayToOwnWords(t *testing.T) {
	o := load(t, map[string]string{
		"main.yaml":  "steps:\n  top: {ask: Which?, options: {a: Black, b: Green}}\n  next: {ask: With?, options: {m: Milk, l: Lemon}}\n",
		"exact.yaml": "steps:\n  top: {ask: May we?, exact: yes, options: {yes: Yes, no: No}}\n",
		"words.yaml": "steps:\n  top: {ask: What?, answer: text}\n",
	})
	k := newTalk(t, o)
	require.False(t, o.Opening(k.c), "nothing is open")
	k.begin("main")
	require.True(t, o.Opening(k.c))
	k.hear("black")
	require.False(t, o.Opening(k.c), "something has been answered")
	for _, flow := range []string{"exact", "words"} {
		k.begin(flow)
		require.False(t, o.Opening(k.c), flow)
	}
}
