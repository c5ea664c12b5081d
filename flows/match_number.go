package flows

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// number reads a folded reply that is one whole number and nothing else, as
// people write one: 1, no 1, option one, #1, 1 please. Two numbers, 2nd and 1.5
// are none.
func (l *lexicon) number(folded string) (int, bool) {
	if n, ok := l.bareNumber(folded); ok {
		return n, true
	}
	rest := trimMarks(folded)
	for {
		shorter := trimMarks(cutWords(rest, l.before, l.after))
		if shorter == rest {
			break
		}
		rest = shorter
	}
	return l.bareNumber(rest)
}

// bareNumber reads digits or a number word.
func (l *lexicon) bareNumber(word string) (int, bool) {
	if n, ok := l.numbers[word]; ok {
		return n, true
	}
	if word == "" || len(word) > 9 {
		return 0, false
	}
	for i := 0; i < len(word); i++ {
		if word[i] < '0' || word[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(word)
	return n, err == nil
}

// cutWords takes one of the words off the start, else one off the end of a
// reply, if something is left.
func cutWords(reply string, before, after []string) string {
	for _, word := range before {
		if rest, ok := strings.CutPrefix(reply, word); ok && rest != "" && !startsWithLetter(rest) {
			return rest
		}
	}
	for _, word := range after {
		if rest, ok := strings.CutSuffix(reply, word); ok && rest != "" && !endsWithLetter(rest) {
			return rest
		}
	}
	return reply
}

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

func endsWithLetter(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

// trimMarks cuts spaces, punctuation and emoji off both ends. Signs of money and
// sums stay: they change what a number means.
func trimMarks(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.In(r, unicode.So, unicode.Sk, unicode.Cf)
	})
}

// numbered returns the place of the choice whose number a reply is, counted from
// 0, among so many.
func numbered(folded string, among int, speaks ...*lexicon) (int, bool) {
	for _, l := range speaks {
		if n, ok := l.number(folded); ok {
			return n - 1, n >= 1 && n <= among
		}
	}
	return 0, false
}

// leadingNumber splits a reply that begins with digits, such as a line copied
// from the menu: "1 Walking group".
func leadingNumber(folded string) (n int, rest string, ok bool) {
	end := 0
	for end < len(folded) && folded[end] >= '0' && folded[end] <= '9' {
		end++
	}
	if end == 0 || end > 2 || end == len(folded) || startsWithLetter(folded[end:]) {
		return 0, "", false
	}
	n, err := strconv.Atoi(folded[:end])
	return n, trimMarks(folded[end:]), err == nil
}
