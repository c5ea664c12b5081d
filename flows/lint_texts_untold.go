package flows

import (
	"slices"

	"github.com/connective-messaging/connective/locales"
)

var checkTextsUntold = check{
	Code:     "texts-untold",
	Severity: Warning,
	What:     "A flow lets people join a group without saying how many texts a week it sends.",
	Why:      "People agree to what they know. Who is surprised by many texts stops all of them.",
	Mend:     "Say it where the group is offered: About <group.texts> texts a week. The number is in the column texts of the list of groups.",
	Bad: `start: {words: [TEA]}
steps:
  group:
    ask: Which group?
    options: {from: groups, empty: none}
  sure:
    ask: "<group.name>. Join?"
    options: {yes: "Yes", no: No -> none}
  in: {join: <group>, say: You're in., then: end}
  none: {say: Another day.}
-- groups.csv --
id,name,texts
walkers,Walking group,2
`,
	Good: `start: {words: [TEA]}
steps:
  group:
    ask: Which group?
    options: {from: groups, empty: none}
  sure:
    ask: "<group.name>. About <group.texts|no> texts a week. Join?"
    options: {yes: "Yes", no: No -> none}
  in: {join: <group>, say: You're in., then: end}
  none: {say: Another day.}
-- groups.csv --
id,name,texts
walkers,Walking group,2
`,
	Flow: func(c *flowLint) {
		list := c.org.Lists["groups"]
		if list == nil || !slices.ContainsFunc(list.Rows, func(r Row) bool { return r["texts"] != "" }) {
			return
		}
		for _, s := range c.f.Steps {
			if !isBlank(s.Join) {
				continue
			}
			name, told := blankName(s.Join), false
			c.eachBlank(func(_ written, b locales.Blank) { told = told || b.Name == name+".texts" })
			if !told {
				c.warn("texts-untold", c.place(s, "join"), len([]rune(s.Join)), "nothing before this says how many texts a week the group sends.",
					"people agree to what they know.", "say it where the group is offered: About <"+name+".texts> texts a week.")
			}
		}
	},
}
