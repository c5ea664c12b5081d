package flows

import (
	"fmt"
	"slices"
	"strings"
)

var checkNeverTrue = check{
	Code: "never-true",
	What: "A condition compares with something that can never be.",
	Why:  "A question stores the ids of its choices. If it is compared with anything else the condition is never true, and that part of the conversation is never reached.",
	Mend: "Compare with one of the ids of the choices, those before the colon.",
	Bad: `start: {words: [DRINK]}
steps:
  kind:
    ask: Tea or coffee?
    options: {tea: Tea, coffee: Coffee}
  check:
    when:
      kind is cofee: beans
      else: end
  beans: {say: We grind the beans.}
`,
	Good: `start: {words: [DRINK]}
steps:
  kind:
    ask: Tea or coffee?
    options: {tea: Tea, coffee: Coffee}
  check:
    when:
      kind is coffee: beans
      else: end
  beans: {say: We grind the beans.}
`,
	Flow: func(c *flowLint) {
		c.eachTest(func(a asked) {
			if a.kind != exprIs && a.kind != exprHas {
				return
			}
			values, where := c.possible(a)
			if values == nil {
				return
			}
			for _, v := range a.values {
				if v.kind == operandWord && !slices.ContainsFunc(values, func(has string) bool { return sameValue(has, v.text) }) {
					c.fault("never-true", a.pos(v), len([]rune(v.text)), fmt.Sprintf("%s is never %q.", a.left.text, v.text), "the condition could never be true.",
						didYouMean(v.text, values)+"It can be "+strings.Join(shortList(values), ", ")+where+".")
				}
			}
		})
	},
}

// possible returns the values that the left side can have, and where they come
// from; nil when it can have any.
func (c *flowLint) possible(a asked) ([]string, string) {
	if a.column() {
		return cells(a.list, a.left.text), ""
	}
	if a.left.text == "me.language" {
		return c.org.Languages, ""
	}
	if field, mine := profileField(a.left.text); mine {
		return c.profileValues(field), ""
	}
	v := c.names.vars[a.left.text]
	if v == nil || v.open || len(v.values) == 0 {
		return nil, ""
	}
	return v.values, fmt.Sprintf(" (line %d)", v.line)
}

// cells returns the values of a column, each once; nil when the list has no such
// column or no rows.
func cells(l *List, column string) []string {
	if l == nil || !l.HasColumn(column) {
		return nil
	}
	seen := map[string]bool{}
	var all []string
	for _, row := range l.Rows {
		for _, cell := range append(strings.Fields(row[column]), row[column]) {
			if cell != "" && !seen[cell] {
				seen[cell] = true
				all = append(all, cell)
			}
		}
	}
	return all
}

// profileValues returns what the organisation's flows can put into a profile
// field; nil when one of them takes free answers, or none fills it.
func (c *flowLint) profileValues(field string) []string {
	var all []string
	for _, f := range c.flows() {
		v := newNaming(c.org, f).vars["me."+field]
		if v == nil {
			continue
		}
		if v.open {
			return nil
		}
		all = append(all, v.values...)
	}
	return all
}

// shortList cuts a list to what fits a finding.
func shortList(all []string) []string {
	const most = 12
	if len(all) <= most {
		return all
	}
	return append(slices.Clone(all[:most]), "…")
}
