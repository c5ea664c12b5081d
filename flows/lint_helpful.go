package flows

var checkHelpful = check{
	Code: "helpful",
	What: "A question with helpful: has no answer about a tip that can be counted.",
	Why:  "Nobody would know which tips help.",
	Mend: "Write it on a question with the choices yes and no, and name the variable that holds a tip.",
	Bad: `start: {words: [TIPS]}
steps:
  tip:
    ask: What would you like to read?
    options: {from: tips, empty: end}
  read:
    ask: "<tip.text> Did this help?"
    helpful: <tip>
    options: {good: Yes, bad: No}
-- tips.csv --
id,name,text,author,reviewer,reviewed
naps,Naps,Babies sleep by day too.,A. Writer,B. Nurse,2026-03-01
`,
	Good: `start: {words: [TIPS]}
steps:
  tip:
    ask: What would you like to read?
    options: {from: tips, empty: end}
  read:
    ask: "<tip.text> Did this help?"
    helpful: <tip>
    options: {yes: Yes, no: No}
-- tips.csv --
id,name,text,author,reviewer,reviewed
naps,Naps,Babies sleep by day too.,A. Writer,B. Nurse,2026-03-01
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			if s.Helpful == "" {
				continue
			}
			name := blankName(s.Helpful)
			v := c.names.vars[name]
			switch {
			case s.Options == nil || !s.asksYesNo():
				c.fault("helpful", c.place(s, "helpful"), len(s.Helpful), "this question has no choices yes and no.", "no answer would be counted.", "give it the choices  yes: Yes  and  no: No.")
			case v == nil || v.list == nil || v.list.Name != fromTips:
				c.fault("helpful", c.place(s, "helpful"), len(s.Helpful), quoted(name)+" holds no tip.", "no answer would be counted.", "name the question whose options are  from: tips.")
			}
		}
	},
}
