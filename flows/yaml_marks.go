package flows

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// tidied returns the lines of the file without what is never right in one,
// whatever stands round it: the marks of two versions that were not put
// together, and spaces that only look like spaces. It reports false when only a
// part of the file could be read.
func (s *source) tidied() ([]string, bool) {
	lines := append([]string{}, s.lines...)
	s.conflicts(lines)
	for i := range lines {
		s.oddSpaces(lines, i)
	}
	return lines, !s.severalFiles(lines)
}

// conflicts reports the marks that version control leaves where two people
// changed the same lines, and reads on with the first of the two versions.
func (s *source) conflicts(lines []string) {
	theirs := false
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "<<<<<<< "):
			s.fault("conflict", Pos{Line: i + 1, Column: 1}, 7, "two versions of this place stand here, one below the other, and nobody has chosen.",
				"version control marks with <<<<<<< where two people changed the same lines.", "keep one of the two, and delete the lines with <<<<<<<, ======= and >>>>>>>.")
			s.unsure = true
		case theirs && strings.HasPrefix(line, ">>>>>>>"):
			theirs = false
		case s.unsure && line == "=======":
			theirs = true
		case s.unsure && strings.HasPrefix(line, "||||||| "):
			theirs = true
		case !theirs:
			continue
		}
		lines[i] = ""
	}
}

// oddSpace matches a space that YAML does not take for one, at the beginning of
// a line or on either side of a key's colon.
var (
	oddSpace  = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
	oddIndent = regexp.MustCompile(`^ *` + oddSpace)
	oddColon  = regexp.MustCompile(`^(\s*(?:- +)?[a-z][a-z0-9_]*` + oddSpace + `*:)` + oddSpace)
	oddBefore = regexp.MustCompile(`^\s*(?:- +)?[a-z][a-z0-9_]*` + oddSpace)
	oddSpaces = regexp.MustCompile(oddSpace)
)

func (s *source) oddSpaces(lines []string, i int) {
	line := lines[i]
	if len(line) == utf8.RuneCountInString(line) {
		return // all of it is plain
	}
	end := 0
	for _, pattern := range []*regexp.Regexp{oddIndent, oddColon, oddBefore} {
		if end = len(pattern.FindString(line)); end > 0 && (pattern != oddBefore || strings.HasPrefix(strings.TrimLeft(line[end:], "\u00a0 "), ":")) {
			break
		}
		end = 0
	}
	if end == 0 {
		return
	}
	r, size := utf8.DecodeLastRuneInString(line[:end])
	at := utf8.RuneCountInString(line[:end-size]) + 1
	s.fault("odd-space", Pos{Line: i + 1, Column: at}, 1, fmt.Sprintf("this is not a plain space, though it looks like one (U+%04X).", r),
		"such spaces come along when lines are copied from a web page or a Word document. YAML takes them for letters.", "delete it, and type a space in its place.")
	lines[i] = oddSpaces.ReplaceAllString(line, " ")
}

// tabs reports the first line that begins with a Tab, with how many others do, and
// puts spaces in their place. It reports false when there are none.
func (s *source) tabs(lines []string) bool {
	first, all := Pos{}, 0
	for i, line := range lines {
		indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		at := strings.IndexByte(indent, '\t')
		if at < 0 || len(indent) == len(line) || line[len(indent)] == '#' {
			continue
		}
		if all++; all == 1 {
			first = Pos{Line: i + 1, Column: at + 1}
		}
		s.moved(lines, i, tabIndent(lines[:i], indent))
	}
	others := "."
	if all == 2 {
		others = ", and so does another."
	} else if all > 2 {
		others = fmt.Sprintf(", and so do %d others.", all-1)
	}
	if all > 0 {
		s.fault("tab", first, 1, "this line starts with a Tab"+others, "YAML can't read the file past this line.", "use two spaces instead. Most editors can do so for the whole file.")
	}
	return all > 0
}

// tabIndent is how many spaces a line most likely begins with that begins with
// Tabs: two for each, unless the lines above ask for more.
func tabIndent(above []string, indent string) int {
	fitting, opens := fittingIndent(above)
	wide := strings.Count(indent, " ") + 2*strings.Count(indent, "\t")
	if opens || strings.Trim(indent, "\t") != "" || wide > fitting {
		return fitting
	}
	return wide
}

// severalFiles reports where a second file begins within the file.
func (s *source) severalFiles(lines []string) bool {
	begun := false
	for i, line := range lines {
		switch {
		case !begun && (strings.HasPrefix(line, "%YAML") || strings.HasPrefix(line, "%TAG")):
			lines[i] = ""
		case line == "---" || line == "..." || strings.HasPrefix(line, "--- "):
			if begun {
				s.fault("several", Pos{Line: i + 1, Column: 1}, 3, "a line of dashes or dots ends the file here.", "what stands below it would not be read.",
					"delete the line, or move what follows into a file of its own.")
				return true
			}
			lines[i] = ""
		case strings.TrimSpace(line) != "" && !strings.HasPrefix(strings.TrimSpace(line), "#"):
			begun = true
		}
	}
	return false
}

// moved gives a line another number of spaces at its beginning. Findings about
// it are shown where they stand in the file.
func (s *source) moved(lines []string, i, indent int) {
	line := lines[i]
	rest := strings.TrimLeft(line, " \t")
	s.shifted[i+1] += len(line) - len(rest) - indent
	lines[i] = strings.Repeat(" ", indent) + rest
}

// requoted puts another text in place of a line. What is found on it later is not
// reported, since nobody could tell where it stands in the file.
func (s *source) requoted(lines []string, i int, line string) {
	s.blind[i+1] = true
	lines[i] = line
}

// fittingIndent is the indent that a next line most likely has: that of the line
// above, or two more if that one ends in a colon, and so opens a level.
func fittingIndent(lines []string) (indent int, opens bool) {
	for i := len(lines) - 1; i >= 0; i-- {
		if trimmed := strings.TrimSpace(lines[i]); trimmed != "" && !strings.HasPrefix(trimmed, "#") {
			said, _, _ := strings.Cut(trimmed, " #")
			if strings.HasSuffix(strings.TrimSpace(said), ":") {
				return indentOf(lines[i]) + 2, true
			}
			return indentOf(lines[i]), false
		}
	}
	return 0, false
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
