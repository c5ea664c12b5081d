package flows

import (
	"strings"

	"github.com/connective-messaging/connective/locales"
)

var checkNoSuchColumn = check{
	Code: "no-such-column",
	What: "A text or a condition uses a column that a list does not have.",
	Why:  "It would always be empty: a gap in a text, or a condition that is never true.",
	Mend: "Write the column as the first line of the CSV file has it, or add it there.",
	Bad: `start: {words: [TEA]}
steps:
  top:
    ask: Which group?
    options: {from: groups, where: aria is north, empty: end}
`,
	Good: `start: {words: [TEA]}
steps:
  top:
    ask: Which group?
    options: {from: groups, where: area is north, empty: end}
`,
	Flow: func(c *flowLint) {
		c.eachTest(func(a asked) {
			if a.column() && a.list != nil && a.left.text != "joined" && !a.list.HasColumn(a.left.text) {
				c.column(a.list, a.pos(a.left), a.left.text, a.left.text)
			}
		})
		for _, s := range c.f.Steps {
			if s.Options == nil || s.Options.Sort == "" {
				continue
			}
			if list := c.org.listOf(s.Options.From); list != nil && !list.HasColumn(s.Options.Sort) {
				c.column(list, c.place(s, "options", "sort"), s.Options.Sort, s.Options.Sort)
			}
		}
		c.eachBlank(func(w written, b locales.Blank) {
			if state, list := c.names.blank(b.Name); state == columnUnknown {
				_, column, _ := strings.Cut(b.Name, ".")
				c.column(list, c.find(w.Pos, "<"+b.Name), column, "."+column)
			}
		})
	},
}

// column reports a column that a list does not have. Shown is how it stands in
// the line.
func (c *flowLint) column(list *List, pos Pos, name, shown string) {
	if len(list.Columns) == 0 {
		return // the list could not be read, which is told of it
	}
	pos = c.find(pos, shown)
	pos.Column += len(shown) - len(name)
	there := list.columns()
	c.fault("no-such-column", pos, len(name), list.Name+".csv has no column "+quoted(name)+".", "it would always be empty.",
		didYouMean(name, there)+"Columns: "+strings.Join(there, ", ")+".")
}
