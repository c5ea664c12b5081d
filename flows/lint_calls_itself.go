package flows

import "strings"

var checkCallsItself = check{
	Code: "calls-itself",
	What: "A flow calls itself, perhaps by way of others.",
	Why:  "A call comes back when the called flow ends. A flow that calls itself would go deeper and deeper and never come back.",
	Mend: "Leave with then: flow NAME, which does not come back, or end the conversation.",
	Bad: `start: {words: [TEA]}
steps:
  top: {call: try}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes., then: end}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			if s.Call == "" {
				continue
			}
			if chain := c.callsBack(s.Call, []string{c.f.ID}, map[string]bool{}); chain != nil {
				pos := c.place(s, "call")
				c.fault("calls-itself", pos, len(s.Call), strings.Join(chain, " calls ")+".", "it would never come back.", "leave with  then: flow "+s.Call+"  instead of call.")
			}
		}
	},
}

// callsBack returns the chain of calls that leads from a flow back to the first
// of a path, or nil.
func (c *flowLint) callsBack(id string, path []string, seen map[string]bool) []string {
	path = append(path[:len(path):len(path)], id)
	if id == path[0] {
		return path
	}
	f := c.org.Flows[id]
	if f == nil || seen[id] {
		return nil
	}
	seen[id] = true
	for _, s := range f.Steps {
		if s.Call == "" {
			continue
		}
		if chain := c.callsBack(s.Call, path, seen); chain != nil {
			return chain
		}
	}
	return nil
}
