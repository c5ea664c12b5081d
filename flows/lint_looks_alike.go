package flows

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/connective-messaging/connective/locales"
)

var checkLooksAlike = check{
	Code:     "looks-alike",
	Severity: Warning,
	What:     "Two choices of a question differ by one letter.",
	Why:      "If somebody makes a typo, either could be meant. The bot asks which, and never guesses, but that is one text more.",
	Mend:     "Choose words that are easier to tell apart, if there are any.",
	Bad: `start: {words: [TEA]}
steps:
  top:
    ask: Where are you?
    options: {lea: Mill Lea, lee: Mill Lee}
`,
	Good: `start: {words: [TEA]}
steps:
  top:
    ask: Where are you?
    options: {lea: Mill Lea, lee: Lee Street}
`,
	Flow: func(c *flowLint) {
		tags := append([]string{c.f.Language}, slices.Sorted(maps.Keys(c.f.translated))...)
		for _, s := range c.f.Steps {
			if s.Options == nil || len(s.Options.Fixed) > maxChoices {
				continue
			}
			for _, tag := range tags {
				c.looksAlike(tag, s)
			}
		}
	},
}

// looksAlike reports written choices whose labels one typo would confuse.
func (c *flowLint) looksAlike(tag string, s *Step) {
	fixed := s.Options.Fixed
	names := make([]string, len(fixed))
	for i, o := range fixed {
		names[i] = locales.FoldAccents(locales.Fold(c.org.optionLabel(tag, o)))
		for j := range i {
			// A reply with a digit in it is never taken for a typo.
			if names[i] == names[j] || strings.ContainsFunc(names[i], unicode.IsDigit) || !oneTypo(names[j], names[i]) {
				continue
			}
			t, translated := c.f.translated[tag][s.Name+".options."+o.ID]
			pos, in := o.Label.Pos, ""
			if translated {
				pos, in = t.pos, "in "+englishName(tag)+", "
			} else if tag != c.f.Language || pos.Line == 0 {
				continue
			}
			label := c.org.optionLabel(tag, o)
			c.in(pos).warn("looks-alike", pos, len([]rune(label)), in+"choices "+quoted(c.org.optionLabel(tag, fixed[j]))+" and "+quoted(label)+" differ by one letter.",
				"a typo could pick the other; it will be asked, not guessed.", "choose words that are easier to tell apart, if there are any.")
		}
	}
}
