package flows

var checkGroupKind = check{
	Code:     "group-kind",
	Severity: Warning,
	What:     "The list of groups has a kind that is not known.",
	Why:      "Staff and figures tell groups apart by their kind.",
	Mend:     "Write club, support, class, event, board, street or job in the column kind.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,kind
walkers,Walking group,clubs
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,kind
walkers,Walking group,club
`,
	Org: func(c *orgLint) {
		c.eachGroup("kind", "group-kind", Warning, func(value string) (string, string, string) {
			return mustBe("kind", value, GroupKinds, "groups are told apart by their kind.")
		})
	},
}
