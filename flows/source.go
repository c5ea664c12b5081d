package flows

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// source is one file of an organisation's: its lines, and where the findings in
// it go.
type source struct {
	file  string // as findings show it
	text  string
	lines []string
	found *[]Finding
	count int // of its findings, once one is an error

	// What reading a file that YAML refuses has changed, to read on.
	reading bool         // it is being read: findings are about what stands there
	shifted map[int]int  // how many columns each line was moved to the left
	opened  map[int]int  // the column at which a line was given a quotation mark that it lacks
	blind   map[int]bool // lines of which other parts were changed: nothing more is found on them
	unsure  bool         // steps may be missing, or stand elsewhere
}

func newSource(file, text string, found *[]Finding) *source {
	return &source{file: file, text: text, lines: strings.Split(plainLines(text), "\n"), found: found, shifted: map[int]int{}, opened: map[int]int{}, blind: map[int]bool{}}
}

// report adds a finding, with the line that it is about, unless it is a warning
// that the author has let pass.
func (s *source) report(f Finding) {
	f.Pos.File = s.file
	if f.Severity == "" {
		f.Severity = Error
	}
	if !s.reading && s.blind[f.Pos.Line] {
		return
	}
	if f.Severity == Warning && s.isFine(f.Pos.Line, f.Code) {
		return
	}
	if f.Severity == Error || s.count > 0 {
		s.count++
	}
	if s.count > maxFindings {
		return
	}
	if n := f.Pos.Line; n >= 1 && n <= len(s.lines) {
		f.Excerpt = s.lines[n-1]
	}
	*s.found = append(*s.found, f)
}

// maxFindings is how many findings of one file are reported once it has an error.
// Nobody mends more at a time, and most are consequences of others.
const maxFindings = 200

// fault reports an error at a place.
func (s *source) fault(code string, pos Pos, width int, message, why, fix string) {
	s.report(Finding{Code: code, Pos: pos, Width: width, Message: message, Why: why, Fix: fix})
}

// faultAt reports an error at a YAML node, with the caret under its words.
func (s *source) faultAt(code string, n *yaml.Node, message, why, fix string) {
	s.fault(code, s.pos(n), nodeWidth(n), message, why, fix)
}

// pos is where a node's words begin: after an opening quote.
func (s *source) pos(n *yaml.Node) Pos {
	p := Pos{File: s.file, Line: n.Line, Column: n.Column + s.shifted[n.Line]}
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 && s.opened[n.Line] != n.Column {
		p.Column++
	}
	return p
}

// nodeWidth is how many letters of a node stand on its line.
func nodeWidth(n *yaml.Node) int {
	if n.Kind != yaml.ScalarNode || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return 1
	}
	first, _, _ := strings.Cut(n.Value, "\n")
	return max(1, utf8.RuneCountInString(first))
}

// maxTextLines is how far into a text on several lines a word is looked for.
const maxTextLines = 40

// find returns where words stand, on or soon after a place; the place itself if
// they cannot be found.
func (s *source) find(from Pos, words string) Pos {
	for i := from.Line; i >= 1 && i <= len(s.lines) && i < from.Line+maxTextLines; i++ {
		line, skip := s.lines[i-1], 0
		if i == from.Line {
			skip = byteOf(line, from.Column)
		}
		if at := strings.Index(line[skip:], words); at >= 0 {
			return Pos{File: from.File, Line: i, Column: utf8.RuneCountInString(line[:skip+at]) + 1}
		}
	}
	return from
}

// byteOf is the byte offset of a column, which counts letters from 1.
func byteOf(line string, column int) int {
	letters := 0
	for i := range line {
		if letters == column-1 {
			return i
		}
		letters++
	}
	return len(line)
}
