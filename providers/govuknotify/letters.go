package govuknotify

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/connective-messaging/connective/providers"
)

// Carried is a text as it arrives by Notify, which carries the letters of GSM-7
// and of Welsh, and makes a plain letter of another with an accent. What it would
// turn into question marks is not left to it: emoji go without one, as they are
// no words, and a text in another script is not carried at all (false), because
// nobody can read a line of question marks.
func Carried(text string) (string, bool) {
	if providers.GSMOnly(text) == nil {
		return text, true
	}
	var b strings.Builder
	for _, r := range norm.NFC.String(text) {
		plain, known := replacement(r)
		switch {
		case r == '\u2028' || r == '\u2029':
			b.WriteByte('\n')
		case r == '`':
			b.WriteByte('\'')
		case known:
			b.WriteString(plain)
		case unicode.In(r, unicode.So, unicode.Sk, unicode.Cf, unicode.Variation_Selector, unicode.Me):
		default:
			return "", false
		}
	}
	return b.String(), true
}

// Sanitise is what Notify makes of a text, as it tells people who write
// templates: see https://www.notifications.service.gov.uk/pricing/text-messages
func Sanitise(text string) string {
	var b strings.Builder
	for _, r := range text {
		plain, known := replacement(r)
		if !known {
			plain = "?"
		}
		b.WriteString(plain)
	}
	return b.String()
}

// replacement is what stands for a letter; false if Notify has nothing for it.
func replacement(r rune) (string, bool) {
	if carries(r) {
		return string(r), true
	}
	switch r {
	case '\u2011', '\u2013', '\u2014', '\u2212': // hyphen, dashes, minus
		return "-", true
	case '\u2026': // ellipsis
		return "...", true
	case '\u2018', '\u2019', '\u201a': // single quotes
		return "'", true
	case '\u201c', '\u201d', '\u201e': // double quotes
		return `"`, true
	case '\u180e', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u2028', '\u2029': // nothing to see
		return "", true
	case '\u00a0', '\u202f', '\t': // spaces
		return " ", true
	case 'Ł':
		return "L", true
	case 'ł':
		return "l", true
	}
	apart := []rune(norm.NFD.String(string(r)))
	base := []rune(norm.NFC.String(string(apart[:len(apart)-1])))
	if len(base) > 0 && carries(base[0]) {
		return string(base[0]), true
	}
	return "", false
}

// carries reports whether Notify sends a letter as it is.
func carries(r rune) bool {
	return r != utf8.RuneError && (providers.GSMOnly(string(r)) == nil || isWelsh(r))
}

// isWelsh knows the vowels of Welsh with each of its four accents.
func isWelsh(r rune) bool {
	apart := []rune(norm.NFD.String(string(r)))
	return len(apart) == 2 && strings.ContainsRune("aeiouwyAEIOUWY", apart[0]) && strings.ContainsRune("\u0300\u0301\u0302\u0308", apart[1])
}
