package flows

// keyFaults is what the loader finds in the keys of flows, for Explain.
func keyFaults() []check {
	return []check{
		{
			Code: "unknown-key",
			What: "Something has a key that it cannot have.",
			Why:  "The key would be left out without a word, and the conversation would not do what the file seems to say. Most often the key is misspelt, or stands at the wrong level.",
			Mend: "Correct the spelling, or move the key to where it belongs. The finding lists the keys that can stand there.",
			Bad: `start: {words: [TEA]}
steps:
  top: {sya: Tea comes.}
`,
			Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
`,
		},
		{
			Code: "wrong-kind",
			What: "A key has a value that it cannot take.",
			Why:  "It could mean nothing, and guessing what was meant would be worse.",
			Mend: "Write what the finding says the key takes.",
			Bad: `start: {words: [TEA]}
steps:
  cups: {ask: How many cups?, answer: number 1-5, timeout: soon}
`,
			Good: `start: {words: [TEA]}
steps:
  cups: {ask: How many cups?, answer: number 1-5, timeout: 2 hours}
`,
		},
		{
			Code: "start-what",
			What: "A flow starts by the clock for nobody, or for people at no time.",
			Why:  "One key says when and the other for whom. One without the other starts nothing, and whoever relies on it waits in vain.",
			Mend: "Write both, or leave out both.",
			Bad: `start: {every: Monday 09:00}
steps:
  top: {say: Tea is at ten today.}
`,
			Good: `start: {every: Monday 09:00, to: group walkers}
steps:
  top: {say: Tea is at ten today.}
`,
		},
		{
			Code: "tell-what",
			What: "A text to others lacks something, or asks what nobody can answer.",
			Why:  "Others must be told something, and know how to answer. Their answer is counted or starts a flow; it leads nowhere in the conversation of whoever asked.",
			Mend: "Write who: and text:. To ask them, add options: without arrows; flow: starts for whoever answers, and save: lets you read the answers.",
			Bad: `start: {words: [TEA]}
steps:
  top: {tell: {who: group walkers, text: Tea?, save: poll}, say: Asked.}
`,
			Good: `start: {words: [TEA]}
steps:
  top: {tell: {who: group walkers, text: Tea?, options: [Yes, No], save: poll}, say: Asked.}
`,
		},
		{
			Code: "course-what",
			What: "A step joins a course without a day, or neither joins nor leaves one.",
			Why:  "Lessons are counted from a day that the person gives. Without it nobody could tell when they are due.",
			Mend: "Write  course: {join: bump, from: due_date},  where due_date is a question with answer: date, or  course: {leave: bump}.",
			Bad: `start: {words: [TEA]}
steps:
  top: {course: {join: bump}, say: You are in.}
`,
			Good: courseOrg + courseExample + courseFlow,
		},
		{
			Code: "reserved-name",
			What: "A step has a name that means something everywhere.",
			Why:  "The names end, menu, back, again, flow, else, me, today and now have a meaning wherever they stand, so nothing could ever lead to the step.",
			Mend: "Give the step another name.",
			Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
  end: {say: Goodbye.}
`,
			Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
  bye: {say: Goodbye.}
`,
		},
		{
			Code: "bad-name",
			What: "A file has a name that a flow or a list cannot have.",
			Why:  "Other files call a flow or a list by its file's name, so it may have only small letters, digits and _.",
			Mend: "Give the file another name, such as groups.yaml.",
			Bad: `-- Tea Time.yaml --
start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
`,
			Good: `-- tea_time.yaml --
start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
`,
		},
		{
			Code: "no-steps",
			What: "A flow has no steps.",
			Why:  "It could neither say nor ask anything.",
			Mend: "Add steps: and below it, two spaces in, the name of the first step.",
			Bad: `start: {words: [TEA]}
`,
			Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
`,
		},
		{
			Code: "no-label",
			What: "A choice has no words.",
			Why:  "People would see a number with nothing after it.",
			Mend: "Write the words after the colon. Only yes, no, skip, none and other bring words of their own.",
			Bad: `start: {words: [TEA]}
steps:
  top:
    ask: Which tea?
    options:
      green:
      black: Black tea
`,
			Good: `start: {words: [TEA]}
steps:
  top:
    ask: Which tea?
    options:
      green: Green tea
      black: Black tea
`,
		},
		{
			Code: "bad-condition",
			What: "A condition cannot be followed.",
			Why:  "The bot would not know which way to go.",
			Mend: "Write it like  area is castlefields,  or like  age >= 60 and not me.groups has walkers.  Words of more than one part need quotes.",
			Bad: `start: {words: [TEA]}
steps:
  cups: {ask: How many cups?, answer: number 1-5}
  check:
    when:
      cups >>= 3: much
      else: end
  much: {say: That is a lot.}
`,
			Good: `start: {words: [TEA]}
steps:
  cups: {ask: How many cups?, answer: number 1-5}
  check:
    when:
      cups >= 3: much
      else: end
  much: {say: That is a lot.}
`,
		},
	}
}
