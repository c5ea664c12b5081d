package bot

import (
	"slices"
	"strings"
)

// Bounds of words that are typed without the spaces between them.
const (
	shortestRun   = 8  // letters of a word that may be several: killmyself has 10
	longestRun    = 60 // letters of one that is looked at
	spelledLetter = 4  // letters that stand alone one after another: s u i c i d e
)

// apart is a plain text with spaces where they were left out, and without those that
// were put between single letters; false if there is nothing of the kind in it.
func (e *ear) apart(plain string) (string, bool) {
	if !mayRun(plain) {
		return plain, false
	}
	words, changed := spelled(strings.Fields(plain))
	for i, w := range words {
		if len(w) < shortestRun || len(w) > longestRun || e.words[w] {
			continue
		}
		if run := e.run(w); len(run) > 1 {
			words[i], changed = strings.Join(run, " "), true
		}
	}
	if !changed {
		return plain, false
	}
	return " " + strings.Join(words, " ") + " ", true
}

// mayRun tells quickly that nothing of the kind is in a text, as in most.
func mayRun(plain string) bool {
	letters, alone := 0, 0
	for i := 1; i < len(plain); i++ {
		switch {
		case plain[i] != ' ':
			letters++
		case letters >= shortestRun:
			return true
		case letters == 1:
			letters, alone = 0, alone+1
		default:
			letters, alone = 0, 0
		}
		if alone >= spelledLetter {
			return true
		}
	}
	return false
}

// spelled puts single letters together that stand one after another.
func spelled(words []string) ([]string, bool) {
	single := func(w string) bool { return len(w) == 1 && w[0] >= 'a' && w[0] <= 'z' }
	changed := false
	for from := 0; from < len(words); from++ {
		to := from
		for to < len(words) && single(words[to]) {
			to++
		}
		if to-from >= spelledLetter {
			words = slices.Replace(words, from, to, strings.Join(words[from:to], ""))
			changed = true
		}
	}
	return words, changed
}

// run is the fewest known words that a word is made of, one after another; nil if it
// is made of none.
func (e *ear) run(w string) []string {
	fewest := make([][]string, len(w)+1) // of the first letters
	fewest[0] = []string{}
	for to := 1; to <= len(w); to++ {
		for from := range to {
			if fewest[from] == nil || !e.words[w[from:to]] || to-from == 1 && w[from] != 'i' && w[from] != 'a' {
				continue
			}
			if fewest[to] == nil || len(fewest[from])+1 < len(fewest[to]) {
				fewest[to] = append(slices.Clone(fewest[from]), w[from:to])
			}
		}
	}
	return fewest[len(w)]
}
