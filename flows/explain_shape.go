package flows

// shapeFaults is what the loader finds wrong with the spaces, colons and dashes
// that give a file its shape, for Explain.
func shapeFaults() []check {
	return []check{
		{
			Code: "odd-space",
			What: "There is a sign that looks like a space and is none.",
			Why:  "Such spaces come along when lines are copied from a web page or a Word document. YAML takes them for letters, so that the line belongs to nothing.",
			Mend: "Delete it, and type a space in its place. Within a text they do no harm.",
			Bad:  "start: {words: [TEA]}\nsteps:\n  top:\n  \u00a0 say: Tea comes.\n",
			Good: `start: {words: [TEA]}
steps:
  top:
    say: Tea comes.
`,
		},
		{
			Code: "tab",
			What: "A line begins with a Tab.",
			Why:  "YAML, the form of these files, allows spaces alone at the beginning of a line.",
			Mend: "Use two spaces for each level. Most editors can be told to write spaces for the Tab key.",
			Bad:  "start: {words: [TEA]}\nsteps:\n  top:\n\tsay: Tea comes.\n",
			Good: `start: {words: [TEA]}
steps:
  top:
    say: Tea comes.
`,
		},
		{
			Code: "indent",
			What: "A line begins at a level that no line above it has.",
			Why:  "The spaces at the beginning tell what belongs to what. At this level the line belongs to nothing.",
			Mend: "Put the line exactly under the one that it belongs beside.",
			Bad: `start: {words: [TEA]}
steps:
  top:
    say: Tea comes.
      then: end
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    say: Tea comes.
    then: end
`,
		},
		{
			Code: "no-colon",
			What: "A key has no colon behind it.",
			Why:  "Without the colon YAML takes the line for a text. Some signs look like a colon and are none, such as ; or the wide one of Chinese keyboards.",
			Mend: "Write a colon, and a space if more follows on the line.",
			Bad: `start: {words: [TEA]}
steps:
  top
    say: Tea comes.
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    say: Tea comes.
`,
		},
		{
			Code: "no-space",
			What: "There is no space behind a key's colon.",
			Why:  "In YAML a colon ends a key only if a space follows it. Otherwise the whole line is taken for a text.",
			Mend: "Write a space behind the colon.",
			Bad: `start: {words: [TEA]}
steps:
  top:
    say:Tea comes.
    then: end
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    say: Tea comes.
    then: end
`,
		},
		{
			Code: "dash",
			What: "A dash is missing, is too many, or has no space behind it.",
			Why:  "A dash and a space begin the item of a list. Steps and choices have names of their own, and no dashes.",
			Mend: "Write  - TEA  for each item of a list, and no dash before a name with a colon.",
			Bad: `start: {words: [TEA]}
steps:
  top:
    ask: Which tea?
    options:
      - black: Black tea
      - green: Green tea
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    ask: Which tea?
    options:
      black: Black tea
      green: Green tea
`,
		},
		{
			Code: "stray",
			What: "A line belongs to nothing.",
			Why:  "It has no key with a colon, and it does not stand further in than a text that it could go on with.",
			Mend: "If it is a part of the text above, put both on one line. Or begin the text with | and put its lines two spaces further in than their key. If it is a key, add the colon.",
			Bad: `start: {words: [TEA]}
steps:
  top:
    say: Tea comes,
    and milk too.
    then: end
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    say: |
      Tea comes,
      and milk too.
    then: end
`,
		},
		{
			Code: "cut-off",
			What: "The file ends in the middle of a line.",
			Why:  "A part of it is missing. It was most likely not saved, or not copied, to its end.",
			Mend: "Write the rest, or take the whole file from where it was copied.",
			Bad:  "start: {words: [TEA]}\nsteps:\n  top: {say: Tea comes.}\n  mo",
			Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
  more: {say: And more.}
`,
		},
		{
			Code: "colon",
			What: "A text has a colon and a space in it.",
			Why:  "In YAML a colon and a space end a key, so that the text would be cut in two.",
			Mend: "Put the whole text in double quotes.",
			Bad: `start: {words: [TEA]}
steps:
  top:
    say: Reply: YES or NO.
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    say: "Reply: YES or NO."
`,
		},
		{
			Code: "comma",
			What: "A comma within curly brackets ends a text.",
			Why:  "Within { } a comma begins the next key, so people would be sent only the part before it.",
			Mend: "Put the whole text in double quotes, or write the keys on lines of their own.",
			Bad: `start: {words: [TEA]}
steps:
  top: {say: Goodbye, come again.}
`,
			Good: `start: {words: [TEA]}
steps:
  top: {say: "Goodbye, come again."}
`,
		},
		{
			Code: "hash-cut",
			What: "Everything from a # on is left out.",
			Why:  "In YAML a # after a space begins a note to yourself, so people would be sent only what stands before it.",
			Mend: "Put the whole text in double quotes. After # and a space you may write a note; nobody is sent it.",
			Bad: `start: {words: [TEA]}
steps:
  top:
    say: Tea is the #1 drink.
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    say: "Tea is the #1 drink."
`,
		},
	}
}
