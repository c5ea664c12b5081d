// Package wenbridge_test checks the words of the example town, which are an
// organisation's and not the engine's: their translations and their length.
package wenbridge_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// translated are the languages beside English.
var translated = []string{"cy", "pl"}

// maxParts is what the flows' own "parts" allows unless it says otherwise.
const maxParts = 2

// list reads one CSV file: rows by column.
func list(t *testing.T, name string) []map[string]string {
	t.Helper()
	raw, err := os.Open(name)
	require.NoError(t, err)
	defer func() { require.NoError(t, raw.Close()) }()
	lines, err := csv.NewReader(raw).ReadAll()
	require.NoError(t, err)
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// texts returns a flow's texts by id, such as "top.ask", as far as people are
// sent them.
func texts(t *testing.T, file string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	var flow struct {
		Title string                    `yaml:"title"`
		Steps map[string]map[string]any `yaml:"steps"`
	}
	require.NoError(t, yaml.Unmarshal(raw, &flow))
	found := map[string]string{"title": flow.Title}
	for step, keys := range flow.Steps {
		for _, key := range []string{"ask", "say", "hint"} {
			if text, ok := keys[key].(string); ok {
				found[step+"."+key] = text
			}
		}
		if hand, ok := keys["hand_over"].(map[string]any); ok && hand["if_nobody"] != nil {
			found[step+".hand_over.if_nobody"] = hand["if_nobody"].(string)
		}
		options, _ := keys["options"].(map[string]any)
		if options["from"] != nil {
			continue
		}
		for id, option := range options {
			found[step+".options."+id] = label(option)
		}
	}
	return found
}

// label is what a choice is called, without where it leads.
func label(option any) string {
	if keys, ok := option.(map[string]any); ok {
		option = keys["label"]
	}
	words, _, _ := strings.Cut(option.(string), "->")
	return strings.TrimSpace(words)
}

// flowFiles are the organisation's flows.
func flowFiles(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob("*.yaml")
	require.NoError(t, err)
	flows := slices.DeleteFunc(all, func(name string) bool { return name == "org.yaml" || strings.Count(name, ".") > 1 })
	require.NotEmpty(t, flows)
	return flows
}

func TestEveryTextIsTranslatedAndNoTranslationIsStale(t *testing.T) {
	for _, file := range flowFiles(t) {
		for _, language := range translated {
			pairs := pairsOf(t, strings.TrimSuffix(file, ".yaml"), language)
			for id, text := range texts(t, file) {
				pair := pairs[id]
				require.Equal(t, text, pair["en"], "%s %s", file, id)
				require.NotEmpty(t, pair[language], "%s %s", file, id)
				require.Nil(t, pair["was"], "%s %s", file, id)
				require.Equal(t, names(text), names(pair[language].(string)), "%s %s", file, id)
			}
			for id, pair := range pairs {
				require.NotEmpty(t, pair[language], "%s %s", file, id)
			}
		}
	}
}

// pairsOf returns the texts of a translation, each by language.
func pairsOf(t *testing.T, flow, language string) map[string]map[string]any {
	t.Helper()
	raw, err := os.ReadFile(flow + "." + language + ".yaml")
	require.NoError(t, err)
	var translation struct {
		Draft string                    `yaml:"draft"`
		Texts map[string]map[string]any `yaml:"texts"`
	}
	require.NoError(t, yaml.Unmarshal(raw, &translation))
	require.Equal(t, "yes", translation.Draft, "%s in %s: no speaker has checked it", flow, language)
	return translation.Texts
}

func names(text string) []string {
	var all []string
	for _, b := range locales.Blanks(text) {
		all = append(all, b.Name)
	}
	slices.Sort(all)
	return all
}

func TestNoGroupOrServiceMakesATextTooLong(t *testing.T) {
	for _, shown := range []struct{ list, flow, variable string }{
		{"groups.csv", "groups", "group"}, {"services.csv", "help", "service"},
	} {
		for _, language := range append([]string{"en"}, translated...) {
			catalog := catalogOf(t, shown.flow, language)
			for _, row := range list(t, shown.list) {
				text, _, ok := catalog.Render(language, "details", nil, func(blank string) string {
					column := strings.TrimPrefix(blank, shown.variable+".")
					if own := row[column+":"+language]; own != "" {
						return own
					}
					return row[column]
				})
				require.True(t, ok)
				count := providers.Segments(text)
				require.LessOrEqual(t, count.Parts, maxParts, "%s %s: %d units\n%s", row["id"], language, count.Units, text)
			}
		}
	}
}

// catalogOf holds one flow's step details, with its choices below.
func catalogOf(t *testing.T, flow, language string) *locales.Catalog {
	t.Helper()
	words := texts(t, flow+".yaml")
	if language != "en" {
		pairs := pairsOf(t, flow, language)
		for id := range words {
			words[id] = pairs[id][language].(string)
		}
	}
	text := words["details.ask"]
	for id, choice := range words {
		if strings.HasPrefix(id, "details.options.") {
			text += "\n1 " + choice
		}
	}
	catalog := locales.NewCatalog(language)
	require.NoError(t, catalog.Add(language, "details", map[string]string{"other": text}))
	return catalog
}

func TestListsHaveIDsOfTheirOwnAndWhatTheFlowsSay(t *testing.T) {
	for name, columns := range map[string][]string{
		"groups.csv":   {"name", "name:cy", "name:pl", "word", "around", "about", "about:cy", "about:pl", "meets", "meets:cy", "meets:pl", "texts", "joining", "kind"},
		"services.csv": {"name", "need", "area", "address", "address:cy", "address:pl", "hours", "hours:cy", "hours:pl", "catch", "catch:cy", "catch:pl", "lat", "lon"},
		"outcodes.csv": {"lat", "lon", "next_to"},
	} {
		seen := map[string]bool{}
		for _, row := range list(t, name) {
			require.False(t, seen[row["id"]], "%s has %s twice", name, row["id"])
			seen[row["id"]] = true
			for _, column := range columns {
				require.NotEmpty(t, row[column], "%s %s has no %s", name, row["id"], column)
			}
		}
		require.NotEmpty(t, seen, name)
	}
}

func TestEveryNeedHasAServiceAndEveryServiceANeed(t *testing.T) {
	offered := map[string]bool{}
	for id := range texts(t, "help.yaml") {
		if need, ok := strings.CutPrefix(id, "need.options."); ok {
			offered[need] = true
		}
	}
	delete(offered, "someone") // neither is a need that services list
	delete(offered, "smoking")
	met := map[string]bool{}
	for _, row := range list(t, "services.csv") {
		for need := range strings.FieldsSeq(row["need"]) {
			require.True(t, offered[need], "%s meets %s, which help.yaml does not offer", row["id"], need)
			met[need] = true
		}
	}
	require.Equal(t, offered, met)
}
