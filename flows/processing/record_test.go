package processing_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/flows/processing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestTheRecordsOfTheShippedOrganisations(t *testing.T) {
	examples, err := fs.Sub(flows.Examples, "examples")
	require.NoError(t, err)
	book, _ := flows.Load(examples)
	require.NotEmpty(t, book.Orgs)
	for _, o := range book.ByID() {
		r := processing.Of(o)
		r.Version = "0123456789abcdef"
		var out bytes.Buffer
		require.NoError(t, r.Markdown(&out))
		path := "testdata/" + o.ID + ".md"
		if *update {
			require.NoError(t, os.WriteFile(path, out.Bytes(), 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(want), out.String())
	}
}

// mill is an organisation that does with people's data what flows can do.
func mill(t *testing.T) *processing.Record {
	t.Helper()
	o, err := flows.LoadPublished("mill", flows.Files{
		"org.yaml": []byte(`name: Mill
number: "+447700900001"
queues: {desk: {}}
cases: {areas: {coast: {name: Coast nurses, org: harbour}, leeds: {name: Leeds nurses, contact: 01632 960123}}}
consents: {updates: News, share_number: Sharing your number, spare: Nothing yet}
profile:
  area: {type: outcode, why: To show what is near, keep: 2 years}
  shoe: {type: number, why: To lend boots, keep: 6 weeks}
`),
		"groups.csv": []byte("id,name,area\nwalk,Walkers,WB1\n"),
		"walk.yaml": []byte(`start: {words: [WALK], every: day 09:00, to: people where me.area is WB1}
record: walks
steps:
  phone: {ask: "Whose number shall we ring?", answer: phone}
  size: {ask: "Boots | size?", answer: text, save: me.shoe}
  agree:
    ask: May we text you, and give your number to the leader?
    exact: yes
    options: {yes: "Yes", maybe: Perhaps -> check, no: No -> bye}
    timeout: {after: 1 day, then: bye}
  check: {when: {me.area is empty: bye, else: agreed}}
  agreed: {opt_in: [updates, share_number], join: walk, set: {seen: <me.shoe>}}
  post: {tell: {who: group walk, text: "<me.first|Somebody> comes. Ring <me.phone>."}}
  person: {hand_over: {queue: desk, about: "Boots <me.shoe>"}, then: end}
  bye: {forget: all, say: Bye., then: end}
`),
		"more.yaml": []byte("record: walks\nneeds: [leader]\nsteps:\n  start: {opt_in: updates}\n  stars: {ask: \"Stars?\", answer: number 1-5}\n  out: {opt_out: updates}\n"),
	}, nil)
	require.NoError(t, err)
	return processing.Of(o)
}

func TestEachFieldTellsWhoSavesAndUsesIt(t *testing.T) {
	r := mill(t)
	require.Equal(t, []processing.Field{
		{Name: "area", Type: "outcode", Why: "To show what is near", Keep: "2 years", Saved: []string{}, Used: []string{"walk/check", "walk (for whom it starts)"}},
		{Name: "shoe", Type: "number", Why: "To lend boots", Keep: "42 days", Saved: []string{"walk/size"}, Used: []string{"walk/agreed", "walk/person"}},
	}, r.Fields)
}

func TestEachConsentTellsTheWordsThatWereShown(t *testing.T) {
	r := mill(t)
	wording := "May we text you, and give your number to the leader?"
	require.Equal(t, []processing.Consent{
		{Name: "updates", Words: "News", Ended: []string{"more/out", "walk/bye"}, Given: []processing.Asked{
			{Step: "more/start"},
			{Step: "walk/agreed", Question: "walk/agree", Wording: wording, Answers: []string{"Perhaps", "Yes"}},
		}},
		{Name: "share_number", Words: "Sharing your number", Ended: []string{"walk/bye"}, Given: []processing.Asked{
			{Step: "walk/agreed", Question: "walk/agree", Wording: wording, Answers: []string{"Perhaps", "Yes"}},
		}},
		{Name: "spare", Words: "Nothing yet", Ended: []string{"walk/bye"}, Given: []processing.Asked{}},
	}, sorted(r.Consents))
}

// sorted puts the answers into an order that does not hang on how they were found.
func sorted(all []processing.Consent) []processing.Consent {
	for i := range all {
		for j := range all[i].Given {
			answers := all[i].Given[j].Answers
			if len(answers) == 2 && answers[0] > answers[1] {
				answers[0], answers[1] = answers[1], answers[0]
			}
		}
	}
	return all
}

func TestWhoIsToldWhatAndWhatRowsHold(t *testing.T) {
	r := mill(t)
	require.Equal(t, []processing.Told{{Step: "walk/post", Who: "the group walk", Words: "<me.first|Somebody> comes. Ring <me.phone>.", Of: []string{"me.first", "me.phone"}, Number: true}}, r.Told)
	require.Equal(t, []processing.Staff{{Queue: "desk", Step: "walk/person", About: "Boots <me.shoe>"}}, r.Staff)
	require.Equal(t, []processing.Dataset{{Name: "walks", Flows: []string{"more", "walk"}, Columns: []string{"leader", "stars", "when", "language", "area", "agree", "seen"}}}, r.Datasets, "no row has a phone number")
	require.Equal(t, []string{"walk/agreed"}, r.Groups)
	require.Equal(t, []processing.Answers{{Flow: "more", Names: []string{"stars"}}, {Flow: "walk", Names: []string{"phone", "agree", "seen"}}}, r.Answers)
	require.Equal(t, []processing.Area{{Name: "Coast nurses", To: "harbour"}, {Name: "Leeds nurses", To: "01632 960123"}}, r.Areas)
	var out bytes.Buffer
	require.NoError(t, r.Markdown(&out))
	require.Contains(t, out.String(), "| Leeds nurses | 01632 960123 |")
	require.Contains(t, out.String(), "me.first, me.phone (**the person's number**)")
	require.Contains(t, out.String(), "**spare**: Nothing yet\n\n- no flow records it\n")
	require.Contains(t, out.String(), "- recorded at `more/start`, without a question before it in this flow\n")
	require.Contains(t, out.String(), "- ended by FORGET, and at more/out, walk/bye; overruled by STOP until the person texts START\n")
	for line := range strings.Lines(out.String()) {
		if strings.HasPrefix(line, "|") {
			require.True(t, strings.HasSuffix(line, "|\n"), "a table that holds together: %q", line)
		}
	}
}

func TestAnOrganisationThatKeepsNothingSaysSo(t *testing.T) {
	o, err := flows.LoadPublished("mill", flows.Files{"org.yaml": []byte("name: Mill\nnumber: \"+447700900001\"\n"), "tea.yaml": []byte("steps:\n  top: {say: Tea.}\n")}, nil)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, processing.Of(o).Markdown(&out))
	require.NotContains(t, out.String(), "Who else a case can go to")
	for _, words := range []string{"Nothing.\n", "None.\n", "Nobody but staff.\n", "No flow hands over to them.\n"} {
		require.Contains(t, out.String(), words)
	}
}
