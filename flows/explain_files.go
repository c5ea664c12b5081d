package flows

// fileFaults is what the loader finds wrong with a folder, or with a file as a
// whole, for Explain.
func fileFaults() []check {
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
	}
}
