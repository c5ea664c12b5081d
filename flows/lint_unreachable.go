package flows

var checkUnreachable = check{
	Code: "unreachable",
	What: "Nothing leads to a step.",
	Why:  "A step that no choice, no then: and no step above it leads to is never seen by anyone. Most often an arrow was forgotten, or the step above ends before it.",
	Mend: "Lead to it, with an arrow behind a choice or with then: in a step, or delete it.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes., then: end}
  milk: {say: And milk.}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
  milk: {say: And milk.}
`,
	Flow: func(c *flowLint) {
		reached := c.graph.reached()
		c.eachMissing(func(t Target) {
			if meant, ok := nearest(t.Name, c.stepNames()); ok {
				reached[meant] = true // once the typo is mended
			}
		})
		var lost []*Step
		for _, s := range c.f.Steps {
			if !reached[s.Name] {
				lost = append(lost, s)
			}
		}
		heads := lost[:0:0]
		for _, s := range lost {
			if len(c.graph.into(s.Name)) == 0 {
				heads = append(heads, s)
			}
		}
		if len(heads) == 0 && len(lost) > 0 {
			heads = lost[:1] // they lead to each other, and nothing to any of them
		}
		for _, s := range heads {
			c.stepFault("unreachable", s, "nothing leads to the step "+quoted(s.Name)+".", "nobody will ever see it.",
				"add  -> "+s.Name+"  to a choice or  then: "+s.Name+"  to a step, or delete it.")
		}
	},
}
