package flows

var checkNoSuchConsent = check{
	Code: "no-such-consent",
	What: "A step records a consent that org.yaml does not have.",
	Why:  "Org.yaml says what people agree to, in words. Without them nobody could say later what the person has agreed to.",
	Mend: "Correct the name, or add the consent to org.yaml under consents:, with its words.",
	Bad: `start: {words: [TEA]}
steps:
  top:
    ask: May we text you about tea? Reply YES.
    exact: yes
    options: {yes: Yes -> joined, no: No -> end}
  joined: {opt_in: update, say: Thank you.}
`,
	Good: `start: {words: [TEA]}
steps:
  top:
    ask: May we text you about tea? Reply YES.
    exact: yes
    options: {yes: Yes -> joined, no: No -> end}
  joined: {opt_in: updates, say: Thank you.}
`,
	Flow: func(c *flowLint) {
		for _, a := range c.f.Start.After {
			if a.Kind == AfterOptedIn && a.Name != "" {
				c.consent(c.f.places["start.after"], a.Name)
			}
		}
		for _, s := range c.f.Steps {
			for _, name := range s.OptIn {
				c.consent(c.place(s, "opt_in"), name)
			}
			for _, name := range s.OptOut {
				c.consent(c.place(s, "opt_out"), name)
			}
		}
		c.eachTest(func(a asked) {
			for _, v := range a.values {
				if a.left.text == "me.consents" && a.kind == exprHas && v.kind == operandWord {
					c.consent(a.pos(v), v.text)
				}
			}
		})
	},
}

// consent reports a consent that org.yaml does not have.
func (c *flowLint) consent(pos Pos, name string) {
	var there []string
	for _, k := range c.org.Consents {
		if k.Name == name {
			return
		}
		there = append(there, k.Name)
	}
	c.missing("no-such-consent", pos, name, "org.yaml has no consent called "+quoted(name)+".", "nobody could say what people agreed to.", there, "Consents")
}
