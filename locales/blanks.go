package locales

import (
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// Blank is one place in a text that is filled in when it is sent: <name>,
// <name.field> or <name|fallback>. Start and End are byte offsets of the whole
// blank, from its < to just after its >.
type Blank struct {
	Name       string
	Fallback   string
	Start, End int
}

// Blanks returns the blanks of a text in the order in which they stand. Anything
// else in angle brackets, such as <3 or < 5 >, is plain text.
func Blanks(text string) []Blank {
	var found []Blank
	for at := strings.IndexByte(text, '<'); at >= 0 && at < len(text); {
		if b, ok := blankAt(text, at); ok {
			found = append(found, b)
			at = b.End - 1
		}
		next := strings.IndexByte(text[at+1:], '<')
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return found
}

// blankAt reads the blank whose < is at start.
func blankAt(text string, start int) (Blank, bool) {
	length := strings.IndexAny(text[start+1:], "<>")
	if length < 0 || text[start+1+length] != '>' {
		return Blank{}, false
	}
	name, fallback, _ := strings.Cut(text[start+1:start+1+length], "|")
	if !isBlankName(name) {
		return Blank{}, false
	}
	return Blank{Name: name, Fallback: fallback, Start: start, End: start + length + 2}, true
}

// isBlankName tells whether text is a name, or names joined by dots. Capitals
// are let through, so that the linter can say that such a name is not known.
func isBlankName(text string) bool {
	start := true
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			start = false
		case !start && (c == '_' || c >= '0' && c <= '9'):
		case !start && c == '.':
			start = true
		default:
			return false
		}
	}
	return !start
}

// filler answers the value of a blank, or nothing when it is not known.
type filler func(blank string) string

// blankParser teaches go-i18n our blanks in place of text/template, so that
// whatever an organisation writes is inert. go-i18n keeps what Parse returns
// beside the message, so that each text is parsed once.
type blankParser struct{}

// Cacheable tells go-i18n to keep parsed texts.
func (blankParser) Cacheable() bool { return true }

// Parse splits a text into its words and its blanks.
func (blankParser) Parse(text, _, _ string) (template.ParsedTemplate, error) {
	return parsedText{text: text, blanks: Blanks(text)}, nil
}

// parsedText is a text whose blanks have been found.
type parsedText struct {
	text   string
	blanks []Blank
}

// Execute fills the blanks in. The data is a filler, or nil.
func (p parsedText) Execute(data any) (string, error) {
	if len(p.blanks) == 0 {
		return p.text, nil
	}
	fill, _ := data.(filler)
	var out strings.Builder
	out.Grow(len(p.text) + 16*len(p.blanks))
	end := 0
	for _, b := range p.blanks {
		out.WriteString(p.text[end:b.Start])
		out.WriteString(b.value(fill))
		end = b.End
	}
	out.WriteString(p.text[end:])
	return out.String(), nil
}

// value is what stands in the blank's place.
func (b Blank) value(fill filler) string {
	if fill != nil {
		if v := fill(b.Name); v != "" {
			return v
		}
	}
	return b.Fallback
}
