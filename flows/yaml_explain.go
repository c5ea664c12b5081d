package flows

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// explain says in an author's words what is wrong at the place where YAML gave
// up, and mends that line so that reading can go on. It reports false when it
// cannot be mended.
func (s *source) explain(e yamlError, lines []string) bool {
	if e.line == 0 {
		s.explainWhole(e)
		return false
	}
	for _, n := range []int{e.line, e.began, e.line - 1} {
		if n >= 1 && n <= len(lines) && s.explainLine(e, lines, n) {
			return true
		}
	}
	if e.began > 0 && strings.Contains(e.message, "expected ','") {
		s.fault("open-bracket", Pos{Line: e.began, Column: e.beganC}, 1, "this bracket is never closed, or a comma is missing after it.", "nothing below it can be read either.",
			"close it, or put the whole text in double quotes if the bracket belongs to it.")
		return false
	}
	line, column := e.line, e.column
	if e.began > 0 && strings.Contains(e.message, "end of stream") {
		line, column = e.began, e.beganC
	}
	line = min(line, len(lines))
	s.fault("yaml", Pos{Line: line, Column: column}, 1, "this line can't be read.", "nothing below it can be read either.",
		"check its spaces, colons and quotes, and those of the line above. If it is a text, put the whole text in double quotes.")
	return false
}

// explainWhole reports what is wrong with the file rather than with a line.
func (s *source) explainWhole(e yamlError) {
	if strings.Contains(e.message, "multiple") {
		for i, line := range s.lines {
			if i > 0 && strings.HasPrefix(line, "---") {
				s.fault("several", Pos{Line: i + 1, Column: 1}, 3, "a line of dashes begins a second file here.", "only one can be read.", "delete the line, or move what follows into a file of its own.")
				return
			}
		}
	}
	s.fault("empty", Pos{}, 0, "this file is empty.", "", "write it, or delete it.")
}

// explainLine explains a mistake in one line and mends it.
func (s *source) explainLine(e yamlError, lines []string, n int) bool {
	line := lines[n-1]
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	if at := strings.IndexByte(indent, '\t'); at >= 0 {
		s.fault("tab", Pos{Line: n, Column: at + 1}, 1, "this line starts with a Tab.", "YAML can't read the file past this line.", "use two spaces instead.")
		lines[n-1] = strings.Repeat(" ", fittingIndent(lines[:n-1])) + line[len(indent):]
		return true
	}
	if start, value := valueOf(line); value != "" && s.explainValue(e, n, line, start, value) {
		lines[n-1] = line[:start] + doubleQuoted(value)
		return true
	}
	return n == e.line && s.explainIndent(lines, n)
}

// keyAndValue matches a line that holds a key and a text.
var keyAndValue = regexp.MustCompile(`^\s*(?:- +)?(?:"[^"]*"|'[^']*'|[^\s"'#:{\[][^:#]*):[ \t]+`)

// valueOf returns the text of a line that holds a key and a text, and where it
// starts.
func valueOf(line string) (int, string) {
	start := len(keyAndValue.FindString(line))
	if start == 0 {
		return 0, ""
	}
	return start, strings.TrimRight(line[start:], " \t\r")
}

// explainValue explains a text that needs quotes.
func (s *source) explainValue(e yamlError, n int, line string, start int, value string) bool {
	at := func(offset int) Pos {
		return Pos{Line: n, Column: utf8.RuneCountInString(line[:start+offset]) + 1}
	}
	switch value[0] {
	case '\'':
		end := strings.IndexByte(value[1:], '\'') + 1
		if end <= 0 {
			s.unclosed(at(0))
		} else if rest := strings.TrimSpace(value[end+1:]); rest == "" || strings.HasPrefix(rest, "#") {
			return false
		} else {
			s.fault("apostrophe", at(end), 1, "the apostrophe ends the quoted text early.", "", "use double quotes round the text instead of single ones.")
		}
		return true
	case '"':
		end := closingQuote(value)
		if end < 0 {
			s.unclosed(at(0))
			return true
		}
		if rest := strings.TrimSpace(value[end+1:]); rest == "" || strings.HasPrefix(rest, "#") {
			return false
		}
		s.fault("quotes", at(end), 1, "this quotation mark ends the text, but more follows.", "", `write a quotation mark inside the text as \" or use ‘ and ’.`)
		return true
	case '{', '[':
		if e.line != n || !strings.Contains(e.message, "expected key") {
			return false
		}
		s.quoteIt(at(0), value[:1])
		return true
	case '@', '`', '%', '*', '&', '!', '|', '>', ',', ']', '}', '?', '-':
		s.quoteIt(at(0), value[:1])
		return true
	}
	colon := strings.Index(value+" ", ": ")
	if colon < 0 || !strings.Contains(e.message, "mapping values") {
		return false
	}
	s.fault("colon", at(colon), 1, "this text has a colon and a space in it, so YAML takes it for another key.", "", "put the whole text in double quotes.")
	return true
}

func (s *source) unclosed(pos Pos) {
	s.fault("open-quote", pos, 1, "the text begins with a quotation mark and never ends with one.", "YAML takes everything after it for one text.", "add the closing quotation mark.")
}

// closingQuote is where a text in double quotes ends, or -1.
func closingQuote(value string) int {
	for i := 1; i < len(value); i++ {
		switch value[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

// doubleQuoted puts a text in double quotes, whatever stood round it.
func doubleQuoted(value string) string {
	value = strings.Trim(value, `"'`)
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

// explainIndent explains a line that starts at a level no line above has, and
// moves it to the nearest.
func (s *source) explainIndent(lines []string, n int) bool {
	indent := indentOf(lines[n-1])
	levels := openLevels(lines[:n-1])
	below := 0
	for _, level := range levels {
		if level == indent {
			return false
		}
		if level < indent {
			below = level
		}
	}
	choices := []string{fmt.Sprint(below)}
	if next := nextLevel(levels, indent); next > 0 {
		choices = append(choices, fmt.Sprint(next))
	}
	s.fault("indent", Pos{Line: n, Column: 1}, max(indent, 1), fmt.Sprintf("this line starts %d spaces in, and no line above it does at that level.", indent),
		"", "use "+strings.Join(choices, " or ")+" spaces.")
	fitting := below
	if next := nextLevel(levels, indent); next > 0 && next-indent < indent-below {
		fitting = next
	}
	lines[n-1] = strings.Repeat(" ", fitting) + strings.TrimLeft(lines[n-1], " ")
	return true
}

// fittingIndent is the indent that a next line most likely has: that of the line
// above, or two more if that one ends in a colon.
func fittingIndent(lines []string) int {
	for i := len(lines) - 1; i >= 0; i-- {
		if trimmed := strings.TrimSpace(lines[i]); trimmed != "" && !strings.HasPrefix(trimmed, "#") {
			indent := indentOf(lines[i])
			if strings.HasSuffix(trimmed, ":") {
				indent += 2
			}
			return indent
		}
	}
	return 0
}

func nextLevel(levels []int, indent int) int {
	for _, level := range levels {
		if level > indent {
			return level
		}
	}
	return 0
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// openLevels returns the indents that a next line could go on with, the
// outermost first, and the deepest that the lines above reached.
func openLevels(lines []string) []int {
	var levels []int
	for _, line := range lines {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || strings.HasPrefix(trimmed, "#") {
			continue
		}
		indent := indentOf(line)
		kept := levels[:0]
		for _, level := range levels {
			if level < indent {
				kept = append(kept, level)
			}
		}
		levels = append(kept, indent)
	}
	return levels
}
