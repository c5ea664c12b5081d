package flows

import (
	"fmt"
	"strconv"

	"github.com/connective-messaging/connective/locales"
)

var checkDigitLabel = check{
	Code:     "digit-label",
	Severity: Warning,
	What:     "The words of a choice begin with the number of another.",
	Why:      "People who mean the choice may text only its number, and that picks the choice which stands behind the number in the list.",
	Mend:     "Put another word first, such as \"Age 2 to 5\", or put the choices in an order in which the numbers agree.",
	Bad: `start: {words: [TEA]}
steps:
  top:
    ask: How old is your child?
    options: {baby: Under 2, toddler: Nearly 3, small: 2 to 5}
`,
	Good: `start: {words: [TEA]}
steps:
  top:
    ask: How old is your child?
    options: {baby: Under 2, toddler: Nearly 3, small: Age 2 to 5}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			if s.Options == nil {
				continue
			}
			for i, o := range s.Options.Fixed {
				c.digitLabel(s, i, o.Label.Pos, o.Label.Source)
				for tag := range c.f.translated {
					if t, ok := c.f.translated[tag][s.Name+".options."+o.ID]; ok {
						c.digitLabel(s, i, t.pos, t.forms["other"])
					}
				}
			}
		}
	},
}

// digitLabel reports a label that begins with the number of another choice than
// the one at this place.
func (c *flowLint) digitLabel(s *Step, at int, pos Pos, label string) {
	n, rest, ok := leadingNumber(locales.Fold(label))
	if !ok || n < 1 || n > len(s.Options.Fixed) || n == at+1 {
		return
	}
	number := strconv.Itoa(n)
	words := fmt.Sprintf("%q would pick choice %d, not this one.", number, n)
	if rest == "" {
		words = "a reply of " + number + " would pick the choice that has this number in the list."
	}
	c.in(pos).warn("digit-label", pos, len([]rune(label)), "the choice "+quoted(label)+" begins with a number.", words, "put another word first, or let the numbers agree.")
}
