package flows

// quoteFaults is what the loader finds wrong with quotation marks, and with signs
// that are not what they look like, for Explain.
func quoteFaults() []check {
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
	}
}
