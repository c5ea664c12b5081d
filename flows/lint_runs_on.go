package flows

var checkRunsOn = check{
	Code: "runs-on",
	What: "A step runs on into the one below, which another step jumps to.",
	Why:  "A step without then: goes on to the step below it. Where another step jumps to that one it was most likely meant for the other path alone, and people would be told what is not for them.",
	Mend: "Write where the step goes: then: end if this is where the conversation stops, or then: and the step below if you mean it.",
	Bad: `start: {words: [TEA]}
steps:
  top:
    ask: Tea?
    options: {yes: Yes, no: No -> bye}
  pour: {say: Here you are.}
  bye: {say: Goodbye.}
`,
	Good: `start: {words: [TEA]}
steps:
  top:
    ask: Tea?
    options: {yes: Yes, no: No -> bye}
  pour: {say: Here you are., then: end}
  bye: {say: Goodbye.}
`,
	Flow: func(c *flowLint) {
		for i, s := range c.f.Steps[:len(c.f.Steps)-1] {
			below := c.f.Steps[i+1].Name
			if s.Then != nil || len(s.When) > 0 || !goesOn(s) {
				continue
			}
			if other := c.jumper(s, below); other != "" {
				c.stepFault("runs-on", s, quoted(s.Name)+" has no then:, so it runs on into "+quoted(below)+", which "+quoted(other)+" jumps to.",
					"it is easy to run on by accident.", "add  then: "+below+"  if you mean it, or  then: end  if this is where the conversation stops.")
			}
		}
	},
}

// jumper returns another step that names a step as its target.
func (c *flowLint) jumper(but *Step, to string) string {
	for _, s := range c.f.Steps {
		for _, w := range c.graph.ways[s.Name] {
			if s != but && w.written && w.to.Kind == ToStep && w.to.Name == to {
				return s.Name
			}
		}
	}
	return ""
}
