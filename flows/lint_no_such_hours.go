package flows

import (
	"maps"
	"slices"
)

var checkNoSuchHours = check{
	Code: "no-such-hours",
	What: "Something asks for opening hours that org.yaml does not have.",
	Why:  "Without the hours nothing could tell whether anybody is there.",
	Mend: "Correct the name, or add the hours to org.yaml under hours:. The name of a queue can be asked too.",
	Bad: `start: {words: [TEA]}
steps:
  check:
    when:
      ofice is open: top
      else: end
  top: {say: Tea comes.}
`,
	Good: `start: {words: [TEA]}
steps:
  check:
    when:
      office is open: top
      else: end
  top: {say: Tea comes.}
`,
	Flow: func(c *flowLint) {
		c.eachTest(func(a asked) {
			if _, isQueue := c.org.queue(a.left.text); a.kind == exprOpen && !isQueue {
				c.hours(c.source, a.pos(a.left), a.left.text)
			}
		})
	},
	Org: func(c *orgLint) {
		for _, q := range c.org.Queues {
			if q.Hours != "" {
				c.hours(c.said.source, c.said.places["queues."+q.Name+".hours"], q.Hours)
			}
		}
	},
}

// hours reports hours that org.yaml does not have.
func (c *orgLint) hours(s *source, pos Pos, name string) {
	if c.org.Hours[name] != nil {
		return
	}
	there := slices.Sorted(maps.Keys(c.org.Hours))
	for _, q := range c.org.Queues {
		there = append(there, q.Name)
	}
	s.missing("no-such-hours", pos, name, "org.yaml has no hours or queue called "+quoted(name)+".", "the flow can't tell whether it is open.", there, "There is")
}
