package directory

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/kljensen/snowball/english"

	"github.com/connective-messaging/connective/locales"
)

// The words that people use for what they need, by language, and those that say
// nothing.
//
//go:embed words/*.txt
var wordFiles embed.FS

// longestPhrase is how many words a phrase of the lexicon has at most.
const longestPhrase = 6

// lexicon is what people's words mean to a directory.
type lexicon struct {
	phrases map[string][]string // what each phrase means, by its words
	typos   *speller            // knows the phrases of one word
	first   map[string]int      // words that phrases begin with → the longest of those
	stop    map[string]bool
	days    map[string]bool // the names of weekdays, which are no misspelt needs
	mutates bool            // its words change their first letter
}

// lexiconOf returns the lexicon of a language, over that of English: people mix them.
// A language without one has that of English.
func lexiconOf(language string) *lexicon {
	all := lexicons()
	base, _, _ := strings.Cut(language, "-")
	if l := all[base]; l != nil {
		return l
	}
	return all["en"]
}

var lexicons = sync.OnceValue(func() map[string]*lexicon {
	en := readLexicon("en")
	return map[string]*lexicon{"en": en, "cy": readLexicon("cy", "en"), "pl": readLexicon("pl", "en")}
})

func readLexicon(languages ...string) *lexicon {
	l := newLexicon(languages[0])
	for line := range lines("stop") {
		language, words, _ := strings.Cut(line, ":")
		if slices.Contains(languages, strings.TrimSpace(language)) {
			for _, w := range tokens(words) {
				l.stop[w] = true
			}
		}
	}
	for _, language := range languages {
		for _, w := range tokens(locales.Say(language, "service.days")) {
			l.days[w] = true
		}
		for line := range lines(language) {
			means, phrases, found := strings.Cut(line, " : ")
			if !found {
				panic(fmt.Sprintf("words/%s.txt: %q has no colon", language, line))
			}
			for phrase := range strings.SplitSeq(phrases, ",") {
				l.learn(phrase, strings.Fields(means))
			}
		}
	}
	l.close()
	return l
}

func newLexicon(language string) *lexicon {
	return &lexicon{phrases: map[string][]string{}, first: map[string]int{}, stop: map[string]bool{}, days: map[string]bool{}, typos: newSpeller(), mutates: language == "cy"}
}

// learn takes a phrase, and what it means.
func (l *lexicon) learn(phrase string, means []string) {
	words := tokens(phrase)
	if len(words) == 0 {
		return
	}
	l.add(strings.Join(stems(words), " "), means)
	if len(words) == 1 {
		l.typos.learn(words[0], stem(words[0]))
	}
}

// close makes the lexicon ready once all is learnt.
func (l *lexicon) close() {
	for phrase := range l.phrases {
		words := strings.Fields(phrase)
		l.first[words[0]] = max(l.first[words[0]], len(words))
	}
}

func (l *lexicon) add(phrase string, means []string) {
	for _, m := range means {
		if !slices.Contains(l.phrases[phrase], m) {
			l.phrases[phrase] = append(l.phrases[phrase], m)
		}
	}
}

// lines are the lines of a file of words that say something.
func lines(file string) func(func(string) bool) {
	text, err := wordFiles.ReadFile("words/" + file + ".txt")
	if err != nil {
		panic(err) // it is embedded
	}
	return func(yield func(string) bool) {
		for line := range strings.SplitSeq(string(text), "\n") {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

// plainLetters takes out apostrophes, and what no accent can be taken off.
var plainLetters = strings.NewReplacer("'", "", "’", "", "ł", "l", "ø", "o", "đ", "d")

// tokens are the words of a text as they are compared: in small letters, without
// accents and apostrophes.
func tokens(text string) []string {
	folded := locales.FoldAccents(locales.Fold(text))
	folded = plainLetters.Replace(folded)
	return strings.FieldsFunc(folded, func(r rune) bool {
		return r < '0' || r > '9' && r < 'a' || r > 'z' && r < 0x80 || r >= 0x80 && !letter(r)
	})
}

// stem brings an English word to the form that its others have too. Words of other
// languages that look like one are treated alike on both sides.
func stem(word string) string {
	if len(word) < 4 {
		return word
	}
	return english.Stem(word, false)
}

func stems(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = stem(w)
	}
	return out
}
