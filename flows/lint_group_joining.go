package flows

var checkGroupJoining = check{
	Code: "group-joining",
	What: "The list of groups says in a way that is not known how people join a group.",
	Why:  "Anybody could join a group that is only for some.",
	Mend: "Write open, approve (staff say yes to each who asks) or invite (only who was invited) in the column joining.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,joining
walkers,Walking group,aprove
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,joining
walkers,Walking group,approve
`,
	Org: func(c *orgLint) {
		c.eachGroup("joining", "group-joining", Error, func(value string) (string, string, string) {
			return mustBe("joining", value, Joinings, "anybody could join it.")
		})
	},
}
