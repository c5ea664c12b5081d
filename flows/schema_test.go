package flows

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"
)

// validators returns the schemas, compiled by a validator that is not ours.
func validators(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	all := map[string]*jsonschema.Schema{}
	for _, s := range Schemas() {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(s.Text))
		require.NoError(t, err)
		c := jsonschema.NewCompiler()
		require.NoError(t, c.AddResource(s.File(), doc))
		all[s.Name], err = c.Compile(s.File())
		require.NoError(t, err)
	}
	return all
}

// kindOf tells which schema is a file's.
func kindOf(name string) string {
	base := path.Base(name)
	switch {
	case base == orgFileName:
		return "org"
	case strings.Count(base, ".") > 1:
		return "translation"
	}
	return "flow"
}

// judged validates a YAML file as an editor would read it.
func judged(t *testing.T, all map[string]*jsonschema.Schema, name, text string) error {
	t.Helper()
	var value any
	require.NoError(t, yaml.Unmarshal([]byte(text), &value), name)
	plain, err := json.Marshal(value)
	require.NoError(t, err, name)
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(plain))
	require.NoError(t, err, name)
	return all[kindOf(name)].Validate(instance)
}

func TestEveryKeyHasAShape(t *testing.T) {
	unknown := map[string]bool{}
	look := func(takes []string) {
		for _, words := range takes {
			if len(shapeOf(words)) == 0 {
				unknown[words] = true
			}
		}
	}
	look(taken(flowKeys()))
	look(taken(startKeys()))
	look(taken(stepKeys()))
	look(taken(optionsKeys()))
	look(taken(choiceKeys()))
	look(taken(timeoutKeys()))
	look(taken(handKeys()))
	look(taken(orgKeys()))
	look(taken(queueKeys()))
	look(taken(fallbackKeys()))
	look(taken(appKeys()))
	look(taken(profileKeys()))
	look(taken(watchKeys()))
	look(taken(casesKeys()))
	look(taken(areaKeys()))
	look(taken(tellKeys()))
	look(taken(translationKeys(&translation{})))
	require.Empty(t, unknown, "the schema does not know what these keys take")
}

func taken[T any](table []key[T]) []string {
	all := make([]string, len(table))
	for i, k := range table {
		all[i] = k.takes
	}
	return all
}

func TestTheExamplesFitTheSchemas(t *testing.T) {
	all, files := validators(t), 0
	require.NoError(t, fs.WalkDir(Examples, "examples", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		files++
		text, err := fs.ReadFile(Examples, name)
		require.NoError(t, err)
		require.NoError(t, judged(t, all, name, string(text)), name)
		return nil
	}))
	require.Greater(t, files, 15)
}

func TestWhatTheLoaderTakesFitsTheSchemas(t *testing.T) {
	all := validators(t)
	for _, page := range Explanations() {
		for name, file := range folder(page.Good) {
			if strings.HasSuffix(name, ".yaml") {
				require.NoError(t, judged(t, all, name, string(file.Data)), "%s: %s", page.Code, file.Data)
			}
		}
	}
	doc, err := os.ReadFile(reference)
	require.NoError(t, err)
	for _, part := range strings.Split(string(doc), "```yaml\n")[1:] {
		text, _, _ := strings.Cut(part, "```")
		name := "try.yaml"
		if strings.HasPrefix(text, "language:") {
			name = "try.cy.yaml"
		}
		require.NoError(t, judged(t, all, name, text), text)
	}
}

func TestAWrongKeyOrValueIsRefused(t *testing.T) {
	all := validators(t)
	for what, file := range map[string]struct{ name, text, says string }{
		"a key of a flow":     {"try.yaml", "titel: Tea\nsteps: {top: {say: Tea.}}\n", "additional properties 'titel' not allowed"},
		"a key of a step":     {"try.yaml", "steps: {top: {sya: Tea.}}\n", "at '/steps/top': additional properties 'sya' not allowed"},
		"a key of start":      {"try.yaml", "start: {evry: day 09:00}\nsteps: {top: {say: Tea.}}\n", "additional properties 'evry' not allowed"},
		"no steps":            {"try.yaml", "title: Tea\n", "missing property 'steps'"},
		"a reserved step":     {"try.yaml", "steps: {end: {say: Tea.}}\n", "invalid propertyName 'end'"},
		"a length of time":    {"try.yaml", "timeout: soon\nsteps: {top: {say: Tea.}}\n", "at '/timeout': 'soon' does not match pattern"},
		"too many parts":      {"try.yaml", "parts: 7\nsteps: {top: {say: Tea.}}\n", "at '/parts': maximum: got 7, want 4"},
		"a kind of answer":    {"try.yaml", "steps: {top: {ask: Tea?, answer: beverage}}\n", "at '/steps/top/answer'"},
		"a target":            {"try.yaml", "steps: {top: {say: Tea., then: go away}}\n", "at '/steps/top/then'"},
		"a key of a choice":   {"try.yaml", "steps: {top: {ask: Tea?, options: {a: {lable: A}}}}\n", "additional properties 'lable' not allowed"},
		"a key of options":    {"try.yaml", "steps: {top: {ask: Tea?, options: {from: groups, were: x}}}\n", "additional properties 'were' not allowed"},
		"a key of org.yaml":   {"org.yaml", "name: Tea\nnumber: \"+447700900001\"\nqueus: {}\n", "additional properties 'queus' not allowed"},
		"a phone number":      {"org.yaml", "name: Tea\nnumber: \"07700900001\"\n", "at '/number': '07700900001' does not match pattern"},
		"a kept field":        {"org.yaml", "name: Tea\nnumber: \"+447700900001\"\nprofile: {age: {type: number}}\n", "missing properties 'why', 'keep'"},
		"a translation's key": {"try.cy.yaml", "language: cy\ntext: {}\n", "additional properties 'text' not allowed"},
	} {
		t.Run(what, func(t *testing.T) {
			require.ErrorContains(t, judged(t, all, file.name, file.text), file.says)
		})
	}
}

func TestASchemaSaysWhatAKeyDoes(t *testing.T) {
	var flow struct {
		Properties map[string]struct{ Description string }
	}
	require.NoError(t, json.Unmarshal(Schemas()[0].Text, &flow))
	require.Equal(t, "What MENU and the staff show.\n\nTakes: a text of at most 40 letters.\n\nWithout it: the file's name.", flow.Properties["title"].Description)
	require.Len(t, flow.Properties, len(flowKeys()))
}
