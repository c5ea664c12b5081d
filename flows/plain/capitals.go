package plain

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wellKnown are short forms that more people know than what they stand for.
var wellKnown = words(`AM PM BBC BBQ CV DIY DJ DVD EU FM GP GPS ID IQ IT MOT MP NHS OK PC PE PIN PS QR RSVP SMS TV
	UK URL US USA USB VAT VIP WC WI XL AA BT FAQ MMR BCG GCSE`)

// textingWords stand before what people are to text, which is written in capitals.
var textingWords = words("text reply answer send say texting replying or and then")

func words(list string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		out[word] = true
	}
	return out
}

// stressed are words that a text may stress, one at a time.
var stressed = words("A ALL AND BEFORE BOTH CLOSED DO FREE FULL I MUST NEVER NEW NO NOT NOW ONE ONLY OPEN OR THE TWO YOU YOUR")

// capitals finds words in capitals: several in a row, and short forms. What
// people are told to text is none of them.
func capitals(tokens []token, known func(string) bool) []spot {
	var found []spot
	for i := 0; i < len(tokens); {
		n := 0
		for i+n < len(tokens) && isCapitals(tokens[i+n].word) {
			n++
		}
		if run := tokens[i : i+n]; n > 0 && !toText(tokens, i, known) {
			found = append(found, ofRun(run, known)...)
		}
		i += max(n, 1)
	}
	return found
}

// ofRun is what a run of words in capitals comes to.
func ofRun(run []token, known func(string) bool) []spot {
	strange := slices.DeleteFunc(slices.Clone(run), func(t token) bool { return wellKnown[t.word] || known(t.word) })
	switch {
	case len(strange) > 1:
		return []spot{{run[0].at, Found{Kind: Capitals, Words: firstWords(run, len(run))}}}
	case len(strange) == 1 && isShortForm(strange[0].word):
		return []spot{{strange[0].at, Found{Kind: ShortForm, Words: strange[0].word}}}
	}
	return nil
}

// isShortForm reports whether letters stand for words: 2 to 5 that are not a word
// a text stresses.
func isShortForm(word string) bool {
	n := utf8.RuneCountInString(word)
	return n >= 2 && n <= 5 && !stressed[word]
}

// toText reports whether the word is one that people are told to text, or one
// that they can.
func toText(tokens []token, i int, known func(string) bool) bool {
	return known(tokens[i].word) || i > 0 && textingWords[strings.ToLower(tokens[i-1].word)]
}

// isCapitals reports whether a word has letters, and all of them are capitals. A
// word with a digit in it is a code or a postcode.
func isCapitals(word string) bool {
	letters := false
	for _, r := range word {
		switch {
		case unicode.IsUpper(r):
			letters = true
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return false
		}
	}
	return letters
}
