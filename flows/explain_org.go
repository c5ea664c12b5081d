package flows

// orgFaults is what the loader finds in org.yaml, for Explain.
func orgFaults() []check {
	return []check{
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
			Code: "fallback-what",
			What: "A fallback connection names no company, the organisation's own, or a number at which people's answers would not be heard.",
			Why:  "People answer the number that texts them. What they answer, STOP above all, must come back here, to this organisation and no other.",
			Mend: "Write  fallback: {provider: north, number: \"+447700900003\", replies: here},  once what is texted to that number is sent to this installation.",
			Bad: `-- org.yaml --
name: Tea Town
number: "+447700900002"
fallback: {provider: north, number: "+447700900003"}
`,
			Good: `-- org.yaml --
name: Tea Town
number: "+447700900002"
fallback: {provider: north, number: "+447700900003", replies: here}
`,
		},
		appFault(),
		{
			Code: "other-provider",
			What: "Two organisations share a number and have different providers.",
			Why:  "A number belongs to one company, so texts to it come by one connection. One of the two would hear from nobody.",
			Mend: "Give both the same provider:, or each its own number.",
		},
		{
			Code: "no-such-area", Severity: Warning,
			What: "An area under cases: leads to an organisation that is not there, or takes no cases from here.",
			Why:  "Staff are not offered it, so a case of somebody who lives there cannot be handed over.",
			Mend: "Correct org: or queue:, ask the other organisation to name yours under takes_from:, or use contact: for people who are not on this install.",
		},
	}
}
