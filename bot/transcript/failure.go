package transcript

import (
	"fmt"
	"strings"
)

// Failure is one place where a talk did not go as it is written.
type Failure struct {
	File     string
	Line     int
	Talk     string // the talk's title
	Why      string // what went wrong, in plain words
	Expected string // what is written, if it is about words
	Got      string // what was said instead
}

// String shows where, what, and both wordings, line by line.
func (f Failure) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d: %s", f.File, f.Line, f.Why)
	if f.Talk != "" {
		fmt.Fprintf(&b, " [%s]", f.Talk)
	}
	for _, d := range f.Difference() {
		fmt.Fprintf(&b, "\n    %c %s", d.Sign, d.Words)
	}
	return b.String()
}

// DiffLine is a line of two wordings laid beside each other: with "-" it is
// written but was not said, with "+" said but not written, with a space both.
type DiffLine struct {
	Sign  rune
	Words string
}

// Difference lays what is written and what was said beside each other, line by
// line.
func (f Failure) Difference() []DiffLine { return align(textLines(f.Expected), textLines(f.Got)) }

func textLines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// align keeps the longest common lines of both in place.
func align(want, said []string) []DiffLine {
	common := make([][]int, len(want)+1)
	for i := range common {
		common[i] = make([]int, len(said)+1)
	}
	for i := len(want) - 1; i >= 0; i-- {
		for j := len(said) - 1; j >= 0; j-- {
			if matches(want[i], said[j]) {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var steps []DiffLine
	i, j := 0, 0
	for i < len(want) || j < len(said) {
		switch {
		case i < len(want) && j < len(said) && matches(want[i], said[j]):
			steps = append(steps, DiffLine{' ', said[j]})
			i, j = i+1, j+1
		case j == len(said) || i < len(want) && common[i+1][j] >= common[i][j+1]:
			steps = append(steps, DiffLine{'-', want[i]})
			i++
		default:
			steps = append(steps, DiffLine{'+', said[j]})
			j++
		}
	}
	return steps
}

// matches reports whether the text is as written, where "..." stands for
// anything, also for nothing and for several lines.
func matches(written, text string) bool {
	parts := strings.Split(written, "...")
	if len(parts) == 1 {
		return written == text
	}
	rest, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}
