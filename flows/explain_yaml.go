package flows

// yamlFaults is what the loader finds that YAML would let pass, and what it would
// not, for Explain.
func yamlFaults() []check {
	return []check{
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
