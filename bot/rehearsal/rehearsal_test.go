package rehearsal_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/rehearsal"
	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
)

const tea = `title: Tea
start: {words: [TEA]}
steps:
  milk:
    ask: Milk? Text STOP to stop.
    options: {yes: Yes, no: No}
  sugar:
    ask: Sugar?
    options: {one: One, two: Two}
  done: {say: Enjoy.}
`

func draft() rehearsal.Draft {
	return rehearsal.Draft{Org: "teas", Files: flows.Files{
		"org.yaml": []byte("name: Tea Town\nnumber: \"+447700900002\"\nwelcome: tea\nmenu: [tea]\nqueues: {desk: }\n"),
		"tea.yaml": []byte(tea),
		"tea.chat": []byte("# Tea\n> TEA\n< Milk...\n> 1\n< Sugar...\n\n# Wrong\n> TEA\n< Coffee?\n"),
	}}
}

// changed is the organisation with words of tea.yaml changed.
func changed(t *testing.T, pairs ...string) *flows.Org {
	t.Helper()
	v, err := draft().With("tea.yaml", []byte(strings.NewReplacer(pairs...).Replace(tea))).Judge(begins.At)
	require.NoError(t, err)
	require.NotNil(t, v.Org, "%v", v.Findings)
	return v.Org
}

var begins = transcript.Begins{Who: "ann", At: time.Date(2026, 9, 15, 10, 0, 0, 0, time.UTC)}

// sent does lines with the flows as they are at first.
func sent(t *testing.T, lines ...string) []rehearsal.Sent {
	t.Helper()
	var all []rehearsal.Sent
	for _, line := range lines {
		var err error
		all, err = rehearsal.Add(changed(t), begins, all, line)
		require.NoError(t, err, line)
	}
	return all
}

func TestADraftIsJudgedAsAFolderIs(t *testing.T) {
	v, err := draft().Judge(begins.At)
	require.NoError(t, err)
	require.Equal(t, "teas", v.Org.ID)
	require.Zero(t, v.Errors(""))

	d := draft().With("tea.yaml", []byte(strings.Replace(tea, "Enjoy.", "\"<nobody> enjoy.\"", 1)))
	v, err = d.Judge(begins.At)
	require.NoError(t, err)
	require.Nil(t, v.Org)
	require.Equal(t, 1, v.Errors("tea.yaml"))
	require.Zero(t, v.Errors("org.yaml"))
	require.Equal(t, "unknown-blank", v.Findings[0].Code)
	require.Equal(t, flows.Pos{File: "tea.yaml", Line: 10, Column: 16}, v.Findings[0].Pos)
	require.NotEqual(t, string(d.Files["tea.yaml"]), string(draft().Files["tea.yaml"]), "the first draft stays as it was")
}

func TestWhatIsOverIsFoundInADraft(t *testing.T) {
	d := draft().With("tea.yaml", []byte(tea+"  eve: {wait: until 2026-09-16 17:00}\n  fair: {say: The fair is tomorrow.}\n"))
	for at, want := range map[time.Time]int{begins.At: 0, begins.At.AddDate(0, 0, 2): 1} {
		v, err := d.Judge(at)
		require.NoError(t, err)
		require.NotNil(t, v.Org)
		past := slices.DeleteFunc(v.Findings, func(f flows.Finding) bool { return f.Code != "past" })
		require.Len(t, past, want, at)
	}
}

func TestADraftWithoutAnOrganisationHasFindings(t *testing.T) {
	v, err := rehearsal.Draft{Org: "teas", Files: flows.Files{"tea.yaml": []byte(tea)}}.Judge(begins.At)
	require.NoError(t, err)
	require.Nil(t, v.Org)
	require.Equal(t, "no-org", v.Findings[0].Code)
}

func TestTextsArePlayedAgainAndSayWhereTheyDoNotFit(t *testing.T) {
	for name, c := range map[string]struct {
		change []string
		misfit []string
	}{
		"nothing has changed":          {nil, []string{"", "", ""}},
		"other words":                  {[]string{"Milk?", "With milk?", "Yes", "Yes please"}, []string{"", "", ""}},
		"a choice is gone":             {[]string{"{one: One, two: Two}", "{one: One}"}, []string{"", "", "This was an answer to tea/sugar. Now nothing understands it."}},
		"a question is gone":           {[]string{"sugar:\n    ask: Sugar?\n    options: {one: One, two: Two}", "sugar:\n    say: No sugar."}, []string{"", "", "This was sent while tea/sugar was asked. Now no question is open here."}},
		"a question comes before":      {[]string{"  sugar:", "  cup:\n    ask: Cup?\n    options: {small: Small, two: Tall}\n  sugar:"}, []string{"", "This led to tea/sugar when you sent it. Now it leads to tea/cup.", "This was sent while tea/sugar was asked. Now tea/cup is asked here."}},
		"a question has another name":  {[]string{"  sugar:", "  sweet:\n    was: sugar"}, []string{"", "", ""}},
		"a question was called anew":   {[]string{"  sugar:", "  sweet:"}, []string{"", "This led to tea/sugar when you sent it. Now it leads to tea/sweet.", "This was sent while tea/sugar was asked. Now tea/sweet is asked here."}},
		"both are gone":                {[]string{"{yes: Yes, no: No}", "{no: No}", "sugar:\n    ask: Sugar?\n    options: {one: One, two: Two}", "sugar:\n    ask: Cups?\n    options: {one: One}"}, []string{"", "This was an answer to tea/milk. Now nothing understands it.", "This was understood when you sent it at tea/sugar. Now nothing understands it at tea/milk."}},
		"another word starts the flow": {[]string{"[TEA]", "[BREW]"}, []string{"When you sent this: it is a word that starts a flow. Now: the organisation does not know this phone yet.", "", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			talk := rehearsal.Play(changed(t, c.change...), begins, sent(t, "ann > TEA", "ann > yes", "ann > 2"))
			var misfits []string
			for _, act := range talk.Acts {
				misfits = append(misfits, act.Misfit)
			}
			require.Equal(t, c.misfit, misfits)
		})
	}
}

func TestWhatStaffCannotDoAnyMoreIsSaid(t *testing.T) {
	all := sent(t, "ann > PERSON", "ann > 1", "staff to ann> Hello.")
	require.True(t, rehearsal.Play(changed(t), begins, all).Standing("ann").Case)
	v, err := draft().With("org.yaml", []byte("name: Tea Town\nnumber: \"+447700900002\"\nwelcome: tea\nmenu: [tea]\n")).Judge(begins.At)
	require.NoError(t, err)
	acts := rehearsal.Play(v.Org, begins, all[:3:3]).Acts
	require.Contains(t, acts[2].Misfit, "This cannot be done any more: no case is open")
}

func TestATalkTellsHowSomebodyStandsAndIsWrittenDown(t *testing.T) {
	talk := rehearsal.Play(changed(t), begins, sent(t, "ann > TEA", "after 2 hours"))
	require.Equal(t, rehearsal.Standing{Open: "tea/milk"}, talk.Standing("ann"))
	require.Equal(t, begins.At.Add(2*time.Hour+10*time.Second), talk.Now().UTC())
	written, err := talk.Written("Tea")
	require.NoError(t, err)
	require.Contains(t, written, "ann > TEA\nann < Milk?")
	require.Empty(t, transcript.Run(changed(t), "x.chat", []byte(written)).Failures)
	_, err = rehearsal.Play(changed(t), begins, nil).Written("Tea")
	require.ErrorIs(t, err, rehearsal.ErrNothing)
}

func TestWhatCannotBeDoneIsNotSent(t *testing.T) {
	before := sent(t, "ann > TEA")
	after, err := rehearsal.Add(changed(t), begins, before, "staff to ann> Hello.")
	require.ErrorContains(t, err, "no case is open")
	require.Equal(t, before, after)
}

func TestTranscriptsAreRunByTheirNames(t *testing.T) {
	runs := draft().Transcripts(changed(t))
	require.Len(t, runs, 1)
	require.Equal(t, "tea.chat", runs[0].File)
	require.Equal(t, 2, runs[0].Talks)
	require.NotEmpty(t, runs[0].Failures)
	require.Equal(t, 9, runs[0].Failures[0].Line)
}
