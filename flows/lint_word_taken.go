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
				pos, taker := f.places["start.words."+word], first.wordAt(folded)
				c.sources[pos.File].fault("word-taken", pos, len([]rune(word)),
					fmt.Sprintf("the word %q already starts %s (%s:%d).", word, first.ID, taker.File, taker.Line), "only one of them would start.", "choose another word.")
			}
		}
	},
}

// wordAt is where a start word of the flow stands, which is given folded.
func (f *Flow) wordAt(folded string) Pos {
	for _, word := range f.Start.Words {
		if locales.Fold(word) == folded {
			return f.places["start.words."+word]
		}
	}
	return f.places["start"]
}
