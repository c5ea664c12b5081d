package flows

import "slices"

var checkMissingNeed = check{
	Code: "missing-need",
	What: "A flow is called without a value that it needs.",
	Why:  "The called flow says under needs: what it must be given. Without it people would be sent a gap.",
	Mend: "Give it under with:, or ask for it before, in a step of the same name.",
	Bad: `start: {words: [TEA]}
steps:
  top: {call: brew}
-- brew.yaml --
needs: [kind]
steps:
  top: {say: Your <kind> comes.}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {call: brew, with: {kind: black tea}}
-- brew.yaml --
needs: [kind]
steps:
  top: {say: Your <kind> comes.}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			called := c.org.Flows[s.Call]
			if called == nil {
				continue
			}
			for _, need := range called.Needs {
				given := slices.ContainsFunc(s.With, func(a Assign) bool { return a.Name == need })
				if !given && c.names.vars[need] == nil {
					c.fault("missing-need", c.place(s, "call"), len(s.Call), "flow "+quoted(s.Call)+" needs "+need+", which this step doesn't give.",
						"people would be sent a gap where it is.", "add  with: {"+need+": ...}")
				}
			}
		}
		for _, s := range c.f.Steps {
			c.toldNeeds(s)
		}
	},
}

// toldNeeds reports what a flow needs that starts for whoever answers a question
// to others, and that the flow which asks does not have. The answer and who asked
// are always there.
func (c *flowLint) toldNeeds(s *Step) {
	if s.Tell == nil || c.org.Flows[s.Tell.Flow] == nil {
		return
	}
	for _, need := range c.org.Flows[s.Tell.Flow].Needs {
		if need != "answer" && need != asker && c.names.vars[need] == nil {
			c.fault("missing-need", c.place(s, "tell", "flow"), len(s.Tell.Flow), "flow "+quoted(s.Tell.Flow)+" needs "+need+", which this flow doesn't have.",
				"people would be sent a gap where it is.", "ask for it before, in a step of the same name, or set it.")
		}
	}
}
