package flows

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows/plain"
	"github.com/connective-messaging/connective/locales"
)

// eachHard visits what is hard to read in the English texts of the flow that
// people are sent, of one kind or several, with the place where it stands.
func (c *flowLint) eachHard(visit func(at *source, pos Pos, found plain.Found), kinds ...plain.Kind) {
	if !slices.Contains(c.org.Languages, english) {
		return
	}
	for _, w := range c.f.written {
		s := c.stepOf(w.Text)
		if s == nil || w.fixed {
			continue
		}
		if c.canText == nil {
			c.canText = c.org.texted()
		}
		seen := map[plain.Found]bool{}
		pos := c.textPos(ending{step: s, key: strings.TrimPrefix(w.ID, c.f.ID+"/"+s.Name+"."), tag: english})
		at := c.in(pos)
		for _, form := range c.ways().forms(english, &w.Text) {
			for _, found := range plain.Read(withoutBlanks(form), c.canText) {
				if slices.Contains(kinds, found.Kind) && !seen[found] {
					seen[found] = true
					visit(at, at.find(pos, found.Words), found)
				}
			}
		}
	}
}

// english is the one language whose words can be judged.
const english = "en"

// Hard returns what is hard to read in words of the organisation's: nothing
// unless they are English. What its people can text may stand in capitals.
func (o *Org) Hard(lang, words string) []plain.Found {
	if lang != english {
		return nil
	}
	return plain.Read(withoutBlanks(words), o.texted())
}

// texted tells of a word whether people can text it, or it is in the
// organisation's name: one that works everywhere, or a part of what starts a flow
// or chooses something in one.
func (o *Org) texted() func(word string) bool {
	known := map[string]bool{}
	learn := func(words string) {
		for word := range strings.FieldsSeq(locales.Fold(words)) {
			known[word] = true
		}
	}
	for _, f := range o.Flows {
		for _, words := range f.Start.Words {
			learn(words)
		}
		f.eachLabel(func(t Text) { learn(t.Source) })
	}
	for _, command := range commands {
		for _, words := range locales.AllWords(command) {
			learn(words)
		}
	}
	for _, words := range slices.Concat(locales.AllWords("yes"), locales.AllWords("no")) {
		if !strings.Contains(words, " ") { // the words of "yes please" are no answers
			learn(words)
		}
	}
	for _, g := range o.Groups() {
		learn(g.Word)
	}
	learn(o.Name)
	learn(o.Word)
	return func(word string) bool { return known[locales.Fold(word)] }
}
