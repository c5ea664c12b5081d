package flows

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

var checkSharesNumber = check{
	Code: "shares-number",
	What: "A person's number is told to others on a path on which they have not agreed to it.",
	Why:  "Nobody's number is given away without their leave. The bot leaves the number out where nobody has agreed in this conversation, so the others would be sent a gap.",
	Mend: "Ask first, with exact: yes, and record the answer with  opt_in: share_number  in the step that tells, or in one before it on every path.",
	Bad: `start: {words: [TEA]}
steps:
  top: {ask: "Shall we pass on your number?", exact: yes, options: {yes: Yes, no: No -> end}}
  pass: {tell: {who: group walkers, text: "Ring me on <me.phone>"}, say: Done.}
-- org.yaml --
name: Tea Town
number: "+447700900002"
consents: {share_number: Letting neighbours see your number}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {ask: "Shall we pass on your number?", exact: yes, options: {yes: Yes, no: No -> end}}
  pass: {opt_in: share_number, tell: {who: group walkers, text: "Ring me on <me.phone>"}, say: Done.}
-- org.yaml --
name: Tea Town
number: "+447700900002"
consents: {share_number: Letting neighbours see your number}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			if s.Tell == nil || c.agreed()[s] {
				continue
			}
			for _, w := range c.f.written {
				if !strings.HasPrefix(w.ID, c.f.ID+"/"+s.Name+".tell.") {
					continue
				}
				for _, name := range blanksOf(w.forms) {
					if c.holdsNumber(name) {
						pos := c.find(w.Pos, "<"+name)
						c.fault("shares-number", pos, len(name)+2, "<"+name+"> is told to "+s.Tell.Who.words()+" on a path without opt_in: "+shareNumber+".",
							"it would give away a number without leave.", "ask first, and add  opt_in: "+shareNumber+"  to this step.")
					}
				}
			}
		}
	},
}

// words names who is told, as the flow's file does.
func (a Audience) words() string {
	return strings.TrimSpace(string(a.Kind) + " " + a.Name)
}

// holdsNumber tells whether a blank is the person's own number, or a variable
// that is set from it.
func (c *flowLint) holdsNumber(name string) bool {
	if name == "me.phone" {
		return true
	}
	for _, s := range c.f.Steps {
		for _, a := range s.Set {
			if a.Name == name && slices.ContainsFunc(locales.Blanks(a.Value.Source), func(b locales.Blank) bool { return b.Name == "me.phone" }) {
				return true
			}
		}
	}
	return false
}

// agreed returns, for each step that is surely reached after the person has agreed
// in the same conversation that others see their number, true. A flow is begun
// with what was agreed only where nothing else starts it.
func (c *orgLint) agreed() map[*Step]bool {
	if c.agrees != nil {
		return c.agrees
	}
	flows := c.flows()
	begun := map[*Flow]bool{} // with the number agreed on, however it begins
	for _, f := range flows {
		begun[f] = !c.startsAlone(f)
	}
	for changed := true; changed; {
		c.agrees, changed = map[*Step]bool{}, false
		for _, f := range flows {
			c.agreeIn(f, begun[f])
		}
		for _, f := range flows {
			for i, s := range f.Steps {
				for _, id := range leadsToFrom(f, i) {
					if next := c.org.Flows[id]; next != nil && begun[next] && !c.agrees[s] {
						begun[next], changed = false, true
					}
				}
			}
		}
	}
	return c.agrees
}

// startsAlone tells whether a flow can begin without another that leads to it, or
// for somebody else than the one who agreed.
func (c *orgLint) startsAlone(f *Flow) bool {
	if len(f.Start.Words)+len(f.Start.Every)+len(f.Start.After) > 0 || c.org.Welcome == f.ID || c.org.OwnWords == f.ID || slices.Contains(c.org.MenuFlows, f.ID) {
		return true
	}
	led := false
	for _, other := range c.flows() {
		for i, s := range other.Steps {
			led = led || slices.Contains(leadsToFrom(other, i), f.ID)
			if s.Tell != nil && s.Tell.Flow == f.ID {
				return true
			}
		}
	}
	return !led
}

// agreeIn notes the steps of a flow that are surely reached once the person has
// agreed; their own opt_in counts, as it comes before what they tell.
func (c *orgLint) agreeIn(f *Flow, begun bool) {
	if len(f.Steps) == 0 {
		return
	}
	after := func(s *Step, before bool) bool {
		return (before || slices.Contains(s.OptIn, shareNumber)) && !slices.Contains(s.OptOut, shareNumber)
	}
	known := map[*Step]bool{f.Steps[0]: true}
	c.agrees[f.Steps[0]] = after(f.Steps[0], begun)
	for changed := true; changed; {
		changed = false
		for i, s := range f.Steps {
			if !known[s] {
				continue
			}
			for _, w := range waysOut(f, i) {
				next := f.Step(w.to.Name)
				if w.to.Kind != ToStep || next == nil {
					continue
				}
				if now := after(next, c.agrees[s]); !known[next] || c.agrees[next] && !now {
					known[next], c.agrees[next], changed = true, now, true
				}
			}
		}
	}
}
