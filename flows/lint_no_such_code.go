package flows

import "slices"

var checkNoSuchCode = check{
	Code: "no-such-code",
	What: "A reason, outcome or risk is named that staff cannot choose.",
	Why:  "Nothing would ever be closed with it, so that people would be asked after all whether it helped.",
	Mend: "Correct the word, or add it to reasons:, outcomes: or risks: under cases:.",
	Bad: `-- org.yaml --
name: Tea Town
number: "+447700900002"
cases: {survey: yes, no_survey: [complaints]}
`,
	Good: `-- org.yaml --
name: Tea Town
number: "+447700900002"
cases: {survey: yes, no_survey: [complaint]}
`,
	Org: func(c *orgLint) {
		all := c.org.Closings
		var there []string
		for _, code := range slices.Concat(all.Reasons, all.Outcomes, all.Risks) {
			there = append(there, code.ID)
		}
		for _, code := range all.NoSurvey {
			if !slices.Contains(there, code) {
				c.said.missing("no-such-code", c.said.places["cases.no_survey"], code, "staff cannot choose "+quoted(code)+".", "nothing would ever be closed with it.", there, "There is")
			}
		}
	},
}
