package flows

import (
	"regexp"
	"strconv"
)

// agesForm is how the ages of a group are written: 50+, or 0-4.
var agesForm = regexp.MustCompile(`^([0-9]{1,3})(?:\+|-([0-9]{1,3}))$`)

var checkGroupAges = check{
	Code:     "group-ages",
	Severity: Warning,
	What:     "The list of groups has ages that cannot be read.",
	Why:      "People are told them before they join.",
	Mend:     "Write them like 50+ or 8-17 in the column ages; leave it empty for everybody.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,ages
walkers,Walking group,over 50
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,ages
walkers,Walking group,50+
`,
	Org: func(c *orgLint) {
		c.eachGroup("ages", "group-ages", Warning, func(value string) (message, why, fix string) {
			if areAges(value) {
				return "", "", ""
			}
			return "ages can't be " + quoted(firstLine(value)) + ".", "people are told them before they join.", "write them like 50+ or 8-17; leave it empty for everybody."
		})
	},
}

func areAges(value string) bool {
	m := agesForm.FindStringSubmatch(value)
	if m == nil {
		return false
	}
	from, _ := strconv.Atoi(m[1])
	to, _ := strconv.Atoi(m[2])
	return from <= 120 && (m[2] == "" || from <= to && to <= 120)
}
