package flows

// keyFaults is what the loader finds in the keys of files and in lists, for
// Explain.
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
		{
			Code: "no-reason",
			What: "Something is kept about people without a reason or an end date.",
			Why:  "Personal data must have both. People who text MYDATA are told them.",
			Mend: "Add why: and keep: to the field.",
			Bad: `-- org.yaml --
name: Tea Town
number: "+447700900002"
profile:
  first_name: {type: name}
`,
			Good: `-- org.yaml --
name: Tea Town
number: "+447700900002"
profile:
  first_name: {type: name, why: To call people by it, keep: 2 years}
`,
		},
		{
			Code: "no-name",
			What: "Org.yaml has no name.",
			Why:  "People must be told who is texting them.",
			Mend: "Add name: and the name that people know you by.",
			Bad: `-- org.yaml --
number: "+447700900002"
`,
			Good: `-- org.yaml --
name: Tea Town
number: "+447700900002"
`,
		},
		{
			Code: "no-number",
			What: "Org.yaml has no number.",
			Why:  "Nobody could text the organisation.",
			Mend: "Add number: and the number that people text, with + and the country, in double quotes.",
			Bad: `-- org.yaml --
name: Tea Town
`,
			Good: `-- org.yaml --
name: Tea Town
number: "+447700900002"
`,
		},
		{
			Code: "word-taken-org",
			What: "Two organisations share a number, and a word that is texted to it does not tell them apart.",
			Why:  "Only one of them would hear from people.",
			Mend: "Give each its own number, or its own word:. Where they share a number, no word may start a flow of both: agree another word, or put the organisation's own word first, as in MILLBROOK JOIN.",
		},
		{
			Code: "bad-list",
			What: "A CSV file cannot be read as a list.",
			Why:  "Choices are made from its rows. If one is not in order, people would be shown the wrong words.",
			Mend: "Save it from your spreadsheet as CSV (UTF-8). The first line names the columns, and id and name must be among them; each row has as many cells.",
			Bad: `-- groups.csv --
name,about
Walking group,We walk.
`,
			Good: `-- groups.csv --
id,name,about
walkers,Walking group,We walk.
`,
		},
		{
			Code:     "orphan",
			Severity: Warning,
			What:     "A translation has no text of which it is the translation.",
			Why:      "The text was renamed or deleted. Nobody is sent the translation.",
			Mend:     "Delete it, or give it the place of a text that is there.",
			Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- try.cy.yaml --
language: cy
texts:
  tip.say: {en: Tea comes., cy: Daw te.}
`,
			Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- try.cy.yaml --
language: cy
texts:
  top.say: {en: Tea comes., cy: Daw te.}
`,
		},
		{
			Code: "lost-blank",
			What: "A translation leaves out a blank.",
			Why:  "People who read that language would not be told what everybody else is told.",
			Mend: "Put the blank where it belongs. Its name is not translated.",
			Bad: `start: {words: [TEA]}
steps:
  kind: {ask: Which tea?, answer: text}
  pour: {say: Your <kind> comes.}
-- try.cy.yaml --
language: cy
texts:
  pour.say: {en: Your <kind> comes., cy: Daw te.}
`,
			Good: `start: {words: [TEA]}
steps:
  kind: {ask: Which tea?, answer: text}
  pour: {say: Your <kind> comes.}
-- try.cy.yaml --
language: cy
texts:
  pour.say: {en: Your <kind> comes., cy: Daw eich <kind>.}
`,
		},
	}
}
