package flows

import (
	"fmt"

	"github.com/connective-messaging/connective/locales"
)

var checkWordTaken = check{
	Code: "word-taken",
	What: "Two flows start with the same word.",
	Why:  "A text can start only one flow. The other could not be reached.",
	Mend: "Choose another word for one of them. Capitals and accents make no difference.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- brew.yaml --
start: {words: [tea]}
steps:
  top: {say: We brew.}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- brew.yaml --
start: {words: [BREW]}
steps:
  top: {say: We brew.}
`,
	Org: func(c *orgLint) {
		taken := map[string]*Flow{}
		for _, f := range c.flows() {
			for _, word := range f.Start.Words {
				folded := locales.Fold(word)
				first := taken[folded]
				if first == nil {
					taken[folded] = f
					continue
				}
				if first == f {
					continue
				}
				pos := f.places["start.words."+word]
				c.sources[f.File].fault("word-taken", pos, len([]rune(word)),
					fmt.Sprintf("the word %q already starts %s (%s:%d).", word, first.ID, first.File, first.places["start"].Line), "only one of them would start.", "choose another word.")
			}
		}
	},
}
