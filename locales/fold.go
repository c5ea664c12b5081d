package locales

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold brings a text to the form in which texts, labels and words are compared:
// compatibility forms made plain (NFKC), case folded, every script's digits as 0
// to 9, curly quotes and dashes straight, invisible marks dropped, spaces
// squeezed, punctuation trimmed from both ends. Folding twice changes nothing
// more. Accents stay: FoldAccents drops them.
func Fold(text string) string {
	if isASCII(text) {
		return foldASCII(text)
	}
	// One fold can make room for another: ẞ folds to letters that compose
	// anew. Few texts need more than the second pass, which finds no change.
	for range maxFolds {
		next := foldOnce(text)
		if next == text {
			break
		}
		text = next
	}
	return text
}

// maxFolds bounds the passes of Fold. No text is known that needs more than 3.
const maxFolds = 8

// isASCII tells whether a text has only characters below 128.
func isASCII(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// foldASCII is Fold for plain texts, which most are. What is folded already is
// returned as it is.
func foldASCII(text string) string {
	text = trim(text)
	if isFoldedASCII(text) {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= 'A' && c <= 'Z':
			out = append(out, c+'a'-'A')
		case c == '`':
			out = append(out, '\'')
		case c == ' ' || c >= '\t' && c <= '\r':
			if len(out) > 0 && out[len(out)-1] != ' ' {
				out = append(out, ' ')
			}
		case c >= ' ' && c != 0x7f:
			out = append(out, c)
		}
	}
	return trim(string(out))
}

// isFoldedASCII tells whether a trimmed plain text is folded.
func isFoldedASCII(text string) bool {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c < ' ' || c == 0x7f || c == '`' || c >= 'A' && c <= 'Z' || c == ' ' && text[i-1] == ' ' {
			return false
		}
	}
	return true
}

// foldOnce is one pass of Fold.
func foldOnce(text string) string {
	plain := norm.NFKC.String(strings.Map(plainRune, text))
	plain = cases.Fold().String(strings.Map(plainRune, plain))
	return trim(squeeze(norm.NFKC.String(plain)))
}

// plainRune returns the plain character for one, or -1 for one to drop.
func plainRune(r rune) rune {
	if r < utf8.RuneSelf && r >= ' ' && r != '`' && r != 0x7f {
		return r
	}
	if same, ok := plainRunes[r]; ok {
		return same
	}
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector):
		return -1
	case unicode.Is(unicode.Nd, r):
		return '0' + digit(r)
	}
	return r
}

// plainRunes are the marks that phones and keyboards put in place of others.
var plainRunes = map[rune]rune{
	'‘': '\'', '’': '\'', '‚': '\'', '‛': '\'', '′': '\'', 'ʼ': '\'', '´': '\'', '`': '\'', 'ʻ': '\'',
	'“': '"', '”': '"', '„': '"', '‟': '"', '″': '"', '«': '"', '»': '"',
	'‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '―': '-', '−': '-',
	'\u20e3': -1, // the box of a keycap, as in 1️⃣
	'\u034f': -1, // an invisible joiner of letters
	// One letter, typed on an Arabic or on an Urdu keyboard.
	'ي': 'ی', 'ك': 'ک', 'ه': 'ہ',
}

// digit returns the value of a decimal digit of any script. Each script's digits
// stand in a run from 0 to 9, and Unicode's ranges begin at a 0.
func digit(r rune) rune {
	for _, in := range unicode.Nd.R16 {
		if r <= rune(in.Hi) {
			return (r - rune(in.Lo)) % 10
		}
	}
	for _, in := range unicode.Nd.R32 {
		if r <= rune(in.Hi) {
			return (r - rune(in.Lo)) % 10
		}
	}
	return 0
}

// squeeze makes every run of spaces one space.
func squeeze(text string) string {
	if !strings.Contains(text, "  ") {
		return text
	}
	return strings.Join(strings.Fields(text), " ")
}

// trim cuts spaces, punctuation and control characters off both ends.
func trim(text string) string {
	return strings.TrimFunc(text, func(r rune) bool {
		return unicode.IsPunct(r) || unicode.IsSpace(r) || unicode.IsControl(r)
	})
}
