package flows

import "github.com/connective-messaging/connective/flows/plain"

var checkHardWord = check{
	Code:     "hard-word",
	Last:     true,
	Severity: Warning,
	What:     "A text has a word for which there is a plainer one.",
	Why:      "Many who text are tired, afraid, or new to English. A word that somebody has to think about may be where they give up.",
	Mend:     "Write the plainer word. Only English is looked at.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: You can obtain tea prior to the meeting.}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: You can get tea before the meeting.}
`,
	Flow: func(c *flowLint) {
		c.eachHard(func(at *source, pos Pos, f plain.Found) {
			at.warn("hard-word", pos, len([]rune(f.Words)), quoted(f.Words)+" is hard to read for some.",
				"who texts may be tired, afraid, or new to English.", "write "+quoted(f.Instead)+", or say it in another way.")
		}, plain.HardWord)
	},
}
