package locales

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FoldAccents drops the accents of a folded text's Latin, Greek and Cyrillic
// letters, so that "pomin" finds "pomiń". Marks of other scripts stay: in Urdu,
// Hindi or Arabic they are not ornament.
func FoldAccents(folded string) string {
	if isASCII(folded) {
		return folded
	}
	var out strings.Builder
	out.Grow(len(folded))
	accented := false // the last base letter is of a script whose marks go
	for _, r := range norm.NFD.String(folded) {
		switch {
		case unicode.Is(unicode.Mn, r):
			if !accented {
				out.WriteRune(r)
			}
			continue
		case bareLetters[r] != "":
			out.WriteString(bareLetters[r])
		default:
			out.WriteRune(r)
		}
		accented = unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic)
	}
	return norm.NFC.String(out.String())
}

// bareLetters are the small letters whose stroke is part of the letter, so that
// Unicode does not count it as an accent.
var bareLetters = map[rune]string{
	'ł': "l", 'đ': "d", 'ð': "d", 'ø': "o", 'ħ': "h", 'ŧ': "t", 'ı': "i", 'æ': "ae", 'œ': "oe", 'þ': "th",
}

// FoldHomoglyphs turns the Cyrillic and Greek letters of a folded text into the
// Latin letters that they look like, so that a command typed on the wrong
// keyboard ("ѕтор") is still obeyed. Greek letters are read as they look in
// capitals, which is how people type commands.
func FoldHomoglyphs(folded string) string {
	if isASCII(folded) {
		return folded
	}
	return strings.Map(func(r rune) rune {
		if latin, ok := looksLike[r]; ok {
			return latin
		}
		return r
	}, folded)
}

// looksLike holds the small letters whose small or capital form looks Latin.
var looksLike = map[rune]rune{
	// Cyrillic
	'а': 'a', 'в': 'b', 'е': 'e', 'ѕ': 's', 'і': 'i', 'ј': 'j', 'к': 'k', 'м': 'm', 'н': 'h', 'о': 'o',
	'р': 'p', 'с': 'c', 'т': 't', 'у': 'y', 'х': 'x', 'һ': 'h', 'ԁ': 'd', 'ԛ': 'q', 'ԝ': 'w', 'ё': 'e', 'ї': 'i',
	// Greek
	'α': 'a', 'β': 'b', 'ε': 'e', 'ζ': 'z', 'η': 'h', 'ι': 'i', 'κ': 'k', 'μ': 'm', 'ν': 'n', 'ο': 'o',
	'ρ': 'p', 'τ': 't', 'υ': 'y', 'χ': 'x',
}
