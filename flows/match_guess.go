package flows

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/connective-messaging/connective/locales"
)

// The fewest letters of a name that may stand within a sentence, and of a word
// that alone points to a choice or may have a typo in it.
const (
	nameLetters = 3
	wordLetters = 4
)

// byWords finds the choices whose label or synonym stands within the reply, or
// else the ones that a single word of the reply points to.
func (m *matcher) byWords(reply string) []int {
	sentence := spaced(reply)
	inside := make([]string, len(m.choices)) // the longest name of each choice that stands in it
	for i, c := range m.choices {
		for _, name := range c.bare() {
			name = spaced(name)
			if utf8.RuneCountInString(name) >= nameLetters+2 && len(name) > len(inside[i]) && strings.Contains(sentence, name) {
				inside[i] = name
			}
		}
	}
	if found := widest(inside); found != nil {
		return found
	}
	words := tokens(reply)
	return m.unique(func(word string) bool { return slices.Contains(words, word) })
}

// widest returns the places of the names that are not part of another name:
// "smoking" stands in "stop smoking" and is not meant by it.
func widest(names []string) []int {
	var found []int
	for i, name := range names {
		part := slices.ContainsFunc(names, func(other string) bool {
			return len(other) > len(name) && strings.Contains(other, name)
		})
		if name != "" && !part {
			found = append(found, i)
		}
	}
	return found
}

// unique finds the choices that have a fitting word in their label which no
// other choice's label has. Yes and no are never found by it.
func (m *matcher) unique(fits func(word string) bool) []int {
	var found []int
	owners := m.owners()
	for i, c := range m.choices {
		if c.yesOrNo() {
			continue
		}
		for _, word := range c.labelWords() {
			if owners[word] == 1 && utf8.RuneCountInString(word) >= wordLetters && !m.isNumber(word) && fits(word) {
				found = append(found, i)
				break
			}
		}
	}
	return found
}

// owners counts the choices that have each word in their label.
func (m *matcher) owners() map[string]int {
	owners := make(map[string]int)
	for _, c := range m.choices {
		for _, word := range c.labelWords() {
			owners[word]++
		}
	}
	return owners
}

// labelWords returns the words of the label in both languages, each once.
func (c choice) labelWords() []string {
	var words []string
	for _, names := range [][]string{c.own, c.source} {
		if len(names) > 0 {
			words = append(words, tokens(choice{own: names[:1]}.bare()[0])...)
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// byTypo finds the choices that the reply names but for one slip: a letter too
// many, too few, wrong, or two swapped. Numbers, yes and no are never guessed.
func (m *matcher) byTypo(reply string) []int {
	if strings.ContainsFunc(reply, unicode.IsDigit) {
		return nil
	}
	whole := m.find(func(c choice) bool {
		return !c.yesOrNo() && slices.ContainsFunc(c.bare(), func(name string) bool {
			return !m.isNumber(name) && oneTypo(reply, name)
		})
	})
	if whole != nil || strings.Contains(reply, " ") {
		return whole
	}
	return m.unique(func(word string) bool { return oneTypo(reply, word) })
}

func (m *matcher) isNumber(word string) bool {
	return slices.ContainsFunc(m.speaks, func(l *lexicon) bool {
		_, ok := l.bareNumber(word)
		return ok
	})
}

// oneTypo tells whether two words of four letters or more differ by one slip.
func oneTypo(a, b string) bool {
	lengthA, lengthB := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	if min(lengthA, lengthB) < wordLetters || max(lengthA, lengthB)-min(lengthA, lengthB) > 1 || lengthA > varLetters {
		return false
	}
	return locales.OneTypo(a, b)
}

// spaced returns a text's words between single spaces, with one at both ends, so
// that whole words can be looked for.
func spaced(text string) string {
	return " " + strings.Join(tokens(text), " ") + " "
}
