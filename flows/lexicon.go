package flows

import (
	"slices"
	"strings"
	"sync"

	"github.com/connective-messaging/connective/locales"
)

// lexicon is what the matcher knows of one language: how its speakers write
// numbers, and the little words around them.
type lexicon struct {
	numbers map[string]int  // one to twelve, folded
	before  []string        // what may stand before a number: option, number
	after   []string        // what may stand after it: please
	please  []string        // what may be left off either end of any reply
	not     map[string]bool // words that turn a sentence round
	alone   []*lexicon      // itself, for who speaks no other language
}

// lexicons holds one lexicon for each language that the engine speaks.
var lexicons = sync.OnceValue(func() map[string]*lexicon {
	all := make(map[string]*lexicon)
	for _, l := range locales.Languages() {
		all[l.Tag] = newLexicon(l.Tag)
	}
	return all
})

func newLexicon(tag string) *lexicon {
	l := &lexicon{
		numbers: make(map[string]int),
		before:  slices.Concat(locales.Words(tag, "words.number_before"), locales.Words(tag, "words.please")),
		after:   slices.Concat(locales.Words(tag, "words.number_after"), locales.Words(tag, "words.please")),
		please:  locales.Words(tag, "words.please"),
		not:     make(map[string]bool),
	}
	l.alone = []*lexicon{l}
	for _, word := range locales.Words(tag, "words.not") {
		l.not[word] = true
	}
	for _, id := range []string{"words.numbers", "words.numbers_also"} {
		for i, word := range locales.Words(tag, id) {
			l.numbers[word] = i + 1
			l.numbers[locales.FoldAccents(word)] = i + 1
		}
	}
	return l
}

// lexiconOf returns the lexicon of a language, or of its base: "cy" for
// "cy-GB". Languages that the engine does not speak get English.
func lexiconOf(tag string) *lexicon {
	all := lexicons()
	if l := all[tag]; l != nil {
		return l
	}
	base, _, _ := strings.Cut(tag, "-")
	if l := all[base]; l != nil {
		return l
	}
	return all["en"]
}
