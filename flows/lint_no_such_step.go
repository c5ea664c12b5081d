package flows

import "strings"

var checkNoSuchStep = check{
	Code: "no-such-step",
	What: "A target names a step that is not in this flow.",
	Why:  "An arrow, a then: or an else: must lead somewhere. If it leads to a step that is not there, the conversation would stop in the middle and the person would wait for a reply that never comes.",
	Mend: "Correct the spelling, or write the step that is missing. Besides the flow's own steps, a target can be end, menu, back, again, or flow and the name of another flow.",
	Bad: `start: {words: [TEA]}
steps:
  top:
    ask: Tea?
    options: {yes: Yes -> porr, no: No -> end}
  pour: {say: Here you are.}
`,
	Good: `start: {words: [TEA]}
steps:
  top:
    ask: Tea?
    options: {yes: Yes -> pour, no: No -> end}
  pour: {say: Here you are.}
`,
	Flow: func(c *flowLint) {
		names := c.stepNames()
		c.eachMissing(func(t Target) {
			c.fault("no-such-step", t.Pos, len(t.Name), "there is no step called "+quoted(t.Name)+" in this flow.", "the conversation would have nowhere to go.",
				didYouMean(t.Name, names)+"Steps: "+strings.Join(names, ", ")+"; or end, menu, back, again, flow NAME.")
		})
	},
}

func (c *flowLint) stepNames() []string {
	names := make([]string, len(c.f.Steps))
	for i, s := range c.f.Steps {
		names[i] = s.Name
	}
	return names
}

// eachMissing visits every target that is a step which is not there.
func (c *flowLint) eachMissing(visit func(Target)) {
	c.eachTarget(func(t Target) {
		if t.Kind == ToStep && c.f.Step(t.Name) == nil {
			visit(t)
		}
	})
}

// eachTarget visits every target that is written in the flow.
func (c *flowLint) eachTarget(visit func(Target)) {
	for _, s := range c.f.Steps {
		for _, w := range c.graph.ways[s.Name] {
			if w.written {
				visit(w.to)
			}
		}
		if s.Then != nil && !(goesOn(s) && len(s.When) == 0) {
			visit(*s.Then)
		}
	}
}
