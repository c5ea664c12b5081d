package flows

import (
	"regexp"
	"slices"
	"strings"
)

// fineNote matches the note with which an author lets a warning pass, such as
// # fine: word-answers. Several codes stand between commas.
var fineNote = regexp.MustCompile(`(?:^|\s)# +fine: *([a-z-]+(?:, *[a-z-]+)*)`)

// isFine tells whether the author has let a warning pass, by a note behind the
// line that it is about or in a line of its own above it. Errors cannot be let
// pass.
func (s *source) isFine(line int, code string) bool {
	if line < 1 || line > len(s.lines) {
		return false
	}
	notes := []string{s.lines[line-1]}
	if line > 1 && strings.HasPrefix(strings.TrimSpace(s.lines[line-2]), "#") {
		notes = append(notes, s.lines[line-2])
	}
	return slices.ContainsFunc(notes, func(note string) bool {
		m := fineNote.FindStringSubmatch(note)
		return m != nil && slices.Contains(strings.Split(strings.ReplaceAll(m[1], " ", ""), ","), code)
	})
}
