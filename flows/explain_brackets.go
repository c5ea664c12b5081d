package flows

// bracketFaults is what the loader finds wrong with brackets, and with what must
// stand in quotation marks, for Explain.
func bracketFaults() []check {
	return []check{
		{
			Code: "stray-comma",
			What: "There is a comma with nothing before it, or behind the last bracket.",
			Why:  "A comma stands between two things within brackets. Here one of them is missing.",
			Mend: "Delete it.",
			Bad: `start: {words: [TEA,,MILK]}
steps:
  top: {say: Tea comes.}
`,
			Good: `start: {words: [TEA, MILK]}
steps:
  top: {say: Tea comes.}
`,
		},
		{
			Code: "extra-bracket",
			What: "A bracket is closed that was not opened.",
			Why:  "Everything was closed before it, so it belongs to nothing.",
			Mend: "Delete it.",
			Bad: `start: {words: [TEA]}}
steps:
  top: {say: Tea comes.}
`,
			Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
`,
		},
		{
			Code: "extra-text",
			What: "More follows behind the last bracket.",
			Why:  "What stands in brackets on several lines ends with its last bracket. Nothing else can stand on that line.",
			Mend: "Put it on a line of its own, with its key.",
			Bad: `start: {words: [TEA]}
steps:
  top: {
    say: Tea comes.
  } end
`,
			Good: `start: {words: [TEA]}
steps:
  top: {
    say: Tea comes.,
    then: end
  }
`,
		},
		{
			Code: "open-bracket",
			What: "A bracket is never closed, or a comma is missing after it.",
			Why:  "Nothing below it can be read.",
			Mend: "Close the bracket, or add the comma. If the bracket belongs to a text, put the whole text in double quotes.",
			Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.
`,
			Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
`,
		},
		{
			Code: "quote-it",
			What: "A text begins with a sign that means something in YAML.",
			Why:  "Signs such as @ * & ! % and { at the beginning of a text have meanings of their own, which this language does not use.",
			Mend: "Put the whole text in double quotes. A blank to fill in is written <name>, which needs none.",
			Bad: `start: {words: [TEA]}
steps:
  top:
    say: "*Very* good tea."
  more:
    say: *Very* good cake.
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    say: "*Very* good tea."
  more:
    say: "*Very* good cake."
`,
		},
	}
}
