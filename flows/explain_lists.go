package flows

// listFaults is what the loader finds in lists and in translations, for Explain.
func listFaults() []check {
	return []check{
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
