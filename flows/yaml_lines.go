package flows

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// lineReader reads a file that YAML refuses, line by line as its author wrote
// it, to say in the author's words what is wrong. It mends what it explains, so
// that reading can go on and all faults show at once. It knows as much of YAML
// as flows need: keys, lists with dashes, texts on one or several lines, and
// brackets.
type lineReader struct {
	*source
	lines  []string // mended so far
	levels []level  // that are open, the outermost first
	last   entry    // the key or item above

	explained int          // findings so far
	stop      bool         // what follows can't be read
	told      map[int]bool // lines that have one, and were given quotation marks
}

// maxExplained is how many mistakes of one file are explained. Whoever has more
// mends these first.
const maxExplained = 25

// level is one depth at which keys, or the items of a list, stand.
type level struct {
	indent int
	dashes bool
	first  int // the line that opened it, 0-based
	lines  int // how many lines stand at it
}

// entry is a line that holds a key or an item, as far as the lines below it
// depend on it.
type entry struct {
	line   int // 0-based; -1 before the first
	indent int // where its key begins: behind the dash, if there is one
	key    string
	holds  content
}

// content is what stands behind a key.
type content int

const (
	nothingYet content = iota // the lines below may belong to it
	openText                  // it may go on in the lines below
	wholeValue                // nothing may follow
)

// readLines explains what is wrong in the lines, and mends them. It reports false
// if it could not read to the end.
func (s *source) readLines(lines []string) bool {
	r := &lineReader{source: s, lines: lines, last: entry{line: -1, indent: -1}, told: map[int]bool{}}
	r.firstLine()
	for i := 0; i < len(r.lines) && !r.stop; {
		if text := strings.TrimSpace(r.lines[i]); text == "" || text[0] == '#' {
			i++
			continue
		}
		i = r.line(i)
	}
	return !r.stop
}

// line reads the line at a place and returns where the next one is.
func (r *lineReader) line(i int) int {
	indent := indentOf(r.lines[i])
	if r.goesOn(i, indent) {
		r.textGoesOn(i)
		return i + 1
	}
	levels := slices.Clone(r.levels)
	indent = r.enter(i, indent)
	next, ok := r.content(i, indent)
	if !ok { // it belongs nowhere, and ends nothing
		r.levels = levels
	}
	return next
}

// firstLine reports a first line that stands further in than one below it.
func (r *lineReader) firstLine() {
	first, least := -1, 0
	for i, line := range r.lines {
		if text := strings.TrimSpace(line); text == "" || text[0] == '#' {
			continue
		}
		if first < 0 {
			first, least = i, indentOf(line)
		}
		least = min(least, indentOf(line))
	}
	if first >= 0 && indentOf(r.lines[first]) > least {
		r.explain("indent", first, 0, indentOf(r.lines[first]), fmt.Sprintf("the first line starts %s in, and others further out.", counted(indentOf(r.lines[first]), "space")),
			indentWhy, "use "+counted(least, "space")+".")
		r.moved(r.lines, first, least)
	}
}

// indentWhy is why the beginning of a line matters.
const indentWhy = "the spaces at the beginning of a line tell what it belongs to."

// goesOn tells whether a line goes on with the text of the entry above: it
// stands further in, and does not look like a key.
func (r *lineReader) goesOn(i, indent int) bool {
	return r.last.holds == openText && indent > r.last.indent && !startsKey(r.lines[i][indent:])
}

// textGoesOn reports a colon in a text that goes on over several lines.
func (r *lineReader) textGoesOn(i int) {
	line := r.lines[i]
	if at := colonIn(line); at >= 0 {
		r.explain("colon", i, at, 1, colonMessage, colonWhy, "put the whole text in double quotes, from its first line to its last.")
		r.requoted(r.lines, i, strings.ReplaceAll(strings.TrimRight(line, ": "), ": ", ", "))
	}
}

// enter finds the level at which a line stands, and moves the line to the one
// that it most likely belongs to where there is none. It returns the line's
// indent.
func (r *lineReader) enter(i, indent int) int {
	deepest := -1
	if len(r.levels) > 0 {
		deepest = r.levels[len(r.levels)-1].indent
	}
	if indent > deepest && (r.last.holds == nothingYet || deepest < 0) {
		r.levels = append(r.levels, level{indent, isItem(r.lines[i][indent:]), i, 1})
		return indent
	}
	if at := slices.IndexFunc(r.levels, func(l level) bool { return l.indent == indent }); at >= 0 {
		r.levels = r.levels[:at+1]
		r.levels[at].lines++
		return r.dash(i, indent)
	}
	if r.firstIsOut(i, indent) {
		return r.dash(i, indent)
	}
	fitting := r.fitting(i, indent)
	r.levels = slices.DeleteFunc(r.levels, func(l level) bool { return l.indent > fitting })
	return r.dash(i, fitting)
}

// isItem tells whether a line, without its indent, is an item of a list.
func isItem(text string) bool { return text == "-" || strings.HasPrefix(text, "- ") }

// explain reports what is wrong at a byte of a mended line. The first fault of a
// line is the one that counts: what follows may be its consequence.
func (r *lineReader) explain(code string, i, at, width int, message, why, fix string) {
	if r.explained++; r.blind[i+1] || r.told[i] || r.explained > maxExplained {
		return
	}
	column := utf8.RuneCountInString(r.lines[i][:at]) + 1 + r.shifted[i+1]
	if at == 0 {
		column = 1
	}
	r.fault(code, Pos{Line: i + 1, Column: column}, width, message, why, fix)
}
