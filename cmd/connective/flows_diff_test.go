package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestDiffSaysWhatChangedAndWhoWaitsThere compares the folder with what people
// get, and any two versions.
func TestDiffSaysWhatChangedAndWhoWaitsThere(t *testing.T) {
	town := newTeaTown(t)
	require.Equal(t, "Tea Town (tea): nothing -> version VERSION\n\n  tea: new, with 3 steps\n\n", town.done("flows", "diff", town.dir))
	town.done("flows", "publish", town.dir, "--yes")
	for n := range 3 {
		town.text(n, "hello")
	}
	town.text(2, "2")
	require.Equal(t, "Tea Town (tea): version VERSION -> version VERSION\n\n  nothing\n  elsewhere: 3 people wait, for whom nothing changes\n\n", town.done("flows", "diff", town.dir))

	town.write(teaFlow, "drink:\n", "what:\n    was: drink\n    save: drink\n", "{tea: Tea, milk: Milk}", "{milk: Milk, tea: Tea}", "Sugar in", "Any sugar in")
	require.Equal(t, `Tea Town (tea): version VERSION -> version VERSION

  tea: other steps, answers or arrows
    ~ what, was drink
        choices: milk, tea (was tea, milk)
        2 people wait here: finish on version VERSION; with --move: move to what; a number in reply gets the question once more, as its numbers are others
    ~ sugar
        ask, English: "Any sugar in your <drink>?"
          was: "Sugar in your <drink>?"
        1 person waits here: finish on version VERSION; with --move: move to sugar

`, town.done("flows", "diff", town.dir))
	require.Contains(t, town.done("flows", "publish", town.dir, "--dry-run"), `What changes
  tea: other steps, answers or arrows
    ~ what, was drink
        choices: milk, tea (was tea, milk)
    ~ sugar
        ask, English: "Any sugar in your <drink>?"
          was: "Sugar in your <drink>?"

Who is in the middle
`)
	first := town.version()
	town.done("flows", "publish", town.dir, "--yes")
	both := town.done("flows", "diff", "tea@"+first, "tea")
	require.Contains(t, both, "~ what, was drink")
	require.Equal(t, both, town.done("flows", "diff", "tea@"+first[:6], town.dir))
	require.Contains(t, town.done("flows", "diff", "tea", "tea@"+first), "- what")
}

// version is the version that people get now, as the list of versions names it.
func (town *teaTown) version() string {
	town.t.Helper()
	var lines []versionLine
	require.NoError(town.t, json.Unmarshal([]byte(town.raw("flows", "versions", "tea", "--json")), &lines))
	return short(lines[0].Version)
}

// raw is what a command prints that must work.
func (town *teaTown) raw(args ...string) string {
	town.t.Helper()
	var out, wrong strings.Builder
	require.Zero(town.t, run(town.t.Context(), args, streams{strings.NewReader(""), &out, &wrong}), wrong.String())
	return out.String()
}

func TestDiffOfTwoFoldersNeedsNoStore(t *testing.T) {
	town := newTeaTown(t)
	t.Setenv("CONNECTIVE_SECRET", "")
	other := filepath.Join(t.TempDir(), "tea")
	require.NoError(t, os.CopyFS(other, os.DirFS(town.dir)))
	town.write(teaFlow, "milk: Milk}", "milk: Milk, water: Water}")
	require.Contains(t, town.done("flows", "diff", other, town.dir), "choices: tea, milk, water (was tea, milk)\n")
	var sets []struct {
		Org   string
		Flows []struct{ Flow, Kind string }
	}
	require.NoError(t, json.Unmarshal([]byte(town.raw("flows", "diff", other, town.dir, "--json")), &sets))
	require.Len(t, sets, 1)
	require.Equal(t, "tea", sets[0].Org)
	require.Equal(t, []struct{ Flow, Kind string }{{"tea", "changed"}}, sets[0].Flows)
}

func TestDiffNamesWhatItCannotFind(t *testing.T) {
	town := newTeaTown(t)
	for said, args := range map[string][]string{
		"there is no folder":             {town.dir + "x"},
		"nothing is published yet":       {"tea", town.dir},
		"as an organisation":             {"tea", town.dir},
		"see  connective flows lint DIR": {town.dir},
	} {
		if strings.Contains(said, "lint") {
			town.write(teaFlow, "milk: Milk}", "milk: Milk -> cow}")
		}
		status, out := town.run(append([]string{"flows", "diff"}, args...)...)
		require.Equal(t, 1, status)
		require.Contains(t, out, said)
		town.write(teaFlow)
	}
	town.done("flows", "publish", town.dir, "--yes")
	status, out := town.run("flows", "diff", "tea@ffffffff", town.dir)
	require.Equal(t, 1, status)
	require.Contains(t, out, "no version begins with")
}

func TestAPictureShowsWhoWaitsWhere(t *testing.T) {
	town := newTeaTown(t)
	town.done("flows", "publish", town.dir, "--yes")
	for n := range 3 {
		town.text(n, "hello")
	}
	town.text(2, "2")
	flow := filepath.Join(town.dir, "tea.yaml")
	require.NotContains(t, town.done("flows", "graph", flow, "--mermaid"), "here")
	drawn := town.done("flows", "graph", flow, "--mermaid", "--waiting")
	require.Contains(t, drawn, "2 people wait here")
	require.Contains(t, drawn, "1 person waits here")
	town.write(teaFlow, "sugar:", "sweet:", "<sugar>", "<sweet>")
	require.Contains(t, town.done("flows", "graph", flow, "--mermaid", "--waiting"), "1 person is not shown: they are at steps that these flows do not have.")
}
