package flows

// shapeFaults is what the loader finds wrong with files, and with the spaces,
// colons and dashes that give them their shape, for Explain.
func shapeFaults() []check {
	return []check{
		{
			Code: "no-org",
			What: "A folder holds no organisation.",
			Why:  "Without a file org.yaml nobody knows who answers, and on which number.",
			Mend: "Make a folder for the organisation with a file org.yaml in it, and name that folder, or the one above it.",
		},
		{
			Code: "no-file",
			What: "A file is not there, or may not be read.",
			Why:  "What it says would be missing from the conversation.",
			Mend: "Check its name, and that your account may read it.",
		},
		{
			Code: "not-text",
			What: "A file is not plain text.",
			Why:  "Files are read as UTF-8, the encoding of nearly every editor. Anything else would reach people as gibberish.",
			Mend: "Save it again as plain text with the encoding UTF-8. A Word document cannot be read.",
		},
		{
			Code: "empty",
			What: "A file has nothing in it.",
			Why:  "It was most likely saved too early, or by mistake.",
			Mend: "Write it, or delete it.",
		},
		{
			Code: "too-big",
			What: "A file, a list, a flow or a text is larger than may be.",
			Why:  "Nobody can keep an overview of it, and no phone shows it well. The limits are 64 KB in a file, 1 MB and 5,000 rows in a list, 100 steps, 40 choices, and 1,000 letters in a text.",
			Mend: "Divide it: move a part into a flow of its own, choices into a CSV file, or ask in two steps.",
		},
		{
			Code: "too-deep",
			What: "Brackets or indents are nested too deeply.",
			Why:  "Nothing in the language needs so many levels, so something is most likely not closed.",
			Mend: "Write it with fewer brackets or less indent.",
		},
		{
			Code: "hidden-letter",
			What: "There is a letter that cannot be seen.",
			Why:  "Such letters come along when words are copied from a web page. What you read would not be what is sent, and some of them make a text cost more.",
			Mend: "Delete it: type the words round it again.",
		},
		{
			Code: "conflict",
			What: "Two versions of a place stand one below the other, and nobody has chosen.",
			Why:  "Version control (git) marks with <<<<<<<, ======= and >>>>>>> where two people changed the same lines. Only one of the two can be meant.",
			Mend: "Keep one of the two, or put them together, and delete the lines with the marks.",
			Bad: `start: {words: [TEA]}
steps:
<<<<<<< HEAD
  top: {say: Tea comes.}
=======
  top: {say: Tea is coming.}
>>>>>>> new-words
`,
			Good: `start: {words: [TEA]}
steps:
  top: {say: Tea is coming.}
`,
		},
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
