package bot

import (
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// nearby is within how many words the signs of one call stand, in any order.
const nearby = 14

// signs hears calls for help that no phrase is listed for: signs that mean little
// each and much together, such as a chest and a pain. A sign is any phrase of a list.
// What is everyday beside them, such as a class or a film, quiets them.
type signs struct {
	first map[string][]sign // by the first word
	rules [][]signRule      // by the number of each sign in them
	names map[string]int
}

type sign struct {
	phrase string // as meant gives it
	number int
}

// signRule is what signs mean together.
type signRule struct {
	signs []int
	means *cry
}

// calm is the sign that quiets all others; its number is 0 in every language.
const calm = "calm"

// mostSigns is how many signs there may be.
const mostSigns = 200

func newSigns() *signs {
	s := &signs{first: map[string][]sign{}, names: map[string]int{}}
	s.number("", calm)
	return s
}

// learn learns the signs of a language and what they mean together.
func (s *signs) learn(language string, meant func(string) string) {
	for name, words := range slotsOf(language, "words.signs") {
		for _, word := range words {
			phrase := meant(plainWords(word))
			first, _, _ := strings.Cut(phrase[1:], " ")
			s.first[first] = append(s.first[first], sign{phrase: phrase, number: s.number(language, name)})
		}
	}
	for kind, c := range calls {
		means := &cry{kind: kind, spoken: []string{language}}
		for _, entry := range locales.Words(language, c.words+"_signs") {
			s.rule(strings.Split(entry, "&"), language, means)
		}
	}
}

func (s *signs) rule(names []string, language string, means *cry) {
	rule := signRule{means: means}
	for _, name := range names {
		rule.signs = append(rule.signs, s.number(language, strings.TrimSpace(name)))
	}
	for _, number := range rule.signs {
		s.rules[number] = append(s.rules[number], rule)
	}
}

// number is the number of a sign, a new one where it has none.
func (s *signs) number(language, name string) int {
	if name != calm {
		name = language + " " + name
	}
	n, ok := s.names[name]
	if !ok {
		n = len(s.rules)
		s.names[name] = n
		s.rules = append(s.rules, nil)
	}
	return n
}

// hear is the gravest call whose signs stand in a text whose words are as they are
// meant; nil for none.
func (s *signs) hear(text string) *cry {
	var seen [mostSigns]int // the word at which each was seen last, from 1; 0 for never
	var heard *cry
	for at, word := 0, 1; at+1 < len(text); word++ {
		length := strings.IndexByte(text[at+1:], ' ')
		for _, sign := range s.first[text[at+1:at+1+length]] {
			if !strings.HasPrefix(text[at:], sign.phrase) {
				continue
			}
			if sign.number == 0 {
				return nil
			}
			seen[sign.number] = word
			for _, rule := range s.rules[sign.number] {
				if rule.holds(&seen, word) {
					heard = graver(heard, rule.means)
				}
			}
		}
		at += 1 + length
	}
	return heard
}

// holds tells whether all signs of a rule were seen within nearby words up to one.
func (r signRule) holds(seen *[mostSigns]int, word int) bool {
	for _, number := range r.signs {
		if seen[number] == 0 || word-seen[number] > nearby {
			return false
		}
	}
	return true
}
