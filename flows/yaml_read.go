package flows

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// The limits of one file.
const (
	maxFile  = 64 << 10
	maxSheet = 4 * maxFile // a translation holds each text two or three times
	deepest  = 32
	maxMends = 25 // mistakes in a file's YAML that are mended to read on
)

// mapping reads the file as YAML and returns its top mapping, or nil. What an
// author wrote wrongly is reported in an author's words; where the mistake can
// be mended, reading goes on, so that all faults show at once.
func (s *source) mapping() *yaml.Node {
	if !s.readable() {
		return nil
	}
	doc := s.parsed()
	if doc == nil {
		return nil
	}
	top := doc.Content[0]
	if top.Kind != yaml.MappingNode {
		s.faultAt("not-keys", top, "this file must be a list of keys, each with a colon and a space.",
			"nothing in it can be read.", "begin with a line such as  title: Groups near me")
		return nil
	}
	if !s.wellShaped(top) {
		return nil
	}
	return top
}

// parsed parses the file, mending what the line reader can explain.
func (s *source) parsed() *yaml.Node {
	lines := append([]string{}, s.lines...)
	for range maxMends {
		var doc yaml.Node
		err := yaml.Load([]byte(strings.Join(lines, "\n")), &doc)
		if err == nil && len(doc.Content) == 1 {
			return &doc
		}
		if !s.explain(yamlFault(err), lines) {
			return nil
		}
	}
	return nil
}

// yamlError is what the YAML library says is wrong, and where.
type yamlError struct {
	message       string
	line, column  int
	began, beganC int // where the text or list began that went wrong; 0 if not known
}

func yamlFault(err error) yamlError {
	var several *yaml.LoadErrors
	if errors.As(err, &several) && len(several.Errors) > 0 {
		return yamlError{message: several.Errors[0].Message}
	}
	var one *yaml.LoadError
	if errors.As(err, &one) {
		return yamlError{one.Message, one.Mark.Line, one.Mark.Column, one.ContextMark.Line, one.ContextMark.Column}
	}
	return yamlError{message: "no documents"}
}

// readable refuses what is not plain text of a bounded size, and letters that
// cannot be seen.
func (s *source) readable() bool {
	limit := maxFile
	if isSheet(s.file) {
		limit = maxSheet
	}
	if len(s.text) > limit {
		s.fault("too-big", Pos{}, 0, fmt.Sprintf("this file has %d KB; the limit is %d.", len(s.text)>>10, limit>>10), "", "move a part into a file of its own.")
		return false
	}
	if !s.isText() {
		return false
	}
	clean := true
	for i, line := range s.lines {
		column := 0
		for _, r := range strings.TrimSuffix(line, "\r") {
			column++
			if hidden(r) {
				clean = false
				s.fault("hidden-letter", Pos{Line: i + 1, Column: column}, 1, fmt.Sprintf("there is a letter here that can't be seen (U+%04X).", r),
					"what you read would not be what is sent.", "delete it: type the words round it again.")
			}
		}
	}
	return clean
}

// isText refuses a file in another encoding.
func (s *source) isText() bool {
	if utf8.ValidString(s.text) {
		return true
	}
	s.fault("not-text", Pos{}, 0, "this file isn't plain text (UTF-8).", "nothing in it can be read.", "save it again as plain text, with the encoding UTF-8.")
	return false
}

// hidden tells whether a letter cannot be seen or turns the words round it. The
// joiners U+200C and U+200D are let through: Urdu and family emoji need them.
func hidden(r rune) bool {
	switch {
	case r < ' ' && r != '\t', r == 0x7f, r >= 0x80 && r < 0xa0:
		return true
	case r == 0x00ad, r == 0x061c, r == 0x180e, r == 0x200b, r == 0x200e, r == 0x200f, r == 0xfeff:
		return true
	case r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r >= 0xfff9 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe007f:
		return true
	}
	return false
}
