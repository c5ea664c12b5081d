package directory

import (
	"slices"
	"strconv"
	"strings"
)

// meaning is what somebody's words say to a directory.
type meaning struct {
	terms    map[string]float32 // stems and @needs, and how much each counts
	needs    []string
	outcode  string
	age      int // -1 for none
	language string
	today    bool
	unknown  []string // words that say something, and nobody knows what
}

// How much a word counts: as it was written, as it was meant, and when it had to be
// guessed.
const (
	asWritten, asMeant, asNeed, asGuessed = 1.0, 0.9, 0.7, 0.6
)

// understand reads somebody's words.
func (x *Index) understand(words, language string, own *Own) *meaning {
	m := &meaning{terms: map[string]float32{}, age: -1}
	l := dictionary{append(own.of(language), lexiconOf(language))}
	all := x.places(m, ages(m, tokens(words)))
	if len(all) > 60 { // a text of several parts
		all = all[:60]
	}
	for i := 0; i < len(all); {
		i += x.take(m, l, all, i)
	}
	return m
}

// take reads the phrase, or the word, that stands at a place, and returns how many
// words it has.
func (x *Index) take(m *meaning, l dictionary, all []string, i int) int {
	if n, means := l.longest(all[i:]); n > 0 {
		m.add(means, asMeant)
		for _, w := range all[i : i+n] {
			if !l.stops(w) {
				x.written(m, stem(w))
			}
		}
		return n
	}
	word := all[i]
	if l.stops(word) {
		return 1
	}
	if x.written(m, stem(word)) || l.day(word) {
		return 1
	}
	x.guess(m, l, word)
	return 1
}

// written counts a word as it stands, if some service has it.
func (x *Index) written(m *meaning, stem string) bool {
	postings := x.terms[stem]
	if len(postings) == 0 {
		return false
	}
	m.raise(stem, asWritten)
	return true
}

func (m *meaning) raise(term string, weight float32) {
	m.terms[term] = max(m.terms[term], weight)
}

// add takes what a phrase means.
func (m *meaning) add(means []string, weight float32) {
	for _, word := range means {
		switch word[0] {
		case '!':
			m.today = true
		case '~':
			m.language = word[1:]
		case '@':
			m.raise(word, asNeed*weight)
			if !slices.Contains(m.needs, word[1:]) {
				m.needs = append(m.needs, word[1:])
			}
		default:
			m.raise(stem(word), weight)
		}
	}
}

// guess takes a word for the nearest that there is: of the lexicon or of a service.
func (x *Index) guess(m *meaning, l dictionary, word string) {
	known, far, means := l.nearest(word)
	theirs, farther := x.typos.nearest(word)
	switch {
	case known == "" && theirs == "":
		m.unknown = append(m.unknown, word)
	case known != "" && (theirs == "" || far <= farther):
		m.add(means, asGuessed)
		x.written(m, known)
	default:
		m.raise(theirs, asGuessed)
	}
}

// dictionary is the lexicons that somebody's words are looked up in, the first the
// one that counts where several know the same.
type dictionary struct{ lexicons []*lexicon }

func (d dictionary) stops(word string) bool { return d.lexicons[len(d.lexicons)-1].stop[word] }

// day tells whether a word is the name of a weekday.
func (d dictionary) day(word string) bool { return d.lexicons[len(d.lexicons)-1].days[word] }

// longest returns what the longest phrase means that the words begin with.
func (d dictionary) longest(words []string) (n int, means []string) {
	for _, l := range d.lexicons {
		if size, m := l.longest(words); size > n {
			n, means = size, m
		}
	}
	return n, means
}

// nearest returns the word that a misspelt one was most likely meant to be, how many
// letters are wrong, and what it means.
func (d dictionary) nearest(word string) (known string, wrong int, means []string) {
	for _, l := range d.lexicons {
		if near, far := l.typos.nearest(word); near != "" && (known == "" || far < wrong) {
			known, wrong, means = near, far, l.phrases[near]
		}
	}
	return known, wrong, means
}

// longest returns what the longest phrase means that the words begin with, in the
// form that they have or had before a mutation.
func (l *lexicon) longest(words []string) (n int, means []string) {
	for _, first := range l.before(words[0]) {
		begin := stem(first)
		for size := min(l.first[begin], len(words), longestPhrase); size > n; size-- {
			phrase := strings.Join(append([]string{begin}, stems(words[1:size])...), " ")
			if m := l.phrases[phrase]; m != nil {
				n, means = size, m
			}
		}
	}
	return n, means
}

// beforeAge are words after which a number is an age.
var beforeAge = []string{"im", "am", "is", "hes", "shes", "aged", "age"}

// ages takes out "7 year old", "im 78" and "8 months".
func ages(m *meaning, words []string) []string {
	var left []string
	for i, w := range words {
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(w, "yrs"), "yo"))
		if err != nil || n > 110 {
			left = append(left, w)
			continue
		}
		next, before := "", ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		if i > 0 {
			before = words[i-1]
		}
		switch {
		case strings.HasPrefix(next, "month") || strings.HasPrefix(next, "week"):
			m.age = n / 12
		case strings.HasPrefix(next, "year") || strings.HasPrefix(next, "yr"), slices.Contains(beforeAge, before), strings.HasSuffix(w, "yo"), strings.HasSuffix(w, "yrs"):
			m.age = n
		default:
			left = append(left, w)
		}
	}
	return left
}

// places takes out the outcode of the town that words hold, such as wb5 or wb 5.
func (x *Index) places(m *meaning, words []string) []string {
	var left []string
	for i := 0; i < len(words); i++ {
		code := strings.ToUpper(words[i])
		if i+1 < len(words) && !x.known[code] {
			if pair := code + strings.ToUpper(words[i+1]); x.known[pair] {
				m.outcode = pair
				i++
				continue
			}
		}
		if whole, ok := Outcode(code); ok && x.known[whole] {
			m.outcode = whole
			continue
		}
		left = append(left, words[i])
	}
	return left
}
