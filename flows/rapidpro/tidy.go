package rapidpro

import (
	"regexp"
	"strings"
	"unicode"
)

// tidy takes out of a text what no flow may hold: signs that cannot be seen, and
// spaces at the ends of lines.
func tidy(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\u200c', r == '\u200d':
			return r
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r) && (r < 0x1f000 || r > 0x1faff):
			return -1
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), ""))
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSpace(l)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// oneLine is a text on one line, for comments and labels.
func oneLine(text string) string { return strings.Join(strings.Fields(tidy(text)), " ") }

// blankLike matches words that would be read as a blank.
var blankLike = regexp.MustCompile(`<([^<>\n]*)>`)

// harmless writes words so that nothing in them is read as a blank.
func harmless(words string) string { return blankLike.ReplaceAllString(words, "($1)") }

// cut shortens a text to so many letters.
func cut(text string, most int) string {
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	return strings.TrimSpace(string(letters[:most]))
}
