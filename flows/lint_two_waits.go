package flows

var checkTwoWaits = check{
	Code: "two-waits",
	What: "A step waits for two things.",
	Why:  "A step can wait for the reply to a question, for a called flow, for staff, or for a moment. With two of them it would not be clear what comes first.",
	Mend: "Make two steps, one below the other.",
	Bad: `start: {words: [TEA]}
steps:
  top: {ask: "Tea, and what else?", answer: text, hand_over: brewers}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {ask: "Tea, and what else?", answer: text}
  pass: {say: A brewer will text you back., hand_over: brewers}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			var waits []string
			for _, k := range []struct {
				name string
				has  bool
			}{{"ask", s.Ask != nil}, {"call", s.Call != ""}, {"hand_over", s.Hand != nil}, {"wait", s.Wait != nil}} {
				if k.has {
					waits = append(waits, k.name)
				}
			}
			if len(waits) > 1 {
				c.stepFault("two-waits", s, quoted(s.Name)+" has both "+waits[0]+" and "+waits[1]+".", "a step waits for one thing.", "make two steps.")
			}
		}
	},
}
