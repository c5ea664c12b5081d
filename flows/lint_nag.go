package flows

import "slices"

var checkNag = check{
	Code: "nag",
	What: "A question asks again for ever when nobody replies.",
	Why:  "Whoever does not want to answer would be texted again and again until they say STOP. Each text costs money, and a question that will not go away is no kindness.",
	Mend: "Use remind:, which asks once more and never in quiet hours, and let the timeout: end.",
	Bad: `start: {words: [TEA]}
steps:
  top: {ask: "More tea?", options: {yes: Yes, no: No}, timeout: {after: 1 day, then: again}}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {ask: "More tea?", options: {yes: Yes, no: No}, remind: 20 hours, timeout: {after: 1 day, then: end}}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			if s.Timeout != nil && s.Timeout.Then != nil && c.comesBack(point{flow: c.f, step: s}) {
				c.fault("nag", c.place(s, "timeout"), 1, quoted(s.Name)+" asks again for ever when nobody replies.", "people who don't answer would be texted until they say STOP.", "use remind:, which asks once more.")
			}
		}
	},
}

// comesBack tells whether a question leads back to itself by timeouts, waits and
// steps that wait for nothing. A when: may lead out of the circle, so a circle
// with one in it is let pass.
func (c *flowLint) comesBack(from point) bool {
	var seen []point
	queue := c.silently(from)
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if at == from {
			return true
		}
		if !slices.Contains(seen, at) {
			seen = append(seen, at)
			queue = append(queue, c.silently(at)...)
		}
	}
	return false
}

// silently returns where a conversation goes from a step when nobody replies.
func (c *flowLint) silently(at point) []point {
	s := at.step
	var targets []Target
	switch {
	case s.Ask != nil && s.Timeout != nil && s.Timeout.Then != nil:
		targets = append(targets, *s.Timeout.Then)
	case s.Call != "":
		targets = append(targets, Target{Kind: ToFlow, Name: s.Call})
	case s.Ask == nil && s.Hand == nil && len(s.When) == 0:
		for _, w := range waysOut(at.flow, slices.Index(at.flow.Steps, s)) {
			targets = append(targets, w.to)
		}
	}
	var next []point
	for _, to := range targets {
		f, step := at.flow, s
		switch to.Kind {
		case ToStep:
			step = f.Step(to.Name)
		case ToFlow:
			if f, step = c.org.Flows[to.Name], nil; f != nil && len(f.Steps) > 0 {
				step = f.Steps[0]
			}
		case ToAgain:
		default:
			step = nil
		}
		if step != nil {
			next = append(next, point{flow: f, step: step})
		}
	}
	return next
}
