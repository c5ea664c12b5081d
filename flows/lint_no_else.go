package flows

var checkNoElse = check{
	Code: "no-else",
	What: "A step with conditions does not say what happens if none is true.",
	Why:  "If none of the conditions is true the conversation would stop dead. Conditions below else: would never be looked at.",
	Mend: "End the list of conditions with else: and where to go then.",
	Bad: `start: {words: [TEA]}
steps:
  top:
    ask: How many cups?
    answer: number 1-5
  check:
    when:
      top > 3: much
  much: {say: That is a lot.}
`,
	Good: `start: {words: [TEA]}
steps:
  top:
    ask: How many cups?
    answer: number 1-5
  check:
    when:
      top > 3: much
      else: end
  much: {say: That is a lot.}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			for i, b := range s.When {
				last := i == len(s.When)-1
				switch {
				case last && b.If != nil:
					c.stepFault("no-else", s, quoted(s.Name)+" has no else: as its last line.",
						"if none of its conditions is true the conversation would stop dead.", "add  else: end  or the step to go to.")
				case !last && b.If == nil:
					c.stepFault("no-else", s, quoted(s.Name)+" has conditions below else:.", "they would never be looked at.", "move  else:  to the end.")
				}
			}
		}
	},
}
