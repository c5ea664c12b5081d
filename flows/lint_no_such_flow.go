package flows

var checkNoSuchFlow = check{
	Code: "no-such-flow",
	What: "Something leads to a flow that is not there.",
	Why:  "A flow is called by its file's name without .yaml. If there is no such file, the person would be sent nowhere.",
	Mend: "Correct the name, or write the flow's file. Its title: is only what people read; it is not its name.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes., then: flow cakes}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes., then: end}
`,
	Flow: func(c *flowLint) {
		c.eachTarget(func(t Target) {
			if t.Kind == ToFlow {
				c.noSuchFlow(c.source, t.Pos, t.Name)
			}
		})
		for _, s := range c.f.Steps {
			if s.Call != "" {
				c.noSuchFlow(c.source, c.place(s, "call"), s.Call)
			}
			if s.Tell != nil && s.Tell.Flow != "" {
				c.noSuchFlow(c.source, c.place(s, "tell", "flow"), s.Tell.Flow)
			}
		}
	},
	Org: func(c *orgLint) {
		if c.org.Welcome != "" {
			c.noSuchFlow(c.said.source, c.said.places["welcome"], c.org.Welcome)
		}
		if c.org.OwnWords != "" {
			c.noSuchFlow(c.said.source, c.said.places["in_own_words"], c.org.OwnWords)
		}
		for _, name := range c.org.MenuFlows {
			c.noSuchFlow(c.said.source, c.said.places["menu"], name)
		}
	},
}

// noSuchFlow reports a flow that is named and not there.
func (c *orgLint) noSuchFlow(s *source, pos Pos, name string) {
	if c.org.Flows[name] != nil {
		return
	}
	var there []string
	for _, f := range c.flows() {
		there = append(there, f.ID)
	}
	s.missing("no-such-flow", pos, name, "there is no flow called "+quoted(name)+".", "the conversation would have nowhere to go.", there, "Flows")
}
