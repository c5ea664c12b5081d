package bot

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/connective-messaging/connective/locales"
)

// plainWords keeps letters, marks and digits, parts words by one space, and
// puts a space at both ends, so that a whole phrase can be looked for.
func plainWords(folded string) string {
	if plain, ok := plainASCII(folded); ok {
		return plain
	}
	return plainLetters(folded)
}

// plainLetters is plainWords for a text with letters of any alphabet.
func plainLetters(folded string) string {
	letters := locales.FoldHomoglyphs(locales.FoldAccents(folded))
	letters = strings.Map(func(r rune) rune {
		switch {
		case r == '\'':
			return -1
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r):
			return r
		}
		return ' '
	}, letters)
	return " " + strings.Join(strings.Fields(letters), " ") + " "
}

// plainASCII is plainWords for a text without letters of other alphabets; false
// if it has any. Most have none.
func plainASCII(folded string) (plain string, ok bool) {
	var out strings.Builder
	out.Grow(len(folded) + 2)
	out.WriteByte(' ')
	apart := true // a space was written last
	for i := 0; i < len(folded); i++ {
		switch c := folded[i]; {
		case c >= utf8.RuneSelf:
			return "", false
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
			out.WriteByte(c)
			apart = false
		case c != '\'' && !apart:
			out.WriteByte(' ')
			apart = true
		}
	}
	if !apart || out.Len() == 1 {
		out.WriteByte(' ')
	}
	return out.String(), true
}

// phrases remembers plainWords of the words of organisations that texts are
// compared with: they come from files, so that there is an end to them.
var phrases sync.Map

func plainPhrase(phrase string) string {
	if plain, ok := phrases.Load(phrase); ok {
		return plain.(string)
	}
	plain := plainWords(locales.Fold(phrase))
	phrases.Store(phrase, plain)
	return plain
}
