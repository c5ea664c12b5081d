package flows

import "strings"

// notImported begins the comment about something that an import left out; see
// flows/rapidpro.
const notImported = "# TODO not imported:"

var checkNotImported = check{
	Code:     "not-imported",
	Severity: Warning,
	What:     "Something of the flow that this was imported from is missing.",
	Why:      "The old flow did more here, such as calling a web service. People who text it now are not given that part.",
	Mend:     "Write it in another way, or delete the comment once the flow is right without it.",
	Bad: `start: {words: [TEA]}
steps:
  # TODO not imported: send_email
  top: {say: Tea comes.}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
`,
	Flow: func(c *flowLint) {
		for i, line := range c.lines {
			text := strings.TrimSpace(line)
			if what, ok := strings.CutPrefix(text, notImported); ok {
				column := len(line) - len(strings.TrimLeft(line, " ")) + 1
				c.warn("not-imported", Pos{Line: i + 1, Column: column}, len([]rune(text)), "this was not imported: "+strings.TrimSpace(what)+".",
					"the flow that this came from did more here.", "write it in another way, or delete this line once the flow is right without it.")
			}
		}
	},
}
