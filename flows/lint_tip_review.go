package flows

import "strings"

var checkTipReview = check{
	Code:     "tip-review",
	Severity: Warning,
	What:     "A tip does not say who wrote it, who looked it through, or when.",
	Why:      "Advice that is wrong or out of date does harm, and nobody would know whom to ask. Nobody sees the mistakes in their own words.",
	Mend:     "Fill in the columns author, reviewer and reviewed. The reviewer is somebody else than the author.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- tips.csv --
id,name,text,author,reviewer,reviewed
naps,Naps,Babies sleep by day too.,A. Writer,,
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- tips.csv --
id,name,text,author,reviewer,reviewed
naps,Naps,Babies sleep by day too.,A. Writer,B. Nurse,2026-03-01
`,
	Org: func(c *orgLint) {
		list := c.org.Lists[fromTips]
		if list == nil || !list.HasColumn(tipText) {
			return
		}
		for _, row := range list.Rows {
			var lacks []string
			for _, column := range []string{tipAuthor, tipReviewer, tipReviewed} {
				if row[column] == "" {
					lacks = append(lacks, column)
				}
			}
			switch {
			case len(lacks) > 0:
				c.tip(Warning, "tip-review", row, row["id"], "it has no "+strings.Join(lacks, ", ")+".", "nobody would know whom to ask, or whether it still holds.", "fill in "+strings.Join(lacks, ", ")+".")
			case strings.EqualFold(row[tipAuthor], row[tipReviewer]):
				c.tip(Warning, "tip-review", row, row[tipReviewer], "who wrote it has reviewed it.", "nobody sees the mistakes in their own words.", "have somebody else look it through, and write their name under reviewer.")
			}
		}
	},
}
