package rapidpro

import (
	"errors"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestTheRiversideExport imports a whole export: three flows in up to three
// languages, and one that is none of texts.
func TestTheRiversideExport(t *testing.T) {
	source, err := os.ReadFile("testdata/riverside.json")
	require.NoError(t, err)
	r, err := Import(source, "Riverside lunch club")
	require.NoError(t, err)
	loads(t, r)
	got := maps.Clone(r.Files)
	got["summary.txt"] = []byte(r.Summary("riverside"))
	dir := filepath.Join("testdata", "riverside")
	if *update {
		require.NoError(t, os.RemoveAll(dir))
		require.NoError(t, os.MkdirAll(dir, 0o755))
		for name, text := range got {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), text, 0o644))
		}
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
		want, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got[e.Name()]), "run  go test ./flows/rapidpro -update  if this is meant")
	}
	require.Equal(t, slices.Sorted(maps.Keys(got)), names)
}

func TestNoAddressOrSecretOfAServiceIsCopied(t *testing.T) {
	source, err := os.ReadFile("testdata/riverside.json")
	require.NoError(t, err)
	require.Contains(t, string(source), "not-a-real-key")
	r, err := Import(source, "Riverside")
	require.NoError(t, err)
	for name, text := range r.Files {
		require.NotContains(t, string(text), "not-a-real-key", name)
	}
	require.NotContains(t, r.Summary("x"), "not-a-real-key")
}

func TestWhatIsNoExportIsRefusedInPlainWords(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"old by its number":       {`{"version": 11, "flows": [{"name": "Tea"}]}`, "older than version 13"},
		"old by its flows":        {`{"flows": [{"name": "Tea", "spec_version": "12.0"}]}`, "older than version 13"},
		"old by its shape":        {`{"version": "13", "flows": [{"action_sets": []}]}`, "older than version 13"},
		"nothing":                 {``, "it is broken at byte 0"},
		"not JSON":                {`flows: []`, "it is broken at byte 2"},
		"cut off":                 {`{"version": "13", "flows": [`, "it is broken at byte 28"},
		"no flows":                {`{"version": "13", "flows": []}`, "there are no flows in this file"},
		"another file":            {`{"name": "x"}`, "there are no flows in this file"},
		"a list":                  {`[]`, "it begins with a array"},
		"something of wrong kind": {`{"version": "13", "flows": [{"nodes": [{"uuid": 7}]}]}`, "flows.nodes.uuid should not be a number"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Import([]byte(c.text), "Town")
			require.ErrorContains(t, err, c.want)
			require.Nil(t, r)
			require.Equal(t, strings.HasPrefix(name, "old"), errors.Is(err, ErrOld))
		})
	}
}

func TestAFlowThatCannotBePlayedIsLeftOutAndTold(t *testing.T) {
	var nodes []node
	for i := range 120 {
		id, next := string(rune('A'+i)), string(rune('A'+i+1))
		nodes = append(nodes, says(id, id+"q", text("Question "+id+"?")), asks(id+"q", "Answer "+id, to{name: "All", node: next}))
	}
	e := &export{Flows: []flow{{UUID: "big", Name: "Big", Nodes: nodes}, {UUID: "small", Name: "Small", Nodes: []node{
		says("a", "b", text("Hello."), action{Type: "enter_flow", Flow: reference{UUID: "big", Name: "Big"}}), says("b", "", text("Bye.")),
	}}}}
	left := map[string]string{}
	_, broken, err := attempt(e, "Town", left, nil)
	require.NoError(t, err)
	require.Contains(t, broken["big"].Message, "this flow has 120 steps; the limit is 100")
	left["big"] = broken["big"].Message
	r, broken, err := attempt(e, "Town", left, nil)
	require.NoError(t, err)
	require.Empty(t, broken)
	loads(t, r)
	require.Len(t, r.Flows, 1)
	require.Equal(t, []Left{{`the flow "Big"`, left["big"]}}, r.Left)
	require.Equal(t, []string{`hello: enter_flow: the flow "Big" is not imported`}, r.Flows[0].Todo)
}

func TestTheSummaryOfACleanImport(t *testing.T) {
	e := &export{Flows: []flow{{UUID: "a", Name: "Tea", Language: "eng", Nodes: []node{says("a", "", text("Tea. Text STOP to leave."))}}},
		Triggers: []trigger{{Type: "K", Keywords: []string{"tea"}, Flow: reference{UUID: "a"}}}}
	r, _, err := attempt(e, "Town", map[string]string{}, nil)
	require.NoError(t, err)
	require.Equal(t, `1 flow came across, into town:
  tea.yaml  1 step  0 questions  English

Everything was imported.

Before anybody is texted:
  Read every flow, and try it:  connective chat --flows town
  In org.yaml write your number, when staff are there, and why you keep what you keep about people.
  RapidPro records no consent: add opt_in: where people agree to be texted.
`, r.Summary("town"))
}
