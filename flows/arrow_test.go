package flows

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const arrows = `start: {words: [TEA]}
steps:
  top:
    ask: "Tea?"
    options: {yes: Yes -> check, no: No -> end}
    else: end
    timeout: {after: 2 hours, then: last}
  check:
    when: {top is no: last, else: kind}
  kind: {ask: "Which?", answer: number 2-5, then: last}
  last: {say: Tea., then: end}
`

func TestArrowsAreWhatAnAuthorWroteAndAreToldWhenTheyAreTaken(t *testing.T) {
	o := load(t, map[string]string{"main.yaml": arrows})
	var all []string
	for _, a := range o.Arrows() {
		all = append(all, a.String())
	}
	require.Equal(t, []string{
		"main/top: pick:yes", "main/top: pick:no", "main/top: else", "main/top: timeout",
		"main/check: when:0", "main/check: when:1", "main/kind: answer", "main/last: next",
	}, all)

	var taken []string
	watched := o.Watched(func(a Arrow) { taken = append(taken, a.String()) })
	p := watched.Begin(Conversation{}, World{}, "main", nil)
	p = watched.Hear(p.Conversation, World{}, "yes")
	watched.Hear(p.Conversation, World{}, "3")
	require.Equal(t, []string{"main/top: pick:yes", "main/check: when:1", "main/kind: answer", "main/last: next"}, taken)
	o.Begin(Conversation{}, World{}, "main", nil)
	require.Len(t, taken, 4, "the organisation itself is not watched")
}

func TestAStubLeadsToItsArrow(t *testing.T) {
	o := load(t, map[string]string{"main.yaml": arrows})
	for arrow, want := range map[Arrow]string{
		{"main", "top", "pick:no"}:  "# main/top: pick:no\ngiven waiting main/top\n> No\n",
		{"main", "top", "else"}:     "# main/top: else\ngiven waiting main/top\n> xyzzy\n> xyzzy\n> xyzzy\n",
		{"main", "top", "timeout"}:  "# main/top: timeout\ngiven waiting main/top\nafter 121 minutes\n",
		{"main", "check", "when:0"}: "# main/check: when:0\ngiven waiting main/top\n> Yes\n// this must be true: top is no\n",
		{"main", "kind", "answer"}:  "# main/kind: answer\ngiven waiting main/kind\n> 2\n",
	} {
		require.Equal(t, want, o.Stub(arrow))
	}
}
