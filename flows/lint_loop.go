package flows

import (
	"slices"
	"strings"
)

var checkLoop = check{
	Code: "loop",
	What: "Steps go round for ever without waiting for a reply.",
	Why:  "The person would be sent text after text, and each of them costs money. The bot would stop the conversation to prevent that.",
	Mend: "Ask something somewhere in the circle, or end there.",
	Bad: `start: {words: [TEA]}
steps:
  talk: {say: Tea is good.}
  more: {say: So is more tea., then: talk}
`,
	Good: `start: {words: [TEA]}
steps:
  talk: {say: Tea is good.}
  more:
    ask: More?
    options: {yes: Yes -> talk, no: No -> end}
`,
	Flow: func(c *flowLint) {
		done := map[string]bool{}
		for _, s := range c.f.Steps {
			c.walk(s.Name, nil, done)
		}
	},
}

// walk follows the ways that wait for nothing and reports the first circle that
// each leads into.
func (c *flowLint) walk(name string, path []string, done map[string]bool) {
	if at := slices.Index(path, name); at >= 0 {
		circle := append(slices.Clone(path[at:]), name)
		c.stepFault("loop", c.f.Step(name), strings.Join(circle, " -> ")+" go round for ever without waiting for a reply.",
			"the person would be sent text after text, and the bot would stop the conversation.", "ask something, wait, or end somewhere in the circle.")
		return
	}
	if done[name] || c.f.Step(name) == nil {
		return
	}
	path = append(path, name)
	for _, w := range c.graph.ways[name] {
		if w.passing && w.to.Kind == ToStep {
			c.walk(w.to.Name, path, done)
		}
		if w.passing && w.to.Kind == ToAgain {
			c.walk(name, path, done)
		}
	}
	done[name] = true
}
