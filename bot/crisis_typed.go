package bot

import (
	"strings"
	"unicode/utf8"

	"github.com/connective-messaging/connective/locales"
)

// shortestTypo is the least letters of a word that a typo is looked for in: in
// shorter ones it makes another word too often.
const shortestTypo = 6

// meant is a plain text with each word as it is meant. Most texts stay as they are.
func (e *ear) meant(plain string) string {
	same := true
	for word := range strings.FieldsSeq(plain) {
		same = same && e.word(word) == word
	}
	if same {
		return plain
	}
	var out strings.Builder
	out.Grow(2 * len(plain))
	out.WriteByte(' ')
	for word := range strings.FieldsSeq(plain) {
		if meant := e.word(word); meant != "" {
			out.WriteString(meant)
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// word is what a word stands for: one word, several, or nothing.
func (e *ear) word(w string) string {
	if to, ok := e.typed[w]; ok {
		return to
	}
	if e.words[w] {
		return w
	}
	if isNumber(w) {
		return "many"
	}
	for _, letters := range leets {
		if plain := undoubled(unleet(w, letters)); plain != w && e.words[plain] {
			return e.word(plain)
		}
	}
	if utf8.RuneCountInString(w) < shortestTypo-1 {
		return w
	}
	for _, right := range e.long[firstLetter(w)] {
		if locales.OneTypo(w, right) {
			return e.word(right)
		}
	}
	return w
}

// isNumber tells whether a word is a number from 10 to 999: of pills or of weeks.
func isNumber(w string) bool {
	return (len(w) == 2 || len(w) == 3) && strings.Trim(w, "0123456789") == ""
}

func firstLetter(w string) string {
	_, n := utf8.DecodeRuneInString(w)
	return w[:n]
}

// unleet puts letters for the digits within a word, as in d1e.
func unleet(w string, letters *strings.Replacer) string {
	if !strings.ContainsAny(w, "01345") || strings.Trim(w, "0123456789") == "" {
		return w
	}
	return letters.Replace(w)
}

// leets are what digits are typed for. A 1 is an l or an i.
var leets = []*strings.Replacer{
	strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s"),
	strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s"),
}

// undoubled leaves one of a letter that is typed three times or more: dieee.
func undoubled(w string) string {
	for i, r := range w {
		letter := string(r)
		if rest := w[i:]; strings.HasPrefix(rest, letter+letter+letter) {
			return undoubled(w[:i] + letter + strings.TrimLeft(rest, letter))
		}
	}
	return w
}
