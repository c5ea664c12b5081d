package directory

import "strings"

// mutations are what the first letters of a Welsh word may have been before they
// changed: soft, nasal and aspirate, see Gramadeg y Gymraeg (Thomas, 1996).
var mutations = [][2]string{
	{"ngh", "c"}, {"mh", "p"}, {"nh", "t"}, {"ng", "g"}, {"ch", "c"}, {"ph", "p"}, {"th", "t"}, {"dd", "d"},
	{"f", "b"}, {"f", "m"}, {"d", "t"}, {"b", "p"}, {"g", "c"}, {"l", "ll"}, {"r", "rh"}, {"m", "b"}, {"n", "d"}, {"l", "gl"}, {"r", "gr"},
	{"a", "ga"}, {"e", "ge"}, {"o", "go"}, {"w", "gw"},
}

// before returns a word, and what it may have been before its first letter changed
// as Welsh has it.
func (l *lexicon) before(word string) []string {
	all := []string{word}
	if !l.mutates {
		return all
	}
	for _, m := range mutations {
		if rest, ok := strings.CutPrefix(word, m[0]); ok {
			all = append(all, m[1]+rest)
		}
	}
	return all
}
