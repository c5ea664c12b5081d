package flows

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// lintPage is where organisations read what the linter says.
const lintPage = "../docs/lint.md"

// codesTable prints every code as the page shows it.
func codesTable() string {
	var out strings.Builder
	out.WriteString("| code | | what it finds | how to mend it |\n|---|---|---|---|\n")
	for _, e := range Explanations() {
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", e.Code, e.Severity, inCell(e.What), inCell(e.Mend))
	}
	return out.String()
}

func TestThePageOfTheLinterHasEveryCode(t *testing.T) {
	doc, err := os.ReadFile(lintPage)
	require.NoError(t, err)
	begin := "<!-- codes, written by a test -->\n"
	head, rest, found := strings.Cut(string(doc), begin)
	require.True(t, found)
	_, tail, found := strings.Cut(rest, "<!-- end -->")
	require.True(t, found)
	same(t, lintPage, head+begin+codesTable()+"<!-- end -->"+tail)
}
