package flows

import "github.com/connective-messaging/connective/locales"

var checkSameLabel = check{
	Code: "same-label",
	What: "Two choices of a question have the same words.",
	Why:  "If somebody answers with the words, nobody can tell which of the two they mean.",
	Mend: "Give one of them other words.",
	Bad: `start: {words: [DRINK]}
steps:
  top:
    ask: Which tea?
    options: {black: Tea, green: tea}
`,
	Good: `start: {words: [DRINK]}
steps:
  top:
    ask: Which tea?
    options: {black: Black tea, green: Green tea}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			if s.Options == nil {
				continue
			}
			taken := map[string]Option{}
			for _, o := range s.Options.Fixed {
				for _, t := range append([]Text{o.Label}, o.Also...) {
					c.label(taken, o, t)
				}
			}
		}
	},
}

// label reports words that an earlier choice has too, unless conditions may
// keep the two apart.
func (c *flowLint) label(taken map[string]Option, o Option, t Text) {
	folded := locales.Fold(t.Source)
	if folded == "" {
		return
	}
	first, seen := taken[folded]
	switch {
	case !seen:
		taken[folded] = o
	case first.ID != o.ID && first.If == nil && o.If == nil:
		c.fault("same-label", t.Pos, len([]rune(t.Source)), "choices "+quoted(first.ID)+" and "+quoted(o.ID)+" have the same words ("+quoted(t.Source)+").",
			"the word can't tell them apart.", "give one of them other words.")
	}
}
