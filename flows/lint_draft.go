package flows

import (
	"path"
	"strings"
)

var checkDraft = check{
	Code:     "draft",
	Severity: Note,
	What:     "A translation is a draft, so some of its texts are not sent.",
	Why:      "Nobody who speaks the language has checked it yet. A wrong word in a crisis, in a question for consent, or in how to stop does harm, so these are sent in the flow's own language until then.",
	Mend:     "Ask somebody who speaks the language to check every text, then delete the line draft: yes.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes. Text STOP to stop.}
-- try.cy.yaml --
language: cy
draft: yes
texts:
  top.say: {en: Tea comes. Text STOP to stop., cy: "Daw te. I stopio, tecstiwch STOPIO."}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes. Text STOP to stop.}
-- try.cy.yaml --
language: cy
texts:
  top.say: {en: Tea comes. Text STOP to stop., cy: "Daw te. I stopio, tecstiwch STOPIO."}
`,
	Org: func(c *orgLint) {
		for _, d := range c.org.Drafts() {
			c.draft(d)
		}
	},
}

// draft tells of a translation file that is a draft, and what of it is not sent.
func (c *orgLint) draft(d Draft) {
	name, message := englishName(d.Language), path.Base(d.File)+" is a draft."
	if len(d.Withheld) > 0 {
		f := c.org.Flows[d.Flow]
		if f == nil {
			f = c.org.own
		}
		message = path.Base(d.File) + " is a draft, so these are sent in " + englishName(f.Language) + ": " + strings.Join(d.Withheld, ", ") + "."
	}
	c.sources[d.File].report(Finding{Code: "draft", Severity: Note, Pos: d.Pos, Width: len("yes"), Message: message,
		Why: "a wrong word in a crisis, a consent or how to stop does harm.", Fix: "when somebody who speaks " + name + " has checked every text, delete the line  draft: yes"})
}
