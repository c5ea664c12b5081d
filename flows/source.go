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
}

func newSource(file, text string, found *[]Finding) *source {
	return &source{file: file, text: text, lines: strings.Split(text, "\n"), found: found}
}

// report adds a finding, with the line that it is about, unless it is a warning
// that the author has let pass.
func (s *source) report(f Finding) {
	f.Pos.File = s.file
	if f.Severity == "" {
		f.Severity = Error
	}
	if f.Severity == Warning && s.isFine(f.Pos.Line, f.Code) {
		return
	}
	if n := f.Pos.Line; n >= 1 && n <= len(s.lines) {
		f.Excerpt = strings.TrimRight(s.lines[n-1], "\r")
	}
	*s.found = append(*s.found, f)
}

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
	p := Pos{File: s.file, Line: n.Line, Column: n.Column}
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
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
