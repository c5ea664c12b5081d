package transcript

import (
	"slices"
	"strings"
)

// edit puts lines in the place of lines from to last. With last before from it
// only adds, before line from.
type edit struct {
	from, last int
	lines      []string
}

type edits []edit

// apply makes the edits, the last of the file first so that line numbers hold.
func (all edits) apply(src []byte) []byte {
	lines := strings.Split(string(src), "\n")
	ordered := slices.Clone(all)
	slices.SortStableFunc(ordered, func(a, b edit) int { return b.from - a.from })
	for _, e := range ordered {
		lines = slices.Replace(lines, e.from-1, e.last, e.lines...)
	}
	return []byte(strings.Join(lines, "\n"))
}

// written gives a text the form of expected lines.
func written(who, text string) []string {
	prefix := "<"
	if who != "" {
		prefix = who + " <"
	}
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(prefix+" "+l, " ")
	}
	return lines
}
