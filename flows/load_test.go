package flows

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
)

// baseOrg is what the flows of the tests stand in.
const baseOrg = `name: Tea Town
number: "+447700900002"
languages: [en]
hours: {office: {Mon-Fri: 09:00-17:00}}
queues:
  brewers: {hours: office, answer_within: 2 hours}
consents:
  updates: News about tea
profile:
  first_name: {type: name, why: To call people by it, keep: 2 years}
  area: {type: choice, why: To show what is near, keep: 2 years}
`

const baseGroups = "id,name,area,about\nwalkers,Walking group,north,We walk.\nknit,Knit and natter,south,We knit.\n"

// folder makes an organisation's folder of files, beside those that every test
// needs. A text is one flow, try.yaml, and others after lines like
// "-- name.yaml --".
func folder(text string) fstest.MapFS {
	files := fstest.MapFS{"org.yaml": {Data: []byte(baseOrg)}, "groups.csv": {Data: []byte(baseGroups)}}
	name, body := "try.yaml", ""
	keep := func() {
		if body != "" {
			files[name] = &fstest.MapFile{Data: []byte(body)}
		}
	}
	for line := range strings.Lines(text) {
		if head, ok := strings.CutPrefix(strings.TrimSpace(line), "-- "); ok {
			keep()
			name, body = strings.TrimSuffix(head, " --"), ""
			continue
		}
		body += line
	}
	keep()
	return files
}

// printed is every finding, as the linter prints it.
func printed(found []Finding) string {
	var out strings.Builder
	for _, f := range found {
		out.WriteString(f.String() + "\n\n")
	}
	return out.String()
}

// loaded loads an organisation that must have no fault.
func loaded(t *testing.T, text string) *Org {
	t.Helper()
	book, found := Load(folder(text))
	require.Empty(t, printed(found))
	require.Len(t, book.Orgs, 1)
	return book.ByID()[0]
}

func TestTheExamplesAreWithoutFindings(t *testing.T) {
	examples, err := fs.Sub(Examples, "examples")
	require.NoError(t, err)
	book, found := LoadAt(examples, "", nil, time.Date(2031, time.May, 1, 12, 0, 0, 0, time.UTC))
	found = slices.DeleteFunc(found, func(f Finding) bool { return f.Severity == Note }) // their translations are drafts
	require.Empty(t, printed(found))
	require.Len(t, book.Orgs, 2)
	for id, org := range book.Orgs {
		require.Equal(t, id, org.ID)
		require.NotEmpty(t, org.Flows)
	}
}

func TestLoadReadsOneOrganisationOrAFolderOfThem(t *testing.T) {
	one, _ := Load(folder(""))
	require.Contains(t, one.Orgs, "tea_town", "the id comes from the name")

	several := fstest.MapFS{}
	for _, town := range []string{"a", "b"} {
		for name, file := range folder("") {
			text := strings.Replace(string(file.Data), "900002", "90000"+map[string]string{"a": "3", "b": "4"}[town], 1)
			several[town+"/"+name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	book, found := Load(several)
	require.Empty(t, printed(found))
	require.Len(t, book.Orgs, 2)
	require.Equal(t, "a", book.ByNumber("+447700900003")[0].ID)
	require.Empty(t, book.ByNumber("+447700900009"))
}

func TestLoadLeavesOutOnlyTheOrganisationThatIsBroken(t *testing.T) {
	files := fstest.MapFS{}
	for name, file := range folder("") {
		files["good/"+name] = file
	}
	files["bad/org.yaml"] = &fstest.MapFile{Data: []byte("name: Bad\nnumber: 12\n")}
	book, found := Load(files)
	require.Contains(t, printed(found), "bad/org.yaml:2:9: error: number must be a phone number")
	require.Len(t, book.Orgs, 1)
	require.Contains(t, book.Orgs, "good")
}

func TestLoadRefusesASharedNumberWithoutWords(t *testing.T) {
	share := func(a, b string) []Finding {
		files := fstest.MapFS{}
		for id, word := range map[string]string{"a": a, "b": b} {
			files[id+"/org.yaml"] = &fstest.MapFile{Data: []byte(baseOrg + word)}
		}
		book, found := Load(files)
		require.Len(t, book.Orgs, 2-len(found))
		return found
	}
	require.Len(t, share("", ""), 2)
	require.Len(t, share("word: TEA\n", "word: tea\n"), 2)
	require.Len(t, share("word: TEA\n", ""), 1)
	require.Empty(t, share("word: TEA\n", "word: CAKE\n"))
}

func TestOrganisationsOnOneNumberHaveTheirOwnStartWords(t *testing.T) {
	load := func(wordsOfB string) (*Book, []Finding) {
		return Load(fstest.MapFS{
			"a/org.yaml": {Data: []byte(baseOrg + "word: ARK\n")},
			"a/tea.yaml": {Data: []byte("start: {words: [TEA, CAKE]}\nsteps:\n  top: {say: Tea comes.}\n")},
			"b/org.yaml": {Data: []byte(baseOrg + "word: BOAT\n")},
			"b/tea.yaml": {Data: []byte("title: Tea\nstart: {words: [" + wordsOfB + "]}\nsteps:\n  top: {say: Tea comes.}\n")},
		})
	}
	book, found := load("boat tea, cakes")
	require.Empty(t, printed(found))
	require.Len(t, book.Orgs, 2)

	book, found = load("milk, Cake")
	require.Len(t, found, 1)
	require.Equal(t, "b/tea.yaml:2:23", found[0].place())
	require.Equal(t, `Tea Town already uses "CAKE" on +447700900002 (a/tea.yaml:1).`, found[0].Message)
	require.Contains(t, found[0].Fix, "BOAT CAKE")
	require.Contains(t, book.Orgs, "a", "the other one stays")
	require.NotContains(t, book.Orgs, "b")

	_, found = load("ark")
	require.Equal(t, `Tea Town already uses "ARK" on +447700900002 (a/org.yaml:1).`, found[0].Message, "nor may a word be another's own")
}

func TestAnOrganisationsWordIsNoCommand(t *testing.T) {
	files := folder("")
	files["org.yaml"] = &fstest.MapFile{Data: []byte(baseOrg + "word: STOP\n")}
	_, found := Load(files)
	require.Len(t, found, 1)
	require.Equal(t, "shadows-command", found[0].Code)
}

func TestLoadSaysWhenThereIsNothing(t *testing.T) {
	book, found := Load(fstest.MapFS{})
	require.Empty(t, book.Orgs)
	require.Equal(t, "no-org", found[0].Code)
}

func TestEveryValueIsTheTextThatWasWritten(t *testing.T) {
	org := loaded(t, `start: {words: [NO, 09:30]}
steps:
  top:
    set: {date: 2026-05-02, phone: 07700 900123, no: NO}
    say: 0x10
`)
	flow := org.Flows["try"]
	require.Equal(t, []string{"NO", "09:30"}, flow.Start.Words)
	require.Equal(t, "0x10", flow.Steps[0].Say.Source)
	values := map[string]string{}
	for _, a := range flow.Steps[0].Set {
		values[a.Name] = a.Value.Source
	}
	require.Equal(t, map[string]string{"date": "2026-05-02", "phone": "07700 900123", "no": "NO"}, values)
}

func TestWhatIsNotWrittenHasItsDefault(t *testing.T) {
	org := loaded(t, "start: {words: [TEA]}\nsteps:\n  top: {ask: Tea?, answer: text}\n")
	require.Equal(t, "en", org.Language)
	require.Equal(t, Quiet{From: 21 * 60, Until: 8 * 60}, org.Quiet)
	require.Equal(t, "Europe/London", org.Timezone.String())
	flow := org.Flows["try"]
	require.Equal(t, "try", flow.Title.Source)
	require.Equal(t, 2, flow.Parts)
	require.Equal(t, "24h0m0s", flow.Timeout.String())
	require.Equal(t, 2, flow.Steps[0].Tries)
}

func TestOptionsAreReadInEveryForm(t *testing.T) {
	org := loaded(t, `start: {words: [TEA]}
steps:
  fixed:
    ask: Which?
    options:
      black: Black tea
      green: {label: Green tea -> listed, also: [matcha]}
      other: -> listed
    then: listed
  listed:
    ask: Which?
    options: [Mill Lea, "2 sugars -> end", yes]
  rows:
    ask: Which?
    options: {from: groups, where: area is north and not joined, sort: name, limit: 3, empty: end, many: yes}
  those:
    ask: Which?
    options: <rows>
`)
	steps := org.Flows["try"].Steps
	fixed := steps[0].Options.Fixed
	require.Equal(t, "Black tea", fixed[0].Label.Source)
	require.Equal(t, "try/fixed.options.black", fixed[0].Label.ID)
	require.Equal(t, Target{Kind: ToStep, Name: "listed", Pos: Pos{"try.yaml", 7, 35}}, *fixed[1].Then)
	require.Equal(t, "try/fixed.options.green.also.1", fixed[1].Also[0].ID)
	require.Empty(t, fixed[2].Label.Source)
	require.Equal(t, "listed", fixed[2].Then.Name)
	var ids []string
	for _, o := range steps[1].Options.Fixed {
		ids = append(ids, o.ID)
	}
	require.Equal(t, []string{"mill_lea", "n2_sugars", "yes"}, ids)
	require.Equal(t, 3, steps[2].Options.Limit)
	require.True(t, steps[2].Options.Many)
	require.Equal(t, "<rows>", steps[3].Options.From)
}
