package graph

import (
	"strings"
	"unicode"
)

// clean makes words fit to stand in a picture: on one line, without signs that
// no format can hold or that would turn the words around them round. The joiners
// that Urdu and emoji need stay, and what spells the flag of Wales.
func clean(words string) string {
	words = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			return ' '
		case r == '\u200c' || r == '\u200d' || r >= 0xe0020 && r <= 0xe007f:
			return r
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Co), r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
			return -1
		}
		return r
	}, strings.ToValidUTF8(words, "\ufffd"))
	return strings.Join(strings.Fields(words), " ")
}

// cleaned cleans every line.
func cleaned(lines []string) []string {
	for i, l := range lines {
		lines[i] = clean(l)
	}
	return lines
}

// cut shortens words to so many letters, at a space where it can.
func cut(words string, most int) string {
	letters := []rune(words)
	if len(letters) <= most {
		return words
	}
	short := string(letters[:most-1])
	if at := strings.LastIndexByte(short, ' '); at > len(short)/2 {
		short = short[:at]
	}
	return strings.TrimRight(short, " .,;:\u200c\u200d") + "…"
}

// rightToLeft tells whether words begin in a script that runs from right to
// left: whether the first letter that has a direction has that one.
func rightToLeft(words string) bool {
	for _, r := range words {
		if unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam) {
			return true
		}
		if unicode.IsLetter(r) {
			return false
		}
	}
	return false
}
