package flows

import "github.com/connective-messaging/connective/flows/plain"

var checkCapitals = check{
	Code:     "capitals",
	Last:     true,
	Severity: Warning,
	What:     "Words in capitals shout, or are short forms that not everybody knows.",
	Why:      "Capitals are slower to read, and here they show what to text. Who does not know what CMHT stands for will not ask.",
	Mend:     "Write it in small letters, or in full. Words that people can text, and those that everybody knows, such as NHS and GP, may stay. Only English is looked at.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: The CMHT has tea. PLEASE DO COME.}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: The mental health team has tea. Please do come.}
`,
	Flow: func(c *flowLint) {
		c.eachHard(func(at *source, pos Pos, f plain.Found) {
			width := len([]rune(f.Words))
			if f.Kind == plain.ShortForm {
				at.warn("capitals", pos, width, "not everybody knows what "+f.Words+" stands for.",
					"who does not know will not ask.", "write it in full; if people can text it, add it to start: words:.")
				return
			}
			at.warn("capitals", pos, width, quoted(f.Words)+" seems to shout.",
				"capitals are slower to read, and here they show what to text.", "write it in small letters.")
		}, plain.Capitals, plain.ShortForm)
	},
}
