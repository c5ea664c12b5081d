package flows

import (
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// nearest returns the name that a word was most likely meant to be: the closest
// within two typos, and fewer than half the word's letters.
func nearest(word string, names []string) (string, bool) {
	best, distance := "", 3
	for _, name := range names {
		d := locales.Typos(strings.ToLower(word), strings.ToLower(name))
		if d < distance && 2*d < max(len([]rune(word)), 3) {
			best, distance = name, d
		}
	}
	return best, best != ""
}

// didYouMean is how a fix begins when a name is close to one that there is.
func didYouMean(word string, names []string) string {
	if name, ok := nearest(word, names); ok {
		return "did you mean " + quoted(name) + "? "
	}
	return ""
}
