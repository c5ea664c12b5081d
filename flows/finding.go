package flows

import (
	"fmt"
	"strings"
)

// Severity tells whether a Finding keeps an organisation from being loaded.
type Severity string

// The severities. A note tells what is so, and asks for no change of a file.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// Finding is one thing that is wrong, or doubtful, in an organisation's files:
// what, why it matters, and how to mend it.
type Finding struct {
	Code     string
	Severity Severity
	Pos      Pos
	Width    int    // letters under the caret; 0 counts as 1
	Excerpt  string // the line, as written; empty when there is none
	Message  string
	Why      string
	Fix      string
}

// String gives the finding as the linter prints it: the place, the line with a
// caret under it, why, and the fix.
func (f Finding) String() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %s: %s [%s]", f.place(), f.Severity, f.Message, f.Code)
	if f.Excerpt != "" {
		f.writeExcerpt(&out)
	}
	if f.Why != "" {
		out.WriteString("\n  why: " + f.Why)
	}
	if f.Fix != "" {
		out.WriteString("\n  fix: " + f.Fix)
	}
	return out.String()
}

func (f Finding) place() string {
	if f.Pos.Line == 0 {
		return f.Pos.File
	}
	return fmt.Sprintf("%s:%d:%d", f.Pos.File, f.Pos.Line, f.Pos.Column)
}

// writeExcerpt prints the line and a caret. Tabs stay tabs in both, so that the
// caret stands where it should.
func (f Finding) writeExcerpt(out *strings.Builder) {
	fmt.Fprintf(out, "\n%5d | %s\n      | ", f.Pos.Line, strings.TrimRight(f.Excerpt, " \t\r"))
	letters := []rune(f.Excerpt)
	for i := 0; i < f.Pos.Column-1 && i < len(letters); i++ {
		if letters[i] == '\t' {
			out.WriteByte('\t')
		} else {
			out.WriteByte(' ')
		}
	}
	out.WriteString(strings.Repeat("^", max(f.Width, 1)))
}

// quoted puts double quotes round a name or a text, as findings show them.
func quoted(text string) string { return `"` + text + `"` }
