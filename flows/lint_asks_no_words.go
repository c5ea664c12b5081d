package flows

var checkAsksNoWords = check{
	Code: "asks-no-words",
	What: "The flow under in_own_words: does not begin with a question for words.",
	Why:  "What somebody has texted in their own words answers the flow's first question. Another question would lose it, and they would have to say it again.",
	Mend: "Begin the flow with a step that has ask: and answer: text.",
	Bad: `-- org.yaml --
name: Tea Town
number: "+447700900002"
in_own_words: find
-- find.yaml --
steps:
  kind:
    ask: Black or green?
    options: {black: Black, green: Green}
  done: {say: Tea comes. Text STOP to stop.}
`,
	Good: `-- org.yaml --
name: Tea Town
number: "+447700900002"
in_own_words: find
-- find.yaml --
steps:
  kind:
    ask: Which tea would you like?
    answer: text
  done: {say: Tea comes. Text STOP to stop.}
`,
	Org: func(c *orgLint) {
		if f := c.org.Flows[c.org.OwnWords]; f != nil && !f.takesWords() {
			c.said.fault("asks-no-words", c.said.places["in_own_words"], len(f.ID), quoted(f.ID)+" does not begin with a question for words.",
				"what people have texted would be lost, and they would be asked for it again.", "begin "+f.ID+" with a step that has  ask: …  and  answer: text.")
		}
	},
}
