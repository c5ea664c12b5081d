package flows

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// unparks lets time pass and goes on with what is parked.
func (k *talk) unparks(d time.Duration) string {
	k.t.Helper()
	k.w.Now = k.w.Now.Add(d)
	return k.take(k.org.Unpark(k.c, k.w))
}

const watering = `
start: {words: [WATER]}
record: watering
steps:
  fruit: {ask: Fruit?, options: {apple: Apple, pear: Pear}, then: rest}
  rest: {say: We will ask in two days., wait: 2 days}
  eaten: {ask: "Eaten the <fruit>?", options: {yes: Yes, no: No -> rest}}
  thanks: {say: Thanks.}
`

func TestAParkedFlowGoesOnWhenItsMomentComes(t *testing.T) {
	k := newTalk(t, loadFlow(t, watering))
	k.begin("main")
	says(t, k.hear("apple"), "We will ask in two days.")
	require.Nil(t, k.c.Now, "the person is free to text anything else")
	require.Equal(t, morning.Add(48*time.Hour), k.c.NextParked())
	before := k.c
	require.Empty(t, k.unparks(47*time.Hour))
	require.Equal(t, before, k.c, "too early changes nothing")
	says(t, k.unparks(time.Hour), "Eaten the Apple?", "1 Yes", "2 No")
	require.Empty(t, k.c.Parked)
	require.True(t, k.org.Waiting(k.c))
	says(t, k.hear("no"), "We will ask in two days.")
	k.unparks(48 * time.Hour)
	says(t, k.hear("yes"), "Thanks.")
	require.Equal(t, EffectRecord, k.last.Effects[0].Kind)
}

func TestAParkedFlowKeepsTheFlowsThatCalledIt(t *testing.T) {
	k := newTalk(t, load(t, map[string]string{
		"main.yaml":  "steps:\n  go: {call: other, with: {what: hat}}\n  after: {say: \"Back, <me.name|friend>.\"}\n",
		"other.yaml": "needs: [what]\nsteps:\n  rest: {say: Wait for the <what>., wait: 1 hour}\n  over: {say: \"Here is the <what>.\"}\n",
	}))
	says(t, k.begin("main"), "Wait for the hat.")
	require.Empty(t, k.c.Stack)
	require.Len(t, k.c.Parked[0].Stack, 1)
	says(t, k.unparks(time.Hour), "Here is the hat.", "Back, friend.")
	require.Equal(t, Conversation{V: 1}, k.c)
}

func TestAWaitMayBranch(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  rest:
    wait: 1 hour
    when: {me.groups has walk: in, else: out}
  in: {say: You walk., then: end}
  out: {say: You do not walk.}
`))
	k.begin("main")
	k.w.Groups = []string{"walk"}
	says(t, k.unparks(time.Hour), "You walk.")
}

func TestAWaitUntilAMomentThatHasPassedGoesOnAtOnce(t *testing.T) {
	k := newTalk(t, loadFlow(t, "steps:\n  eve: {say: See you there., wait: until 2026-09-14 17:00}\n  now_: {say: It is tomorrow.}\n"))
	says(t, k.begin("main"), "See you there.", "It is tomorrow.")
	require.Empty(t, k.c.Parked)
	k = newTalk(t, loadFlow(t, "steps:\n  event: {ask: Which?, options: {from: groups}}\n  eve: {say: See you there., wait: until <event.date> - 1 day}\n  now_: {say: It is tomorrow.}\n"))
	k.begin("main")
	says(t, k.hear("knitting"), "See you there.")
	require.Equal(t, Conversation{V: 1}, k.c, "nothing says when")
}

func TestWhatIsParkedOutlivesOtherTalkAndFaults(t *testing.T) {
	o := load(t, map[string]string{"main.yaml": watering, "second.yaml": "start: {words: [SECOND]}\nsteps:\n  name: {ask: \"Name?\", answer: text}\n"})
	k := newTalk(t, o)
	k.begin("main")
	k.hear("apple")
	k.begin("second")
	require.Len(t, k.c.Parked, 1)
	k.c.Now.Step = "gone"
	p := o.Hear(k.c, k.w, "Sam")
	require.ErrorIs(t, p.Fault, ErrStepGone)
	require.Len(t, p.Conversation.Parked, 1)
}

func TestAParkedStepThatIsGoneEndsInSilence(t *testing.T) {
	k := newTalk(t, loadFlow(t, watering))
	k.begin("main")
	k.hear("apple")
	k.c.Parked[0].Step = "gone"
	require.Empty(t, k.unparks(48*time.Hour))
	require.NoError(t, k.last.Fault)
	require.Equal(t, Conversation{V: 1}, k.c)
}

func TestNoMoreIsParkedThanMayBe(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  word: {ask: "Word?", answer: text}
  rest: {wait: 2 days}
  over: {say: "<word>"}
`))
	for _, word := range []string{"a", "b", "b", "c", "d", "e", "f"} {
		k.begin("main")
		k.hear(word)
		k.w.Now = k.w.Now.Add(time.Minute)
	}
	require.Len(t, k.c.Parked, 5)
	for _, word := range []string{"b", "c", "d", "e", "f"} {
		says(t, k.unparks(48*time.Hour), word)
	}
}

func TestThePersonHasAtMostSixteenKilobytesParked(t *testing.T) {
	flow := &Flow{ID: "main"}
	for i := range 10 {
		name := "v" + numerals[i]
		flow.Steps = append(flow.Steps, &Step{Name: name, Set: []Assign{{Name: name, Value: Text{Source: "<given>" + numerals[i]}}}})
	}
	flow.Needs = []string{"given"}
	flow.Steps = append(flow.Steps, &Step{Name: "rest", Wait: &Wait{For: time.Hour, Clock: -1}})
	k := newTalk(t, build(t, flow))
	for i := range 4 {
		given := make([]byte, varLetters-1)
		for n := range given {
			given[n] = 'a' + byte(i)
		}
		k.take(k.org.Begin(k.c, k.w, "main", map[string]Value{"given": {One: string(given)}}))
	}
	require.Len(t, k.c.Parked, 2, "the oldest went")
	require.Equal(t, byte('d'), k.c.Parked[1].Vars["v0"].One[0])
}

// TestAFlowThatWaitsTwiceForTheSameWaitsOnce has the flows that called it written
// down and read back in between, which leaves out values that are not there.
func TestAFlowThatWaitsTwiceForTheSameWaitsOnce(t *testing.T) {
	k := newTalk(t, load(t, map[string]string{
		"main.yaml":  "start: {words: [TEA]}\nsteps:\n  top: {call: later}\n  done: {say: Back.}\n",
		"later.yaml": "steps:\n  top: {say: Wait., wait: 1 day}\n",
	}))
	k.begin("main")
	k.w.Now = k.w.Now.Add(time.Hour)
	k.begin("main")
	require.Len(t, k.c.Parked, 1)
	require.Equal(t, k.w.Now.Add(24*time.Hour).UTC(), k.c.Parked[0].Due.At.UTC())
}
