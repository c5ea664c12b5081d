package flows

var checkNoSuchGroup = check{
	Code: "no-such-group",
	What: "A step joins, leaves or asks for a group that is not there.",
	Why:  "The person would be told that they had joined, and would never hear anything.",
	Mend: "Write a group's id: the first column of the list of groups.",
	Bad: `start: {words: [TEA]}
steps:
  top: {join: walker, say: You're in.}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {join: walkers, say: You're in.}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			c.group(c.place(s, "join"), s.Join)
			c.group(c.place(s, "leave"), s.Leave)
			if s.Tell != nil && s.Tell.Who.Kind == ToGroup {
				c.group(c.place(s, "tell", "who"), s.Tell.Who.Name)
			}
		}
		if to := c.f.Start.To; to.Kind == ToGroup {
			c.group(c.f.places["start.to"], to.Name)
		}
		for _, a := range c.f.Start.After {
			if a.Kind == AfterJoined || a.Kind == AfterLeft {
				c.group(c.f.places["start.after"], a.Name)
			}
		}
		c.eachTest(func(a asked) {
			if a.left.text != "me.groups" || a.kind != exprHas {
				return
			}
			for _, v := range a.values {
				if v.kind == operandWord {
					c.group(a.pos(v), v.text)
				}
			}
		})
	},
}

// group reports a group that is not in the list of groups.
func (c *flowLint) group(pos Pos, id string) {
	groups := c.org.Lists["groups"]
	if id == "" || isBlank(id) || groups.Row(id) != nil {
		return
	}
	var there []string
	if groups != nil {
		for _, row := range groups.Rows {
			there = append(there, row["id"])
		}
	}
	c.fault("no-such-group", c.find(pos, id), len(id), "there is no group called "+quoted(id)+".", "the person would be told they had joined, and would hear nothing.",
		didYouMean(id, there)+"Groups are the rows of the list of groups, by their id.")
}
