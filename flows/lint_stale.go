package flows

import "maps"

var checkStale = check{
	Code:     "stale",
	Severity: Warning,
	What:     "A text has changed since it was translated.",
	Why:      "The translation may say what is no longer true, and nobody who reads the flow's own words would notice.",
	Mend:     "Read the translation against the new words and mend it. Then write the new words beside it, or let connective flows translate do so and delete the line was:.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes at 4.}
-- try.cy.yaml --
language: cy
texts:
  top.say: {en: Tea comes at 3., cy: Daw te am 3.}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes at 4.}
-- try.cy.yaml --
language: cy
texts:
  top.say: {en: Tea comes at 4., cy: Daw te am 4.}
`,
	Flow: func(c *flowLint) {
		c.eachTranslated(func(t translated) {
			w, ok := c.f.writtenAt(t.place)
			if !ok || len(t.from) == 0 || maps.Equal(t.from, w.forms) {
				return
			}
			before, now := firstDifference(t.from, w.forms)
			c.in(t.pos).warn("stale", t.pos, 1, t.place+" was translated from "+quoted(firstLine(before))+", and now says "+quoted(firstLine(now))+".",
				"the "+englishName(t.tag)+" may say what is no longer true.", t.staleFix())
		})
	},
}

// staleFix tells how to say that a translation is right again.
func (t translated) staleFix() string {
	if t.was {
		return "check the " + englishName(t.tag) + ", and delete was: when it is right."
	}
	return "check the " + englishName(t.tag) + ", and write the new words beside it."
}

// firstDifference returns the first plural form in which two texts differ.
func firstDifference(before, now map[string]string) (string, string) {
	for _, form := range pluralNames {
		if before[form] != now[form] {
			return before[form], now[form]
		}
	}
	return before["other"], now["other"]
}
