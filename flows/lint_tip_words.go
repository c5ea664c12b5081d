package flows

import (
	"path"
	"slices"
	"strings"
)

// tipsInTwo begins what the examples of the checks of tips in two languages are about.
const tipsInTwo = `languages: [en]
start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- org.yaml --
name: Tea Town
number: "+447700900002"
languages: [en, cy]
-- tips.csv --
id,name,name:cy,text,text:cy,author,reviewer,reviewed`

var checkTipWords = check{
	Code:     "tip-words",
	Severity: Warning,
	What:     "A tip has no text, or a title without its text in a language.",
	Why:      "Whoever asks for it would be sent nothing, or another language than its title is in.",
	Mend:     "Write both: name and text, or name:cy and text:cy. A tip that is not to be offered in a language has neither.",
	Bad: tipsInTwo + `
naps,Naps,Cysgu yn y dydd,Babies sleep by day too.,,A. Writer,B. Nurse,2026-03-01
`,
	Good: tipsInTwo + `
naps,Naps,Cysgu yn y dydd,Babies sleep by day too.,Mae babanod yn cysgu yn y dydd hefyd.,A. Writer,B. Nurse,2026-03-01
`,
	Org: func(c *orgLint) {
		list := c.org.Lists[fromTips]
		if list == nil || !list.HasColumn(tipText) {
			return
		}
		for _, row := range list.Rows {
			for _, tag := range c.org.Languages {
				c.tipWords(list, row, tag)
			}
		}
	},
}

// tipWords reports a tip that lacks its title or its text in a language.
func (c *orgLint) tipWords(list *List, row Row, tag string) {
	title, text := "name", tipText
	if tag != c.org.Language {
		title, text = title+":"+strings.ToLower(tag), text+":"+strings.ToLower(tag)
	}
	hasText := row[text] != ""
	switch {
	case slices.Contains(list.withheld[tag], row["id"]):
	case !hasText && (row[title] != "" || tag == c.org.Language):
		c.tip(Warning, "tip-words", row, row["id"], "it has no "+text+".", "whoever asks for it would not be sent it in "+englishName(tag)+".", "write it into the column "+text+".")
	case hasText && row[title] == "":
		c.tip(Warning, "tip-words", row, row["id"], "it has no "+title+".", "it would be listed in another language.", "write it into the column "+title+".")
	}
}

var checkTipDraft = check{
	Code:     "tip-draft",
	Severity: Note,
	What:     "Tips about health are drafts in a language, so they are not sent in it.",
	Why:      "No speaker has checked them yet. A wrong word about health does harm, so they are sent in the organisation's own language until then.",
	Mend:     "Ask somebody who speaks the language to check the row, then take the language out of the column draft.",
	Bad: tipsInTwo + `,health,draft
naps,Naps,Cysgu yn y dydd,Babies sleep by day too.,Mae babanod yn cysgu yn y dydd hefyd.,A. Writer,B. Nurse,2026-03-01,yes,cy
`,
	Good: tipsInTwo + `,health,draft
naps,Naps,Cysgu yn y dydd,Babies sleep by day too.,Mae babanod yn cysgu yn y dydd hefyd.,A. Writer,B. Nurse,2026-03-01,yes,
`,
	Org: func(c *orgLint) {
		list, s := c.org.Lists[fromTips], c.sources[path.Join(c.dir, fromTips+".csv")]
		if list == nil || s == nil {
			return
		}
		for _, tag := range c.org.Languages {
			if ids := list.withheld[tag]; len(ids) > 0 {
				s.report(Finding{Code: "tip-draft", Severity: Note, Pos: Pos{Line: 1, Column: 1}, Width: 1,
					Message: counted(len(ids), "tip") + " about health drafted in " + englishName(tag) + ", not checked, so sent in " + englishName(c.org.Language) + ": " + strings.Join(shortList(ids), ", ") + ".",
					Why:     "a wrong word about health does harm.", Fix: "when somebody who speaks " + englishName(tag) + " has checked a row, take " + tag + " out of its column draft."})
			}
		}
	},
}
