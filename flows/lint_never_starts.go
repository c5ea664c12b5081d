package flows

import "slices"

var checkNeverStarts = check{
	Code:     "never-starts",
	Severity: Warning,
	What:     "Nothing starts a flow.",
	Why:      "A flow begins with a word that people text, from the menu, as the welcome, or from another flow. This one has none of these, so nobody will ever see it.",
	Mend:     "Add start: with words, list the flow under menu: in org.yaml, or call it from another flow.",
	Bad: `title: Tea
steps:
  top: {say: Tea comes.}
`,
	Good: `title: Tea
start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
`,
	Flow: func(c *flowLint) {
		_, says := c.f.places["start"]
		if says || c.org.Welcome == c.f.ID || c.org.OwnWords == c.f.ID || slices.Contains(c.org.MenuFlows, c.f.ID) || c.entered(c.f.ID) {
			return
		}
		pos := c.f.Title.Pos
		c.warn("never-starts", Pos{Line: max(pos.Line, 1), Column: max(pos.Column, 1)}, 1, "nothing starts this flow.", "nobody will ever see it.",
			"add start: {words: [...]}, put it in org.yaml's menu, or call it from another flow.")
	},
}

// entered tells whether any flow calls a flow or leaves for it.
func (c *flowLint) entered(id string) bool {
	for _, f := range c.flows() {
		for _, s := range f.Steps {
			if s.Call == id || s.Tell != nil && s.Tell.Flow == id {
				return true
			}
		}
		for _, ways := range newGraph(f).ways {
			for _, w := range ways {
				if w.to.Kind == ToFlow && w.to.Name == id {
					return true
				}
			}
		}
	}
	return false
}
