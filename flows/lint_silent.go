package flows

var checkSilent = check{
	Code:     "silent",
	Severity: Warning,
	What:     "A step waits for staff, and says nothing before.",
	Why:      "The person cannot know that somebody will answer, or that it is their turn to write.",
	Mend:     "Add say: with what happens next, and how long it usually takes.",
	Bad: `start: {words: [TEA]}
steps:
  top: {hand_over: brewers}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: A brewer will text you back., hand_over: brewers}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			if s.Hand == nil || s.Say != nil || s.Ask != nil || c.saidBefore(s) {
				continue
			}
			c.stepWarning("silent", s, quoted(s.Name)+" says nothing before it waits.", "the person won't know it is their turn.", "add say: with what happens next.")
		}
	},
}

// saidBefore tells whether every step that runs into a step says something.
func (c *flowLint) saidBefore(s *Step) bool {
	before := c.graph.into(s.Name)
	for _, b := range before {
		if b.waits() > 0 || b.Say == nil {
			return false
		}
	}
	return len(before) > 0
}
