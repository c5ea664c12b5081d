package flows

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// nearest returns the name that a word was most likely meant to be: the closest
// within two typos, and fewer than half the word's letters.
func nearest(word string, names []string) (string, bool) {
	best, distance := "", 3
	for _, name := range names {
		d := typos(strings.ToLower(word), strings.ToLower(name))
		if d < distance && 2*d < max(len([]rune(word)), 3) {
			best, distance = name, d
		}
	}
	return best, best != ""
}

// typos counts the letters that are too many, too few or wrong. Two neighbours
// that stand the other way round are one.
func typos(a, b string) int {
	if runes := []rune(a); a != b && len(runes) == len([]rune(b)) && swapped(runes, []rune(b)) {
		return 1
	}
	return levenshtein.ComputeDistance(a, b)
}

// didYouMean is how a fix begins when a name is close to one that there is.
func didYouMean(word string, names []string) string {
	if name, ok := nearest(word, names); ok {
		return "did you mean " + quoted(name) + "? "
	}
	return ""
}
