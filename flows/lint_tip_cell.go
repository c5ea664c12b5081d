package flows

import (
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
)

var checkTipCell = check{
	Code: "tip-cell",
	What: "The list of tips says something in a way that is not known.",
	Why:  "A tip of a stage that is not known is shown to nobody, and words about health that are not marked would go out before a speaker has checked them.",
	Mend: "Write the stages expecting, newborn, baby, toddler, preschool, school or teen, with spaces between; days like 2026-09-01; yes or no in the column health; and languages like cy in the column draft.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- tips.csv --
id,name,text,stage,author,reviewer,reviewed
naps,Naps,Babies sleep by day too.,infant,A. Writer,B. Nurse,2026-03-01
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- tips.csv --
id,name,text,stage,author,reviewer,reviewed
naps,Naps,Babies sleep by day too.,newborn baby,A. Writer,B. Nurse,2026-03-01
`,
	Org: func(c *orgLint) {
		c.eachTip(tipStage, func(_ Row, value string) (message, why, fix string) {
			for _, word := range strings.Fields(strings.ToLower(value)) {
				if !slices.Contains(Stages(), word) {
					return "there is no stage " + quoted(word) + ".", "nobody would be shown the tip.", didYouMean(word, Stages()) + "Stages: " + strings.Join(Stages(), ", ") + "."
				}
			}
			return "", "", ""
		})
		c.eachTip(tipReviewed, func(_ Row, value string) (message, why, fix string) {
			if !isDay(value) {
				return "reviewed can't be " + quoted(firstLine(value)) + ".", "nobody would be told when it must be looked through again.", "write the day like 2026-09-01."
			}
			if day, _ := time.Parse(dayOnly, value); !c.now.IsZero() && day.After(c.now.AddDate(0, 0, 1)) {
				return "it was reviewed on a day to come.", "it would seem fresh for longer than it is.", "write the day on which somebody looked it through."
			}
			return "", "", ""
		})
		c.eachTip(tipHealth, func(_ Row, value string) (message, why, fix string) {
			return mustBe(tipHealth, value, []string{"yes", "no"}, "words about health could go out before a speaker has checked them.")
		})
		c.eachTip(tipDraft, func(_ Row, value string) (message, why, fix string) {
			for _, tag := range strings.Fields(value) {
				if _, err := language.Parse(tag); err != nil || !slices.Contains(c.org.Languages, tag) {
					return "draft can't be " + quoted(tag) + ".", "what nobody has checked would not be known.", "write the languages that no speaker has checked, such as cy, of  languages: " + strings.Join(c.org.Languages, ", ") + "."
				}
			}
			return "", "", ""
		})
	},
}

// eachTip looks at a column of the list of tips, where it has something in it.
func (c *orgLint) eachTip(column string, wrong func(row Row, value string) (message, why, fix string)) {
	list := c.org.Lists[fromTips]
	if list == nil {
		return
	}
	for _, row := range list.Rows {
		if row[column] == "" {
			continue
		}
		if message, why, fix := wrong(row, row[column]); message != "" {
			c.tip(Error, "tip-cell", row, row[column], message, why, fix)
		}
	}
}

// tip reports something about a row of the list of tips, at words of it.
func (c *orgLint) tip(severity Severity, code string, row Row, at, message, why, fix string) {
	s := c.sources[path.Join(c.dir, fromTips+".csv")]
	if s == nil {
		return
	}
	pos := s.find(Pos{Line: c.org.Lists[fromTips].lines[row["id"]], Column: 1}, at)
	s.report(Finding{Code: code, Severity: severity, Pos: pos, Width: len([]rune(at)), Message: "the tip " + quoted(row["id"]) + ": " + message, Why: why, Fix: fix})
}
