package bot

import (
	"slices"
	"strings"
	"sync"

	"github.com/connective-messaging/connective/locales"
)

// lexis is one of the engine's lists of words, in all languages, as plain texts
// are compared with it. Phrases look as plainWords leaves them.
type lexis struct {
	spoken map[string][]string // the languages that have a phrase
	first  map[string][]string // the phrases that begin with a word
}

// lexes remembers the lists that were asked for. There is an end to them: they
// are named in the code.
var lexes sync.Map

// lexisOf returns a list, such as "words.stop".
func lexisOf(list string) *lexis {
	if l, ok := lexes.Load(list); ok {
		return l.(*lexis)
	}
	l := &lexis{spoken: map[string][]string{}, first: map[string][]string{}}
	for _, language := range locales.Languages() {
		for _, word := range locales.Words(language.Tag, list) {
			l.learn(plainWords(word), language.Tag)
		}
	}
	lexes.Store(list, l)
	return l
}

func (l *lexis) learn(phrase, language string) {
	first, _, ok := strings.Cut(phrase[1:], " ")
	if first == "" || !ok {
		return
	}
	if l.spoken[phrase] == nil {
		l.first[first] = append(l.first[first], phrase)
	}
	l.spoken[phrase] = append(l.spoken[phrase], language)
}

// whole reports whether a plain text is one of the phrases and nothing else.
func (l *lexis) whole(plain string) bool { return l.spoken[plain] != nil }

// has reports whether a plain word is one of the phrases.
func (l *lexis) has(word string) bool {
	return slices.ContainsFunc(l.first[word], func(phrase string) bool { return len(phrase) == len(word)+2 })
}

// within returns the first phrase that a plain text holds as whole words, or
// nothing.
func (l *lexis) within(plain string) string {
	for at := 0; at+1 < len(plain); {
		word, _, _ := strings.Cut(plain[at+1:], " ")
		for _, phrase := range l.first[word] {
			if strings.HasPrefix(plain[at:], phrase) {
				return phrase
			}
		}
		at += 1 + len(word)
	}
	return ""
}

// following is what stands after one of the phrases that begins a plain text.
func (l *lexis) following(plain string) (string, bool) {
	word, _, _ := strings.Cut(plain[1:], " ")
	for _, phrase := range l.first[word] {
		if rest, ok := strings.CutPrefix(plain, phrase); ok && rest != "" {
			return strings.TrimSpace(rest), true
		}
	}
	return "", false
}
