package directory

import (
	"github.com/connective-messaging/connective/locales"
)

// speller finds the word that a misspelt one was most likely meant to be. It knows
// words as they are written, and the form that each is compared in.
type speller struct {
	byFirst map[byte][]string
	forms   map[string]form
}

type form struct {
	stem  string
	often int
}

func newSpeller() *speller { return &speller{map[byte][]string{}, map[string]form{}} }

// learn takes a word as it is written.
func (s *speller) learn(word, stem string) {
	f, known := s.forms[word]
	if !known && len(word) >= 4 {
		s.byFirst[word[0]] = append(s.byFirst[word[0]], word)
	}
	s.forms[word] = form{stem, f.often + 1}
}

// allowed is how many letters of a word may be wrong: 1 of 4 or 5, 2 of 6 or more.
func allowed(word string) int {
	switch {
	case len(word) < 4:
		return 0
	case len(word) < 6:
		return 1
	}
	return 2
}

// nearest returns the closest word within the typos that are allowed, in the form
// that it is compared in; of several the one that is used most.
func (s *speller) nearest(word string) (stem string, wrong int) {
	best := ""
	most := allowed(word)
	if most == 0 {
		return "", 0
	}
	wrong = most + 1
	for _, first := range firsts(word) {
		for _, other := range s.byFirst[first] {
			if apart := len(other) - len(word); apart > most || apart < -most {
				continue
			}
			d := locales.Typos(word, other)
			if d < wrong || d == wrong && d <= most && s.better(other, best) {
				best, wrong = other, d
			}
		}
	}
	if wrong > most {
		return "", 0
	}
	return s.forms[best].stem, wrong
}

// better tells which of two words is the likelier one, always the same.
func (s *speller) better(a, b string) bool {
	if s.forms[a].often != s.forms[b].often {
		return s.forms[a].often > s.forms[b].often
	}
	return a < b
}

// firsts are the letters that the right word may begin with: its own, or the second
// where the first two were swapped or the first is one too many.
func firsts(word string) []byte {
	if word[0] == word[1] {
		return []byte{word[0]}
	}
	return []byte{word[0], word[1]}
}
