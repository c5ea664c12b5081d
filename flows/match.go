package flows

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/connective-messaging/connective/locales"
)

// The rules by which a text is understood, in the order in which they are tried.
const (
	ByNumber Rule = "number"
	ByLabel  Rule = "label"
	ByStart  Rule = "start of a label"
	ByWord   Rule = "a word of it"
	ByTypo   Rule = "one typo"
	ByAnswer Rule = "answer"
	BySkip   Rule = "skip"
	ByMore   Rule = "more"
	ByBack   Rule = "back"
	ByMean   Rule = "did you mean"
	ByMoved  Rule = "choices changed"
)

// choice is one thing to choose, with the words that choose it.
type choice struct {
	id     string
	label  string   // as it is shown
	own    []string // the label, then its synonyms, folded, in the person's language
	source []string // the same in the flow's language; empty if that is the person's
}

// matcher finds the choice that a reply means.
type matcher struct {
	choices []choice
	shown   []string // ids behind the numbers 1, 2, 3 …
	speaks  []*lexicon
	exact   bool // only the number, the words themselves, or their synonyms
}

// match returns the choices that the first rule finds which finds any: one is
// the answer, several are worth asking about, none is not understood. The reply
// must be folded.
func (m *matcher) match(folded string) ([]int, Rule) {
	if folded == "" {
		return nil, ""
	}
	if at, ok := numbered(folded, len(m.shown), m.speaks...); ok {
		if i := m.byID(m.shown[at]); i >= 0 {
			return []int{i}, ByNumber
		}
	}
	if found := m.byLabel(folded); found != nil {
		return found, ByLabel
	}
	if m.exact {
		return m.byCopiedLine(folded)
	}
	if found, rule := m.byCopiedLine(folded); found != nil {
		return found, rule
	}
	return m.guess(m.withoutPlease(locales.FoldAccents(folded)))
}

// guess tries the rules that a consent does without. The reply has no accents.
func (m *matcher) guess(reply string) ([]int, Rule) {
	if found := m.byStart(reply); found != nil {
		return found, ByStart
	}
	if !m.negated(reply) {
		if found := m.byWords(reply); found != nil {
			return found, ByWord
		}
	}
	if found := m.byTypo(reply); found != nil {
		return found, ByTypo
	}
	return nil, ""
}

func (m *matcher) byID(id string) int {
	return slices.IndexFunc(m.choices, func(c choice) bool { return c.id == id })
}

// byLabel finds labels, ids and synonyms: first in the person's language, then
// in the flow's, each as written and then without accents.
func (m *matcher) byLabel(folded string) []int {
	bare := locales.FoldAccents(folded)
	own := func(c choice) []string { return c.own }
	source := func(c choice) []string { return c.source }
	same := func(name string) bool { return name == folded }
	alike := func(name string) bool { return locales.FoldAccents(name) == bare }
	for _, names := range []func(choice) []string{own, source} {
		for _, fits := range []func(string) bool{same, alike} {
			if found := m.find(func(c choice) bool { return slices.ContainsFunc(names(c), fits) }); found != nil {
				return found
			}
		}
	}
	return m.find(func(c choice) bool { return locales.Fold(c.id) == folded })
}

func (m *matcher) find(fits func(choice) bool) []int {
	var found []int
	for i, c := range m.choices {
		if fits(c) {
			found = append(found, i)
		}
	}
	return found
}

// byCopiedLine reads a number that is followed by the words of a choice, such as
// a line copied from the menu. Where the two speak of different choices, either
// may be meant.
func (m *matcher) byCopiedLine(folded string) ([]int, Rule) {
	n, rest, ok := leadingNumber(folded)
	if !ok || n < 1 || n > len(m.shown) {
		return nil, ""
	}
	i := m.byID(m.shown[n-1])
	found := m.byLabel(rest)
	switch {
	case i < 0 || found == nil:
		return nil, ""
	case slices.Contains(found, i):
		return []int{i}, ByNumber
	}
	found = append(found, i)
	slices.Sort(found)
	return found, ByLabel
}

// byStart finds the labels and synonyms that begin with the reply.
func (m *matcher) byStart(reply string) []int {
	if utf8.RuneCountInString(reply) < 3 || !startsWithLetter(reply) {
		return nil
	}
	return m.find(func(c choice) bool {
		return slices.ContainsFunc(c.bare(), func(name string) bool { return strings.HasPrefix(name, reply) })
	})
}

// bare returns all names of a choice without accents.
func (c choice) bare() []string {
	names := make([]string, 0, len(c.own)+len(c.source))
	for _, name := range c.own {
		names = append(names, locales.FoldAccents(name))
	}
	for _, name := range c.source {
		names = append(names, locales.FoldAccents(name))
	}
	return names
}

// yesOrNo tells whether choosing this by guess would put an answer into a
// person's mouth.
func (c choice) yesOrNo() bool { return c.id == "yes" || c.id == "no" }

// negated tells whether the reply has a word in it that turns it round.
func (m *matcher) negated(reply string) bool {
	for _, word := range tokens(reply) {
		for _, l := range m.speaks {
			if l.not[word] {
				return true
			}
		}
	}
	return false
}

// withoutPlease takes the polite words off both ends.
func (m *matcher) withoutPlease(reply string) string {
	for _, l := range m.speaks {
		reply = trimMarks(cutWords(reply, l.please, nil))
		reply = trimMarks(cutWords(reply, nil, l.please))
	}
	return reply
}

// tokens splits a folded text into its words. An apostrophe belongs to a word.
func tokens(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '\''
	})
}
