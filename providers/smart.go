package providers

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Smart replaces typographic punctuation and spaces by the plain ones that
// every phone has, so that a curly quote does not halve the room of a text.
// It never touches letters or emoji. Composed letters come first, because an
// accent that stands apart would force UCS-2.
func Smart(text string) string {
	text = norm.NFC.String(text)
	if !strings.ContainsFunc(text, needsPlain) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	last := rune(-1)
	for _, r := range text {
		switch {
		case isJoiner(r) && last >= 0 && septetsOf(last) == 0:
			b.WriteRune(r) // it shapes an Urdu word or joins an emoji: no punctuation there
		case needsPlain(r):
			b.WriteString(plain(r))
		default:
			b.WriteRune(r)
			last = r
		}
	}
	return b.String()
}

func needsPlain(r rune) bool {
	return r == '\t' || r == '\u00a0' || r >= '\u180e' && plain(r) != string(r)
}

func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// plain returns what stands for r; r itself if nothing does.
func plain(r rune) string {
	switch r {
	case '\u2011', '\u2013', '\u2014', '\u2212': // hyphen, dashes, minus
		return "-"
	case '\u2026': // ellipsis
		return "..."
	case '\u2018', '\u2019', '\u201a': // single quotes
		return "'"
	case '\u201c', '\u201d', '\u201e': // double quotes
		return `"`
	case '\t', '\u00a0', '\u202f': // spaces
		return " "
	case '\u2028', '\u2029': // line and paragraph separators
		return "\n"
	case '\u180e', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff': // nothing to see
		return ""
	}
	return string(r)
}

// AlphabetError lists the letters of a text that GSM-7 lacks, each once, in the
// order of the text.
type AlphabetError struct{ Letters []rune }

// Error lists the letters.
func (e *AlphabetError) Error() string {
	var b strings.Builder
	b.WriteString("not in the basic SMS alphabet:")
	for _, r := range e.Letters {
		b.WriteByte(' ')
		b.WriteRune(r)
	}
	return b.String()
}

// GSMOnly returns an *AlphabetError if a text holds letters that GSM-7 lacks. It
// refuses rather than replaces, so that nobody is sent question marks.
func GSMOnly(text string) error {
	var missing []rune
	seen := map[rune]bool{}
	for _, r := range text {
		if septetsOf(r) == 0 && !seen[r] {
			seen[r] = true
			missing = append(missing, r)
		}
	}
	if missing == nil {
		return nil
	}
	return &AlphabetError{Letters: missing}
}
