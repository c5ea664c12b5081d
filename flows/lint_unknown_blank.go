package flows

import (
	"strings"

	"github.com/connective-messaging/connective/locales"
)

var checkUnknownBlank = check{
	Code: "unknown-blank",
	What: "A blank is never filled in.",
	Why:  "Nothing in this flow has the name between the < >, so people would be sent a gap where it is. Most often it is misspelt.",
	Mend: "Write the name of a question's step, or of its save:, one of needs:, or me. and a field that org.yaml keeps.",
	Bad: `start: {words: [TEA]}
steps:
  name: {ask: What's your name?, answer: name}
  thanks: {say: "Tea comes, <nmae>."}
`,
	Good: `start: {words: [TEA]}
steps:
  name: {ask: What's your name?, answer: name}
  thanks: {say: "Tea comes, <name>."}
`,
	Flow: func(c *flowLint) {
		c.eachBlank(func(w written, b locales.Blank) {
			if state, _ := c.names.blank(b.Name); state == nameUnknown {
				c.unknownBlank(w.Pos, b.Name)
			}
		})
		for _, s := range c.f.Steps {
			for key, ref := range map[string]string{"join": s.Join, "leave": s.Leave} {
				c.variable(c.place(s, key), ref)
			}
			if s.Tell != nil {
				c.variable(c.place(s, "tell", "who"), s.Tell.Who.Name)
				if s.Tell.Options != nil {
					c.variable(c.place(s, "tell", "options"), s.Tell.Options.From)
				}
			}
			if s.Hand != nil {
				c.variable(c.place(s, "hand_over"), s.Hand.Refer.Shares)
			}
			if s.Wait != nil && isPath(s.Wait.Until) {
				c.blankOf(c.place(s, "wait"), blankName(s.Wait.Until))
			}
			if s.Options != nil {
				c.variable(c.place(s, "options"), s.Options.From)
				c.variable(c.place(s, "options"), s.Options.Near)
				c.variable(c.place(s, "options"), s.Options.Find)
				c.variable(c.place(s, "options"), s.Options.Child)
			}
		}
	},
}

// variable reports a <variable> that is not there. Anything else is left alone.
func (c *flowLint) variable(pos Pos, ref string) {
	if !isBlank(ref) {
		return
	}
	c.blankOf(pos, blankName(ref))
}

// blankOf reports a name of a blank that is not there.
func (c *flowLint) blankOf(pos Pos, name string) {
	if state, _ := c.names.blank(name); state != nameKnown {
		c.unknownBlank(pos, name)
	}
}

func (c *flowLint) unknownBlank(pos Pos, name string) {
	if base, column := blankParts(name); c.org.asksStaffed(base, column) {
		what, mend := c.org.lacksStaffed(base, column)
		c.fault("unknown-blank", c.find(pos, "<"+name), len(name)+2, "<"+name+"> is never filled in: "+what, "people would be sent a gap where it is.", mend)
		return
	}
	c.fault("unknown-blank", c.find(pos, "<"+name), len(name)+2, "<"+name+"> is never filled in.", "people would be sent a gap where it is.",
		c.blankMeant(name)+"A blank is filled from a question's step name (or its save:), from needs:, or from me.")
}

// blankMeant is how the fix begins for a blank whose name, or the name before its
// column, is close to one that there is.
func (c *flowLint) blankMeant(name string) string {
	all := c.names.all()
	if near := didYouMean(name, all); near != "" {
		return near
	}
	base, column, has := strings.Cut(name, ".")
	if near, ok := nearest(base, all); ok && has {
		return "did you mean <" + near + "." + column + ">? "
	}
	return ""
}

// eachBlank visits every blank of every text of the flow. Blanks of a choice's
// label: that are columns of its list are not among them.
func (c *flowLint) eachBlank(visit func(w written, b locales.Blank)) {
	for _, w := range c.f.written {
		seen := map[string]bool{}
		for _, form := range w.forms {
			for _, b := range locales.Blanks(form) {
				if !seen[b.Name] && b.Name != w.Count && !c.columnOfLabel(w.Text, b.Name) {
					visit(w, b)
				}
				seen[b.Name] = true
			}
		}
	}
}

// columnOfLabel tells whether a text is the label: of choices from a list, and
// a name a column of it.
func (c *flowLint) columnOfLabel(t Text, name string) bool {
	s := c.stepOf(t)
	if s == nil || s.Options == nil || s.Options.Label == nil || s.Options.Label.ID != t.ID {
		return false
	}
	list := c.org.listOf(s.Options.From)
	return list != nil && list.HasColumn(name)
}

// stepOf returns the step that a text stands in, or nil.
func (c *flowLint) stepOf(t Text) *Step {
	name, _, _ := strings.Cut(strings.TrimPrefix(t.ID, c.f.ID+"/"), ".")
	return c.f.Step(name)
}
