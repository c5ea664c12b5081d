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
		seen := map[plain.Found]bool{}
		pos := c.textPos(ending{step: s, key: strings.TrimPrefix(w.ID, c.f.ID+"/"+s.Name+"."), tag: english})
		at := c.in(pos)
		for _, form := range c.ways().forms(english, &w.Text) {
			for _, found := range plain.Read(withoutBlanks(form), c.texted()) {
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

// texted tells of a word whether people can text it: one that works everywhere,
// or a part of what starts a flow or chooses something in one.
func (c *orgLint) texted() func(word string) bool {
	if c.canText == nil {
		c.canText = map[string]bool{}
		for _, f := range c.flows() {
			for _, words := range f.Start.Words {
				c.mayText(words)
			}
			(&flowLint{orgLint: c, f: f}).eachLabel(func(t Text) { c.mayText(t.Source) })
		}
		for _, command := range commands {
			for _, words := range locales.AllWords(command) {
				c.mayText(words)
			}
		}
		c.mayText(c.org.Name)
		c.mayText(c.org.Word)
	}
	return func(word string) bool { return c.canText[locales.Fold(word)] }
}

func (c *orgLint) mayText(words string) {
	for word := range strings.FieldsSeq(locales.Fold(words)) {
		c.canText[word] = true
	}
}
