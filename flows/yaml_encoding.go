package flows

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// plainLines takes off what editors put into files and nobody sees: the mark of
// an encoding at the beginning, and the line ends of Windows and of old Macs.
func plainLines(text string) string {
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.IndexByte(text, '\r') < 0 {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// readable refuses what is not plain text of a bounded size, and letters that
// cannot be seen.
func (s *source) readable() bool {
	limit := maxFile
	if isSheet(s.file) {
		limit = maxSheet
	}
	if len(s.text) > limit {
		s.fault("too-big", Pos{}, 0, fmt.Sprintf("this file has %d KB; the limit is %d.", len(s.text)>>10, limit>>10), "nobody can keep an overview of so much.", "move a part into a file of its own.")
		return false
	}
	if !s.isText() {
		return false
	}
	clean := true
	for i, line := range s.lines {
		eachHidden(line, func(column int, r rune) {
			clean = false
			s.fault("hidden-letter", Pos{Line: i + 1, Column: column}, 1, fmt.Sprintf("there is a letter here that can't be seen (U+%04X).", r),
				"what you read would not be what is sent.", "delete it: type the words round it again.")
		})
	}
	return clean
}

// otherKinds are how files begin that are no plain text.
var otherKinds = []struct{ begins, what string }{
	{"PK\x03\x04", "a Word document, a spreadsheet or a zip file"},
	{"\xd0\xcf\x11\xe0", "an old Word document or spreadsheet"},
	{"{\\rtf", "a rich text document"},
	{"%PDF", "a PDF"},
	{"<!DOCTYPE", "a web page"}, {"<!doctype", "a web page"}, {"<html", "a web page"}, {"<?xml", "an XML file"},
}

// isText refuses a file in another encoding, or of another kind.
func (s *source) isText() bool {
	for _, kind := range otherKinds {
		if strings.HasPrefix(s.text, kind.begins) {
			s.notText(Pos{}, "this file is "+kind.what+", not plain text.")
			return false
		}
	}
	switch nul := strings.IndexByte(s.text, 0); {
	case strings.HasPrefix(s.text, "\xff\xfe"), strings.HasPrefix(s.text, "\xfe\xff"), nul >= 0 && nul < 2 && strings.Count(s.text, "\x00")*3 > len(s.text):
		s.notText(Pos{}, "this file is saved as UTF-16, not as UTF-8.")
		return false
	case utf8.ValidString(s.text):
		return true
	}
	for i, line := range s.lines {
		if at := firstInvalid(line); at >= 0 {
			s.notText(Pos{Line: i + 1, Column: utf8.RuneCountInString(line[:at]) + 1}, "there is a letter here that isn't plain text (UTF-8).")
			s.blurred()
			return false
		}
	}
	return false
}

func (s *source) notText(pos Pos, message string) {
	s.fault("not-text", pos, 0, message, "nothing in it can be read.", "save it again as plain text, with the encoding UTF-8.")
}

// blurred shows letters that could not be read as the mark for such letters in
// the excerpt of the last finding.
func (s *source) blurred() {
	last := &(*s.found)[len(*s.found)-1]
	last.Excerpt = strings.ToValidUTF8(last.Excerpt, "\ufffd")
}

// firstInvalid is where the first letter stands that is no UTF-8, or -1.
func firstInvalid(line string) int {
	for i, r := range line {
		if r == utf8.RuneError && !strings.HasPrefix(line[i:], "\ufffd") {
			return i
		}
	}
	return -1
}
