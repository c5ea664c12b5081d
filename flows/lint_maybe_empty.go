package flows

import (
	"maps"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

var checkMaybeEmpty = check{
	Code:     "maybe-empty",
	Severity: Warning,
	What:     "A blank may be empty when the text is sent.",
	Why:      "There is a path to this step on which the question that fills the blank is never asked. Those people would be sent a gap.",
	Mend:     "Say what to write instead, after an upright line within the blank, or ask the question on every path.",
	Bad: `start: {words: [TEA]}
steps:
  top:
    ask: Milk?
    options: {yes: Yes -> kind, no: No -> pour}
  kind: {ask: "Which kind?", answer: text, then: pour}
  pour: {say: "Tea with <kind> comes."}
`,
	Good: `start: {words: [TEA]}
steps:
  top:
    ask: Milk?
    options: {yes: Yes -> kind, no: No -> pour}
  kind: {ask: "Which kind?", answer: text, then: pour}
  pour: {say: "Tea with <kind|no milk> comes."}
`,
	Flow: func(c *flowLint) {
		sure := c.surelySet()
		c.eachBlank(func(w written, b locales.Blank) {
			name, _, _ := strings.Cut(b.Name, ".")
			s := c.stepOf(w.Text)
			if s == nil || b.Fallback != "" || c.names.vars[name] == nil || sure[s.Name] == nil || sure[s.Name][name] || setsItself(s, name, w.ID) {
				return
			}
			c.warn("maybe-empty", c.find(w.Pos, "<"+b.Name), len(b.Name)+2,
				"<"+b.Name+"> may be empty here: "+c.emptyHanded(s, name, sure)+" reaches this step without asking "+name+".", "those people would be sent a gap.", "write <"+b.Name+"|…> with something to say instead.")
		})
	},
}

// setsItself tells whether a step has set a variable before it says the text.
func setsItself(s *Step, name, textID string) bool {
	return s.Tell != nil && s.Tell.Save == name || slices.ContainsFunc(s.Set, func(a Assign) bool { return a.Name == name && a.Value.ID != textID })
}

// emptyHanded names a step that leads to another without the variable.
func (c *flowLint) emptyHanded(to *Step, name string, sure map[string]map[string]bool) string {
	for _, s := range c.graph.into(to.Name) {
		for _, w := range c.graph.ways[s.Name] {
			if w.to.Name == to.Name && sure[s.Name] != nil && !c.after(s, w, sure[s.Name])[name] {
				return quoted(s.Name)
			}
		}
	}
	return "the start"
}

// surelySet returns, for each step that can be reached, the variables that have
// a value however the conversation came there.
func (c *flowLint) surelySet() map[string]map[string]bool {
	needs := map[string]bool{}
	for _, name := range c.f.Needs {
		needs[name] = true
	}
	sure := map[string]map[string]bool{c.f.Steps[0].Name: needs}
	for changed := true; changed; {
		changed = false
		for _, s := range c.f.Steps {
			if sure[s.Name] == nil {
				continue
			}
			for _, w := range c.graph.ways[s.Name] {
				if w.to.Kind == ToStep && meet(sure, w.to.Name, c.after(s, w, sure[s.Name])) {
					changed = true
				}
			}
		}
	}
	return sure
}

// meet narrows what is sure at a step to what is sure on one more way to it.
func meet(sure map[string]map[string]bool, step string, now map[string]bool) bool {
	before, seen := sure[step]
	if !seen {
		sure[step] = now
		return true
	}
	narrowed := false
	for name := range before {
		if !now[name] {
			delete(before, name)
			narrowed = true
		}
	}
	return narrowed
}

// after returns what is sure once a way out of a step is taken.
func (c *flowLint) after(s *Step, w way, before map[string]bool) map[string]bool {
	now := maps.Clone(before)
	for _, a := range s.Set {
		now[a.Name] = true
	}
	if s.Tell != nil && s.Tell.Save != "" {
		now[s.Tell.Save] = true
	}
	for _, name := range w.known {
		now[name] = true
	}
	if w.assigns != "" {
		now[w.assigns] = true
	}
	return now
}
