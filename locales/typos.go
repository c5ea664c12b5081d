package locales

import (
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Typos counts the letters that are too many, too few or wrong in a word that was
// meant to be another. Two neighbours that stand the other way round are one.
func Typos(word, meant string) int {
	switch {
	case word == meant:
		return 0
	case OneTypo(word, meant):
		return 1
	}
	return levenshtein.ComputeDistance(word, meant)
}

// OneTypo tells whether two words are the same but for one typo at most, as Typos
// counts them.
func OneTypo(a, b string) bool {
	for a != "" && b != "" {
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if ra == rb {
			a, b = a[na:], b[nb:]
			continue
		}
		next, n := utf8.DecodeRuneInString(a[na:])
		other, m := utf8.DecodeRuneInString(b[nb:])
		swapped := n > 0 && m > 0 && ra == other && rb == next && a[na+n:] == b[nb+m:]
		return swapped || a[na:] == b || a == b[nb:] || a[na:] == b[nb:]
	}
	return utf8.RuneCountInString(a+b) <= 1
}
