package flows

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const sensitiveTown = `-- org.yaml --
name: Tea Town
number: "+447700900002"
languages: [en, cy]
consents: {tips: Tips by text}
-- groups.csv --
id,name,name:cy,word,date,invites,sensitive
grief,Grief cafe,Caffi galar,GRIEF,,,yes
hope,Hope,,,,,yes
walkers,Walking group,Grwp cerdded,,,,
`

func TestNoTextThatComesByItselfNamesASensitiveGroup(t *testing.T) {
	for name, c := range map[string]struct {
		files string
		found bool
	}{
		"told to its members":               {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {tell: {who: group grief, text: GRIEF CAFE is off.}, say: Sent.}\n", true},
		"its word, told to its members":     {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {tell: {who: group grief, text: Text GRIEF to come.}, say: Sent.}\n", true},
		"told to others":                    {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {tell: {who: group walkers, text: The Grief cafe joins us.}, say: Sent.}\n", true},
		"told to whoever asked":             {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {tell: {who: asker, text: The Grief cafe says yes.}, say: Sent.}\n", true},
		"a choice that others are given":    {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {tell: {who: group walkers, text: Where?, options: {a: Grief cafe, b: Hall}}, say: Sent.}\n", true},
		"told to staff":                     {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {tell: {who: queue desk, text: They ask about the Grief cafe.}, say: Sent.}\n-- org.yaml --\nname: Tea Town\nnumber: \"+447700900002\"\nlanguages: [en, cy]\nqueues: {desk: {answer_within: 1 hour}}\n", false},
		"an answer":                         {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {say: The Grief cafe is on Thursday.}\n", false},
		"a word that is but a word":         {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {tell: {who: group walkers, text: We hope to see you.}, say: Sent.}\n", false},
		"the same word to its members":      {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {tell: {who: group hope, text: We hope to see you.}, say: Sent.}\n", true},
		"within another word":               {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {tell: {who: group hope, text: We are hopeful.}, say: Sent.}\n", false},
		"a translation":                     {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {tell: {who: group grief, text: We are closed.}, say: Sent.}\n-- try.cy.yaml --\ntexts:\n  top.tell.text: {en: We are closed., cy: Mae Caffi galar ar gau.}\n  top.say: {en: Sent., cy: Anfonwyd.}\n", true},
		"started by the clock":              {"-- try.yaml --\nstart: {every: Monday 18:00, to: group grief}\nsteps:\n  top: {say: Grief cafe tomorrow.}\n", true},
		"asked by the clock":                {"-- try.yaml --\nstart: {every: Monday 18:00, to: group walkers}\nsteps:\n  top: {ask: Come to the Grief cafe?, options: {yes: Yes -> end, no: No -> end}}\n", true},
		"in answer to what the clock asked": {"-- try.yaml --\nstart: {every: Monday 18:00, to: group walkers}\nsteps:\n  top: {ask: Shall we say more?, options: {yes: Yes, no: No -> end}}\n  more: {say: The Grief cafe is tomorrow.}\n", false},
		"after a wait":                      {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {say: Soon., wait: 1 day}\n  more: {set: {a: b}}\n  last: {say: How was the Grief cafe?}\n", true},
		"when nobody has replied":           {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {ask: More?, options: {yes: Yes -> end, no: No -> end}, timeout: {after: 1 day, then: last}}\n  last: {say: How was the Grief cafe?}\n", true},
		"a question that is asked again":    {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {ask: Join the Grief cafe?, options: {yes: Yes -> end, no: No -> end}, remind: 20 hours}\n", true},
		"whichever group was chosen":        {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  which: {ask: Which?, options: {from: groups, empty: end}}\n  top: {tell: {who: group <which>, text: \"<which.name>: we are closed.\"}, say: Sent.}\n", true},
		"by its id":                         {"-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {tell: {who: group walkers, text: \"<grief.name> joins us.\"}, say: Sent.}\n", true},
		"a lesson":                          {courseFiles("Come to the Grief cafe."), true},
		"a lesson that does not":            {courseFiles("Come to us."), false},
		"an event":                          {eventFiles("Grief cafe picnic,,,2027-09-17 10:00,walkers,"), true},
		"an event of one of its members":    {eventFiles("Hope picnic,,,2027-09-17 10:00,hope,"), true},
		"an event of others":                {eventFiles("Hope picnic,,,2027-09-17 10:00,walkers,"), false},
		"an event that is sensitive too":    {eventFiles("Grief cafe picnic,,,2027-09-17 10:00,grief,yes"), false},
	} {
		t.Run(name, func(t *testing.T) {
			_, all := LoadAt(folder(sensitiveTown+c.files), "", nil, lintDay)
			found := false
			for _, f := range all {
				if f.Severity == Error {
					require.Equal(t, "names-sensitive", f.Code, printed(all))
				}
				found = found || f.Code == "names-sensitive"
			}
			require.Equal(t, c.found, found, printed(all))
		})
	}
}

func courseFiles(lesson string) string {
	return "-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {say: Hello.}\n-- courses.csv --\nid,name,date,consent\nbump,Bump tips,due,tips\n-- course_bump.csv --\nid,when,text\nbag,4 weeks before," + lesson + "\n"
}

func eventFiles(row string) string {
	return "-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {say: Hello.}\n-- groups.csv --\nid,name,name:cy,word,date,invites,sensitive\ngrief,Grief cafe,Caffi galar,GRIEF,,,yes\nhope,Hope,,,,,yes\nwalkers,Walking group,Grwp cerdded,,,,\npicnic," + row + "\n"
}
