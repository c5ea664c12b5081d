package flows

import "strconv"

// mostTexts is how many texts a week anybody can be asked to want.
const mostTexts = 50

var checkGroupTexts = check{
	Code:     "group-texts",
	Severity: Warning,
	What:     "The list of groups does not say in a number how many texts a week a group sends.",
	Why:      "People are told it before they join.",
	Mend:     "Write a whole number from 0 to 50 in the column texts.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,texts
walkers,Walking group,two
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,texts
walkers,Walking group,2
`,
	Org: func(c *orgLint) {
		c.eachGroup("texts", "group-texts", Warning, func(value string) (message, why, fix string) {
			if n, err := strconv.Atoi(value); err == nil && n >= 0 && n <= mostTexts {
				return "", "", ""
			}
			return "texts can't be " + quoted(firstLine(value)) + ".", "people are told it before they join.", "write how many texts a week it sends, such as 2."
		})
	},
}
