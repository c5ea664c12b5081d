package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// newPeopleTown is a staffTown with a consent, a profile field and two groups.
func newPeopleTown(t *testing.T) *staffTown {
	t.Helper()
	s := newStaffTown(t)
	t.Setenv("CONNECTIVE_ALLOW_TEST_NUMBERS", "true")
	dir := filepath.Join(os.Getenv("CONNECTIVE_FLOWS"), "tea")
	for name, text := range map[string]string{
		"org.yaml":   teaOrg + "consents: {news: News of the town}\nprofile:\n  first_name: {type: name, why: To say hello, keep: 2 years}\n",
		"groups.csv": "id,name,sensitive\nwalk,Walk and talk,\nsober,Sober Sundays,yes\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	s.run(exitDone, "flows", "publish", "--yes", dir)
	return s
}

// list writes a list, and returns its path.
func (s *staffTown) list(name string, rows ...string) string {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), name)
	head := "number,first_name,consent,consent_source,consent_date,consent_words,groups"
	require.NoError(s.t, os.WriteFile(path, []byte(strings.Join(append([]string{head}, rows...), "\n")+"\n"), 0o600))
	return path
}

const proof = ",news,paper form,2026-03-31,News by text,"

func TestAListIsImportedAndMended(t *testing.T) {
	s := newPeopleTown(t)
	list := s.list("people.csv", "07700 900101,Ann"+proof+"walk", "01632 960001,Ben"+proof, "7700900103,Cas"+proof+"chess", "07700 900101,Ann"+proof, "07700 900105,Dee,,,,,")
	refused := strings.TrimSuffix(list, ".csv") + "-refused.csv"
	said := s.run(exitFailed, "people", "import", "tea", list, "--dry-run")
	require.Contains(t, said, "5 rows: 1 would be added, 0 would be updated, 0 unchanged, 4 refused.")
	require.NoFileExists(t, refused)

	said = s.run(exitFailed, "people", "import", "tea", list)
	for _, words := range []string{
		"line 3 : this is a landline", `line 4 …103: there is no group called "chess": it can be walk`, "line 5 …101: the same number is on line 2",
		"line 6 …105: no consent: say where", "5 rows: 1 added, 0 updated, 0 unchanged, 4 refused.", "Nobody was texted.", refused,
	} {
		require.Contains(t, said, words)
	}
	require.NotContains(t, said, "900103", "no number is printed")
	require.Contains(t, s.run(exitFailed, "people", "import", "tea", list), "is there already")
	mended, err := os.ReadFile(refused)
	require.NoError(t, err)
	require.Contains(t, string(mended), `07700 900103,Cas,news,paper form,2026-03-31,News by text,chess,"line 4: there is no group`)
	require.NoError(t, os.WriteFile(refused, []byte(strings.ReplaceAll(string(mended), "chess", "walk")), 0o600))
	require.Contains(t, s.run(exitFailed, "people", "import", "tea", refused), "1 added", "what was mended is taken, with the column that says why")
}

// A list cannot take a place: it is said at once, or of the row that asks for it.
func TestAListPutsNobodyIntoAnEventAndItIsSaidWhatToDo(t *testing.T) {
	s := newPeopleTown(t)
	dir := filepath.Join(os.Getenv("CONNECTIVE_FLOWS"), "tea")
	when := time.Now().AddDate(0, 0, 9).Format(time.DateOnly)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "groups.csv"), []byte("id,name,sensitive,date,place,places\nwalk,Walk and talk,,,,\ndance,Tea dance,,"+when+" 10:00,The hall,12\n"), 0o600))
	s.run(exitDone, "flows", "publish", "--yes", dir)
	const why = "nobody is put into the event Tea dance by a list, as its places are counted: people text that they come, or are put in one by one on the page of its group"
	require.Contains(t, s.run(exitFailed, "people", "import", "tea", s.list("people.csv", "07700 900101,Ann"+proof+"dance")), "line 2 …101: "+why)
	said := s.run(exitFailed, "people", "import", "tea", s.list("people.csv", "07700 900101,Ann"+proof), "--group", "dance")
	require.Contains(t, said, why)
	require.NotContains(t, said, "refused", "no row is looked at")
	require.Contains(t, s.run(exitFailed, "people", "import", "tea", s.list("people.csv", "07700 900101,Ann"+proof), "--group", "chess"), `there is no group called "chess": it can be walk`)
}

func TestAnImportForScripts(t *testing.T) {
	s := newPeopleTown(t)
	list := s.list("people.csv", "07700 900101,Ann"+proof, "4.47701E+11,Ben"+proof)
	var out struct {
		Refused []struct {
			Line    int
			Reasons []struct{ Reason, Column string }
			Words   []string
		}
		Report struct{ Rows, Added, Refused int }
	}
	require.NoError(t, json.Unmarshal([]byte(s.run(exitFailed, "people", "import", "tea", list, "--json", "--group", "walk")), &out))
	require.Equal(t, 2, out.Report.Rows)
	require.Equal(t, 1, out.Report.Added)
	require.Equal(t, 3, out.Refused[0].Line)
	require.Equal(t, "damaged", out.Refused[0].Reasons[0].Reason)
	require.Contains(t, out.Refused[0].Words[0], "make the column Text")
	for group, want := range map[string]string{"chess": `no group called "chess": it can be walk`, "sober": "nobody is put into Sober Sundays by a list"} {
		require.Contains(t, s.run(exitFailed, "people", "import", "tea", list, "--group", group), want)
	}
}

func TestWhatIsExportedCanBeImportedAndWhoIsForgottenCannot(t *testing.T) {
	s := newPeopleTown(t)
	s.run(exitDone, "people", "import", "tea", s.list("people.csv", "07700 900101,Ann"+proof+"walk", "07700 900102,Ben"+proof))
	all := filepath.Join(t.TempDir(), "all.csv")
	require.Contains(t, s.run(exitDone, "people", "export", "tea", all), "2 people")
	text, err := os.ReadFile(all)
	require.NoError(t, err)
	require.Contains(t, string(text), "07700 900101,Ann,en,news,paper form,2026-03-31,News by text,walk,\n")
	require.Contains(t, s.run(exitFailed, "people", "export", "tea", all), "exists", "it does not write over a list")

	require.Contains(t, s.run(exitDone, "people", "forget", "tea", "+44 7700 900101", "--reason", "asked by phone"), "Erased.")
	said := s.run(exitFailed, "people", "import", "tea", all)
	require.Contains(t, said, "…101: this person asked to be left alone")
	require.Contains(t, said, "0 added, 0 updated, 1 unchanged, 1 refused")
	require.Contains(t, s.run(exitDone, "people", "forget", "tea", "07700 900199", "--reason", "asked by phone"), "Nothing was kept of that number before.")
	require.Contains(t, s.run(exitDone, "people", "dead", "tea"), "Every number can be reached")
	require.Contains(t, s.run(exitDone, "people", "dead", "tea", "--lift", "07700 900102"), "Broadcasts reach it again.")
	log := s.run(exitDone, "audit", "list", "--org", "tea")
	for _, deed := range []string{"imported people", "exported people", "forgot a person", "asked by phone"} {
		require.Contains(t, log, deed)
	}
	require.NotContains(t, log, "900101")
}
