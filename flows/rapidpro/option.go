package rapidpro

import (
	"fmt"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
)

// worded gives a choice its other words, without those that mean something else:
// numbers, for they are shown, and what works everywhere or chooses another.
func (s *step) worded(c *choice, taken map[string]bool) {
	label := locales.Fold(flat(c.label[""]))
	var also []string
	for _, t := range c.tests {
		for _, w := range wordsOf(t) {
			folded := locales.Fold(w)
			switch {
			case folded == "" || folded == label || isNumber(w) || slices.ContainsFunc(also, func(o string) bool { return locales.Fold(o) == folded }):
			case flows.Command(w) != "":
				s.todo = append(s.todo, fmt.Sprintf("the word %q of the choice %q: it works everywhere", w, c.name))
			case taken[folded]:
				s.todo = append(s.todo, fmt.Sprintf("the word %q of the choice %q: another choice has it", w, c.name))
			default:
				taken[folded] = true
				also = append(also, w)
			}
		}
	}
	if len(also) > 0 {
		c.also[""] = also
	}
}

// isNumber tells whether a word is only digits.
func isNumber(w string) bool { return w != "" && strings.Trim(w, "0123456789") == "" }

// mostOfLabel is how many letters of a choice's words are kept: more than any
// that fits a text.
const mostOfLabel = 100

// labelOf is the words of a choice on one line, without an arrow that would be
// read as one.
func labelOf(p phrase) string {
	return cut(strings.TrimSpace(strings.ReplaceAll(oneLine(flat(p)), "->", ">")), mostOfLabel)
}

// flat is a text without what is filled in.
func flat(p phrase) string {
	var out strings.Builder
	for _, part := range p {
		out.WriteString(part.words)
	}
	return out.String()
}

// joined lists names with commas and, before the last, and.
func joined(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// wording is what a choice is called in another language.
type wording struct {
	label string // empty for the flow's own
	also  []string
}

// translated returns the words of a question's choices in another language, by
// id. Where they do not tell the choices apart, or one works everywhere, there
// are none: the flow's own are used.
func (q *question) translated(language string) (all map[string]wording, fine bool) {
	all, taken := map[string]wording{}, map[string]string{}
	fine = true
	claim := func(id, words string) {
		folded := locales.Fold(words)
		if other, seen := taken[folded]; seen && other != id || folded == "" || flows.Command(words) != "" {
			fine = false
		}
		taken[folded] = id
	}
	for _, c := range q.choices {
		w := wording{label: labelOf(c.label[language])}
		if w.label != "" {
			claim(c.id, w.label)
		} else {
			claim(c.id, flat(c.label[""]))
		}
		for _, word := range c.also[language] {
			if !isNumber(word) && !slices.Contains(w.also, word) && !strings.EqualFold(word, w.label) && locales.Fold(word) != "" {
				w.also = append(w.also, word)
				claim(c.id, word)
			}
		}
		for _, word := range c.also[""][min(len(w.also), len(c.also[""])):] {
			claim(c.id, word)
		}
		all[c.id] = w
	}
	return all, fine
}
