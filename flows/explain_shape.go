package flows

// shapeFaults is what the loader finds in files that cannot be read as they
// stand, for Explain.
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
