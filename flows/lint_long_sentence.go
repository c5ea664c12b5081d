package flows

import (
	"fmt"

	"github.com/connective-messaging/connective/flows/plain"
)

var checkLongSentence = check{
	Code:     "long-sentence",
	Last:     true,
	Severity: Warning,
	What:     "A sentence is too long to keep in mind.",
	Why:      "By the end of a long sentence many have lost its beginning, on a small screen sooner than on paper.",
	Mend:     "Make two sentences of it: 25 words are the most, and 15 are better. Only English is looked at.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: "If you would like to come to tea in the hall on a Tuesday then please let us know by the Friday before so that we have enough cake for everybody."}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: "Come to tea in the hall on Tuesdays. Please tell us by the Friday before, so that there is enough cake."}
`,
	Flow: func(c *flowLint) {
		c.eachHard(func(at *source, pos Pos, f plain.Found) {
			at.warn("long-sentence", pos, len([]rune(f.Words)), fmt.Sprintf("the sentence that begins here has %d words.", f.Count),
				"by its end many have lost its beginning.", fmt.Sprintf("make two sentences of it; %d words are the most.", plain.MostWords))
		}, plain.LongSentence)
	},
}
