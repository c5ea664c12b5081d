package flows

var checkGroupSensitive = check{
	Code: "group-sensitive",
	What: "The list of groups says in a way that is not known whether a group is sensitive.",
	Why:  "Its name could be read by whoever shares a member's phone.",
	Mend: "Write yes or no in the column sensitive.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,sensitive
walkers,Walking group,true
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,sensitive
walkers,Walking group,yes
`,
	Org: func(c *orgLint) {
		c.eachGroup("sensitive", "group-sensitive", Error, func(value string) (string, string, string) {
			return mustBe("sensitive", value, []string{"yes", "no"}, "its name could be read by whoever shares a member's phone.")
		})
	},
}
