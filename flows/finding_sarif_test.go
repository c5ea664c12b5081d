package flows

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

// sarifShape is what SARIF 2.1.0 asks of the objects that are written, in our
// own words: which properties an object may have and must have, and which values
// they take (OASIS, sections 3.13 to 3.52).
func sarifShape(t *testing.T) *jsonschema.Schema {
	t.Helper()
	raw, err := os.ReadFile("testdata/sarif.schema.json")
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource("sarif.schema.json", doc))
	shape, err := c.Compile("sarif.schema.json")
	require.NoError(t, err)
	return shape
}

func TestSARIFHasTheShapeThatTheStandardAsksFor(t *testing.T) {
	shape := sarifShape(t)
	broken, err := filepath.Glob("testdata/broken/*.yaml")
	require.NoError(t, err)
	var all []Finding
	for _, file := range broken {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		files := folder("")
		files["try.yaml"] = &fstest.MapFile{Data: text}
		_, found := Load(files)
		all = append(all, found...)
	}
	for _, found := range [][]Finding{nil, all[:1], all} {
		var out bytes.Buffer
		require.NoError(t, WriteSARIF(&out, found, "v1.2.3"))
		doc, err := jsonschema.UnmarshalJSON(&out)
		require.NoError(t, err)
		require.NoError(t, shape.Validate(doc))
	}
}

func TestTheShapeOfSARIFRefusesWhatIsWrong(t *testing.T) {
	shape := sarifShape(t)
	for _, wrong := range []string{
		`{"version": "2.1.0"}`,
		`{"version": "2.0.0", "runs": []}`,
		`{"version": "2.1.0", "runs": [{"results": []}]}`,
		`{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"ruleId": "x"}]}]}`,
		`{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"message": {"text": "x"}, "level": "fatal"}]}]}`,
		`{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"message": {"text": "x"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a"}, "region": {"startLine": 0}}}]}]}]}`,
		`{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "findings": []}]}`,
	} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(wrong)))
		require.NoError(t, err)
		require.Error(t, shape.Validate(doc), wrong)
	}
}

func TestSARIFNamesThePlaceTheRuleAndTheFix(t *testing.T) {
	_, found := Load(folder("start: {words: [TEA]}\nsteps:\n  top: {say: Tea “comes”., then: nowhere}\n"))
	require.Len(t, found, 1)
	found[0].Pos.File = "my town/tea.yaml"
	var out bytes.Buffer
	require.NoError(t, WriteSARIF(&out, append(found, Finding{Code: "empty", Severity: Error, Pos: Pos{File: "/srv/tea.yaml"}, Message: "this file is empty."}), ""))
	var log sarifLog
	require.NoError(t, json.Unmarshal(out.Bytes(), &log))
	results, rules := log.Runs[0].Results, log.Runs[0].Tool.Driver.Rules
	require.Len(t, results, 2)
	require.Len(t, rules, 2, "only the rules that found something")
	require.Equal(t, "no-such-step", rules[results[0].RuleIndex].ID)
	require.Equal(t, "empty", rules[results[1].RuleIndex].ID)
	require.Contains(t, results[0].Message.Text, "\nFix: Steps: top; or end")
	require.Equal(t, "my%20town/tea.yaml", results[0].Locations[0].Physical.File.URI)
	require.Equal(t, &sarifRegion{3, 34, 41, sarifText{"  top: {say: Tea “comes”., then: nowhere}"}}, results[0].Locations[0].Physical.Region, "columns count letters")
	require.Equal(t, "file:///srv/tea.yaml", results[1].Locations[0].Physical.File.URI)
	require.Nil(t, results[1].Locations[0].Physical.Region, "the whole file")
	require.NotContains(t, out.String(), `\u003c`, "angle brackets stay readable")
}
