package flows

import "strings"

var checkUnknownName = check{
	Code: "unknown-name",
	What: "A condition looks at a name that nothing in the flow has.",
	Why:  "It would compare something that is always empty, so the conversation would always go the same way. Most often the name is misspelt.",
	Mend: "Write the name of a question's step, or of its save:, one of needs:, or me. and a field that org.yaml keeps.",
	Bad: `start: {words: [TEA]}
steps:
  cups: {ask: How many cups?, answer: number 1-5}
  check:
    when:
      cup > 3: much
      else: end
  much: {say: That is a lot.}
`,
	Good: `start: {words: [TEA]}
steps:
  cups: {ask: How many cups?, answer: number 1-5}
  check:
    when:
      cups > 3: much
      else: end
  much: {say: That is a lot.}
`,
	Flow: func(c *flowLint) {
		c.eachTest(func(a asked) {
			if a.kind != exprOpen && !a.column() {
				c.unknownName(a, a.left)
			}
			for _, v := range a.values {
				if v.kind == operandBlank {
					c.unknownName(a, v)
				}
			}
		})
		for _, w := range c.f.written {
			if state, _ := c.names.blank(w.Count); w.Count != "" && state != nameKnown {
				c.nothingCalled(w.Pos, w.Count)
			}
		}
	},
}

func (c *flowLint) unknownName(a asked, o operand) {
	if o.text == "today" || o.text == "now" {
		return
	}
	if state, _ := c.names.blank(o.text); state == nameUnknown {
		c.nothingCalled(a.pos(o), o.text)
	}
}

func (c *flowLint) nothingCalled(pos Pos, name string) {
	all := c.names.all()
	c.fault("unknown-name", pos, len([]rune(name)), "nothing in this flow is called "+quoted(name)+".", "the condition would look at something that is always empty.",
		didYouMean(name, all)+"There is: "+strings.Join(all, ", ")+".")
}
