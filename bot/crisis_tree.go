package bot

import (
	"slices"
	"strings"
)

// gap is where other words may stand in a phrase; widestGap is how many of them.
const (
	gap       = "..."
	widestGap = 3
)

// tree holds phrases word by word, so that what a text begins with is looked up in
// all of them at once.
type tree struct {
	next  map[string]*tree
	later *tree // what follows after at most widestGap other words
	ends  *cry  // the call whose last word stands here
}

// grow is the place in a tree where a phrase ends; parts of it with a gap between
// them follow one another.
func (t *tree) grow(parts []string) *tree {
	for i, part := range parts {
		if i > 0 {
			if t.later == nil {
				t.later = &tree{}
			}
			t = t.later
		}
		for word := range strings.FieldsSeq(part) {
			t = t.branch(word)
		}
	}
	return t
}

func (t *tree) branch(word string) *tree {
	if t.next[word] == nil {
		if t.next == nil {
			t.next = map[string]*tree{}
		}
		t.next[word] = &tree{}
	}
	return t.next[word]
}

// gravest is the first of kinds among heard and the calls that a text holds from a
// place on: at the space before a word.
func (t *tree) gravest(text string, at int, heard *cry) *cry {
	for t != nil {
		heard = graver(heard, t.ends)
		if t.later != nil {
			heard = t.later.soon(text, at, heard)
		}
		if t.next == nil || at+1 >= len(text) {
			return heard
		}
		word, _, _ := strings.Cut(text[at+1:], " ")
		t, at = t.next[word], at+1+len(word)
	}
	return heard
}

// soon is gravest for a place and those after each of the next widestGap words.
func (t *tree) soon(text string, at int, heard *cry) *cry {
	for range widestGap + 1 {
		if at+1 >= len(text) {
			break
		}
		heard = t.gravest(text, at, heard)
		at += 1 + strings.IndexByte(text[at+1:], ' ')
	}
	return heard
}

// begins reports whether a phrase begins with these words and goes on after them.
func (t *tree) begins(words string) bool {
	for word := range strings.FieldsSeq(words) {
		if t = t.next[word]; t == nil {
			return false
		}
	}
	return len(t.next) > 0
}

// graver is the one of two calls whose kind comes first; nil if both are.
func graver(a, b *cry) *cry {
	if a == nil || b != nil && b.kind < a.kind {
		return b
	}
	return a
}

// speaks notes that a call is one of a language.
func (c *cry) speaks(language string) {
	if !slices.Contains(c.spoken, language) {
		c.spoken = append(c.spoken, language)
	}
}
