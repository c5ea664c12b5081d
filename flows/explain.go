package flows

import (
	"slices"
	"strings"
)

// Explanation is a page about one code of the linter: what it finds, why it
// matters, how to mend it, and a bad and a good example.
type Explanation struct {
	Code     string
	Severity Severity
	What     string // one sentence
	Why      string
	Mend     string
	Bad      string // empty where no file can show it
	Good     string
}

// Explanations returns a page for each code: first those of files that cannot
// be read as they stand, then those of whole flows, then those that are found
// when a version is published.
func Explanations() []Explanation {
	var all []Explanation
	files := slices.Concat(fileFaults(), shapeFaults(), quoteFaults(), bracketFaults(), yamlFaults(), keyFaults(), orgFaults(), listFaults())
	for _, c := range slices.Concat(files, checks(), publishFaults()) {
		e := Explanation{Code: c.Code, Severity: c.Severity, What: c.What, Why: c.Why, Mend: c.Mend, Bad: c.Bad, Good: c.Good}
		if e.Severity == "" {
			e.Severity = Error
		}
		all = append(all, e)
	}
	return all
}

// Explain returns the page about a code. Where there is no such code, it returns
// the nearest one that there is, or nothing, and reports false.
func Explain(code string) (page Explanation, near string, ok bool) {
	all := Explanations()
	codes := make([]string, len(all))
	for i, e := range all {
		if e.Code == strings.ToLower(code) {
			return e, "", true
		}
		codes[i] = e.Code
	}
	near, _ = nearest(code, codes)
	return Explanation{}, near, false
}

// String gives the page as it is printed in a terminal.
func (e Explanation) String() string {
	var out strings.Builder
	out.WriteString(e.Code + " (" + string(e.Severity) + ")\n\n" + folded(e.What) + "\n")
	out.WriteString("\nWhy it matters\n" + folded(e.Why) + "\n")
	if e.Bad != "" {
		out.WriteString("\nFor example, this is wrong:\n\n" + example(e.Bad))
		out.WriteString("\nand this is right:\n\n" + example(e.Good))
	}
	out.WriteString("\nHow to mend it\n" + folded(e.Mend) + "\n")
	if e.Severity == Warning {
		out.WriteString("\nIf you mean it\n" + folded("Write  # fine: "+e.Code+"  behind the line, or in a line of its own above it. It is not reported there again.") + "\n")
	}
	return out.String()
}

// pageWidth is how many letters a line of a page has at most.
const pageWidth = 78

// folded breaks words into indented lines.
func folded(words string) string {
	var out strings.Builder
	width := pageWidth
	for _, word := range strings.Fields(words) {
		n := len([]rune(word))
		switch {
		case out.Len() == 0:
			out.WriteString("  ")
			width = 2
		case width+1+n > pageWidth:
			out.WriteString("\n  ")
			width = 2
		default:
			out.WriteByte(' ')
			width++
		}
		out.WriteString(word)
		width += n
	}
	return out.String()
}

// example indents the lines of an example. A second file in it begins with a
// line of its own, as in  -- brew.yaml --.
func example(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(line, "-- "); ok {
			line = "# " + strings.TrimSuffix(strings.TrimSpace(name), " --") + "\n"
			if out.Len() > 0 {
				out.WriteByte('\n')
			}
		}
		out.WriteString("    " + line)
	}
	return out.String()
}
