package flows

// markFaults is what the loader finds wrong with quotation marks, brackets,
// arrows and keys, for Explain.
func markFaults() []check {
	return []check{
		{
			Code: "apostrophe",
			What: "An apostrophe ends a quoted text too early.",
			Why:  "A text that begins with a single quotation mark ends at the next one, and that is the apostrophe.",
			Mend: "Use double quotes round the text.",
			Bad: `start: {words: [TEA]}
steps:
  top:
    say: 'It's time for tea.'
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    say: "It's time for tea."
`,
		},
		{
			Code: "quotes",
			What: "A quotation mark ends a text, and more follows.",
			Why:  "A text that begins with a quotation mark must end with one. Here it ends in the middle.",
			Mend: "Put the whole text in double quotes, and write those within it as \\\" or as ‘ and ’.",
			Bad: `start: {words: [TEA]}
steps:
  top:
    say: "Tea" is what we serve.
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    say: "\"Tea\" is what we serve."
`,
		},
		{
			Code: "open-quote",
			What: "A text begins with a quotation mark and never ends with one.",
			Why:  "Everything below would be taken for one long text.",
			Mend: "Add the closing quotation mark.",
			Bad: `start: {words: [TEA]}
steps:
  top:
    say: "Tea comes.
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    say: "Tea comes."
`,
		},
		{
			Code: "curly-quotes",
			What: "A text has curly quotation marks round it.",
			Why:  "Word processors make them of straight ones. YAML takes them for letters: people would be sent them, and a colon within them cuts the text in two.",
			Mend: "Use straight ones. To send curly ones, put straight ones round them.",
			Bad: `start: {words: [TEA]}
steps:
  top:
    say: “Tea comes.”
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    say: "Tea comes."
`,
		},
		{
			Code: "backslash",
			What: "A backslash in double quotes means nothing.",
			Why:  "In double quotes a backslash and the letter behind it stand for a sign that is hard to type, such as \\n for a new line.",
			Mend: "Write the backslash twice, or leave it out.",
			Bad: `start: {words: [TEA]}
steps:
  top:
    say: "Tea \& milk."
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    say: "Tea & milk."
`,
		},
		{
			Code: "odd-arrow",
			What: "An arrow behind a choice leads nowhere.",
			Why:  "Only -> with a space before it leads to a step. Any other arrow would be sent to people as a part of the words.",
			Mend: "Write  Yes -> pour.",
			Bad: `start: {words: [TEA]}
steps:
  top:
    ask: Tea?
    options: {yes: Yes => pour, no: No -> end}
  pour: {say: Tea comes.}
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    ask: Tea?
    options: {yes: Yes -> pour, no: No -> end}
  pour: {say: Tea comes.}
`,
		},
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
		{
			Code: "several",
			What: "A line of dashes begins a second file within a file.",
			Why:  "Only the first would be read.",
			Mend: "Delete the line, or move what follows into a file of its own.",
			Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
---
title: More
`,
			Good: `title: More
start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
`,
		},
		{
			Code: "twice",
			What: "Two things have the same name.",
			Why:  "Only one of them could ever be reached; the other would be lost without a word.",
			Mend: "Give one of them another name, or delete it.",
			Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
  top: {say: Milk comes.}
`,
			Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
  milk: {say: Milk comes.}
`,
		},
		{
			Code: "not-keys",
			What: "A file is not a list of keys.",
			Why:  "A flow is a list of keys, each with a colon and a space, such as title: and steps:. Nothing else can be read.",
			Mend: "Begin with a line such as  title: Groups near me.",
			Bad: `- start
- steps
`,
			Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
`,
		},
		{
			Code: "yaml",
			What: "A line cannot be read.",
			Why:  "Nothing below it can be read either.",
			Mend: "Check its spaces, colons and quotes, and those of the line above. If it is a text, put the whole text in double quotes.",
		},
		{
			Code: "broken",
			What: "A flow passes every check and still cannot be played.",
			Why:  "This is a fault of the program, not of yours. The organisation is not loaded, so that nobody is left in the middle of a conversation.",
			Mend: "Please report it together with the file.",
		},
	}
}
