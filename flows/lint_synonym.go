package flows

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

var checkSynonym = check{
	Code: "synonym",
	What: "A row of synonyms.csv says something that cannot be, or that no service has.",
	Why:  "Whoever writes these words would be shown nothing, or something else.",
	Mend: "Write under words what people write, 6 words at most, several with ; between; under need a term of the column need of services.csv, or under means other words to look for; under language one of languages:, or nothing for all.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- services.csv --
id,name,need
leaf,Leaf Teas,tea
-- synonyms.csv --
words,need
a brew; cuppa,tee
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- services.csv --
id,name,need
leaf,Leaf Teas,tea
-- synonyms.csv --
words,need
a brew; cuppa,tea
`,
	Org: func(c *orgLint) {
		list := c.org.Lists[synonyms]
		if list == nil {
			return
		}
		needs, seen := c.org.servicesNeeds(), map[string]int{}
		for _, row := range list.Rows {
			c.synonym(row, needs)
			for _, phrase := range phrasesOf(row[synonymWords]) {
				key := locales.Fold(phrase) + "\n" + row[synonymLanguage]
				if line := seen[key]; line > 0 {
					c.synonymFault(row, phrase, quoted(phrase)+fmt.Sprintf(" stands on line %d too.", line), "only one of them can be meant.", "write both meanings in one row, with a space between needs.")
				}
				seen[key] = list.lines[row["id"]]
			}
		}
	},
}

// synonym looks at one row.
func (c *orgLint) synonym(row Row, needs []string) {
	phrases := phrasesOf(row[synonymWords])
	if len(phrases) == 0 {
		c.synonymFault(row, "", "this row has no words.", "nobody could write them.", "write under words what people write, or delete the row.")
	}
	for _, phrase := range phrases {
		if n := len(strings.Fields(phrase)); n > longestSynonym {
			c.synonymFault(row, phrase, fmt.Sprintf("%s has %d words.", quoted(phrase), n), fmt.Sprintf("phrases of at most %d words are looked for.", longestSynonym), "keep the words that matter; others around them are passed over.")
		}
	}
	if row[synonymNeed] == "" && row[synonymMeans] == "" {
		c.synonymFault(row, row[synonymWords], quoted(row[synonymWords])+" means nothing.", "nothing would be found by it.", "write a need, such as food, or under means other words to look for.")
	}
	for _, need := range strings.Fields(row[synonymNeed]) {
		if len(needs) > 0 && !slices.Contains(needs, need) {
			c.synonymFault(row, need, "no service has the need "+quoted(need)+".", "nothing would be found by it.", didYouMean(need, needs)+"Needs: "+strings.Join(needs, ", ")+".")
		}
	}
	if tag := row[synonymLanguage]; tag != "" && !slices.Contains(c.org.Languages, tag) {
		c.synonymFault(row, tag, "language can't be "+quoted(tag)+".", "nobody who texts has that language.", "write one of "+strings.Join(c.org.Languages, ", ")+", or nothing for all of them.")
	}
}

func (c *orgLint) synonymFault(row Row, at, message, why, fix string) {
	s := c.sources[path.Join(c.dir, synonyms+".csv")]
	if s == nil {
		return
	}
	pos := s.find(Pos{Line: c.org.Lists[synonyms].lines[row["id"]], Column: 1}, at)
	s.report(Finding{Code: "synonym", Severity: Error, Pos: pos, Width: max(len([]rune(at)), 1), Message: message, Why: why, Fix: fix})
}
