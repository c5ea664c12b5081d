package flows

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// ways returns the edges that a turn beginning at a step can take.
func ways(f *Flow, step string) []string {
	var all []string
	for _, e := range f.turns[step].edges {
		all = append(all, e.Src[0]+" "+e.Name+" "+e.Dst)
	}
	slices.Sort(all)
	return all
}

func TestATurnsEdgesReachTheNextWait(t *testing.T) {
	f := loadFlow(t, `
steps:
  top:
    ask: Which?
    options: {near: Near -> list, mine: Mine -> check, bye: Bye -> end}
    timeout: {after: 1 day, then: gone}
    else: menu
  check:
    when: {me.area is set: list, else: where}
  where: {ask: "Where?", answer: postcode, save: me.area, then: list}
  list:
    ask: These.
    options: {from: groups, where: area is <me.area>, empty: none}
    then: hear
  hear: {say: "<list.name>.", then: person}
  person: {hand_over: desk, then: end}
  none: {say: None., then: end}
  gone: {say: Gone.}
`).Flows["main"]
	require.Equal(t, []string{
		"check when:0 list", "check when:1 where", "gone next end", "list empty none", "none next end",
		"top answer check", "top else menu", "top pick:bye end", "top pick:mine check", "top pick:near list", "top timeout gone",
	}, ways(f, "top"))
	require.Equal(t, []string{
		"hear next person", "list answer hear", "list else gave up", "list empty none", "list timeout end", "none next end",
	}, ways(f, "list"), "a turn stops where staff take over")
	require.Equal(t, []string{"person closed end"}, ways(f, "person"))
	require.Nil(t, f.turns["check"], "no turn begins where nothing waits")
}

func TestATurnBeginsAtTheFirstStepAndAtACall(t *testing.T) {
	f := load(t, map[string]string{"main.yaml": `
steps:
  hello: {say: Hello.}
  go: {call: other}
  thanks: {say: Thanks.}
`, "other.yaml": "start: {words: [OTHER]}\nsteps:\n  hi: {say: Hi.}\n"}).Flows["main"]
	require.Equal(t, []string{"hello next go"}, ways(f, "hello"))
	require.Equal(t, []string{"go returned thanks", "thanks next end"}, ways(f, "go"))
}

func TestATurnStaysSmallInALongFlow(t *testing.T) {
	f := &Flow{ID: "main"}
	for i := range 100 {
		f.Steps = append(f.Steps, &Step{Name: fmt.Sprintf("s%d", i), Ask: words("?"), Save: "same", Answer: &Answer{Kind: answerText}})
	}
	build(t, f)
	for _, plan := range f.turns {
		require.LessOrEqual(t, len(plan.edges), 3)
	}
}
