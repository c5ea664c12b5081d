package flows

var checkNoWayOut = check{
	Code:     "no-way-out",
	Severity: Warning,
	What:     "From a question, nothing ever leads to an end.",
	Why:      "People who are done can leave only if they know the words MENU and STOP. Every circle of questions should have a door.",
	Mend:     "Let one of the choices end, or lead to the menu or to a person.",
	Bad: `start: {words: [TEA]}
steps:
  top:
    ask: More tea?
    options: {yes: Yes -> top, no: No -> top}
`,
	Good: `start: {words: [TEA]}
steps:
  top:
    ask: More tea?
    options: {yes: Yes -> top, no: No -> end}
`,
	Flow: func(c *flowLint) {
		out := c.waysOut()
		for _, s := range c.f.Steps {
			if s.Ask != nil && !out[s.Name] {
				c.stepWarning("no-way-out", s, "from "+quoted(s.Name)+" no choice, timeout or else: ever reaches end, menu or a person.",
					"people can only leave with MENU or STOP.", "add a choice that ends.")
				return
			}
		}
	},
}

// waysOut returns the steps from which a conversation can end.
func (c *flowLint) waysOut() map[string]bool {
	out := map[string]bool{}
	for grown := true; grown; {
		grown = false
		for _, s := range c.f.Steps {
			if !out[s.Name] && c.leaves(s, out) {
				out[s.Name], grown = true, true
			}
		}
	}
	return out
}

// leaves tells whether a step ends, or leads to one that does. A step that is
// not there counts as an end: it has a finding of its own.
func (c *flowLint) leaves(s *Step, out map[string]bool) bool {
	if s.Hand != nil {
		return true
	}
	for _, w := range c.graph.ways[s.Name] {
		switch {
		case w.to.Kind == ToEnd, w.to.Kind == ToMenu, w.to.Kind == ToFlow:
			return true
		case w.to.Kind == ToStep && (out[w.to.Name] || c.f.Step(w.to.Name) == nil):
			return true
		}
	}
	return false
}
