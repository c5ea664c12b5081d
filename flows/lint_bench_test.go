package flows

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// largeOrg is an organisation with 50 flows of 40 steps each: questions, texts
// with blanks and branches.
func largeOrg() fstest.MapFS {
	files := folder("")
	for f := range 50 {
		var text strings.Builder
		fmt.Fprintf(&text, "title: Flow %d\nstart: {words: [WORD%d]}\nsteps:\n", f, f)
		for s := range 10 {
			fmt.Fprintf(&text, `  ask%[1]d:
    ask: "Which of these is right, question %[1]d?"
    options: {first: The first, second: The second, other: -> say%[1]d}
    then: check%[1]d
  check%[1]d:
    when:
      ask%[1]d is first: say%[1]d
      else: text%[1]d
  text%[1]d:
    ask: Please tell us more about it.
    answer: text
    then: say%[1]d
  say%[1]d:
    say: "Thank you, <me.first_name|friend>. You chose: <ask%[1]d>."
    then: %[2]s
`, s, []string{fmt.Sprintf("ask%d", s+1), "end"}[s/9])
		}
		files[fmt.Sprintf("flow%d.yaml", f)] = &fstest.MapFile{Data: []byte(text.String())}
	}
	return files
}

func BenchmarkLintFiftyFlowsOfFortySteps(b *testing.B) {
	files := largeOrg()
	book, found := Load(files)
	require.Empty(b, printed(found))
	require.Len(b, book.Orgs, 1)
	for b.Loop() {
		Load(files)
	}
}
