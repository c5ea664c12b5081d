package rapidpro

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/connective-messaging/connective/flows"
)

// loads checks that what came out can be read by the bot, and that the summary
// tells of every comment in it.
func loads(t require.TestingT, r *Result) {
	fsys, err := r.Files.FS("town")
	require.NoError(t, err)
	book, found := flows.Load(fsys)
	for _, f := range found {
		require.NotEqual(t, flows.Error, f.Severity, "%s\n%s", f, r.Files[strings.TrimPrefix(f.Pos.File, "town/")])
	}
	require.Len(t, book.Orgs, 1)
	require.Len(t, book.ByID()[0].Flows, len(r.Flows))
	comments, told := 0, 0
	for _, text := range r.Files {
		comments += strings.Count("\n"+string(text), Mark)
	}
	for _, f := range r.Flows {
		told += len(f.Todo)
	}
	require.LessOrEqual(t, comments, told, "what is not imported is told")
	require.NotEmpty(t, r.Summary("town"))
}

func FuzzImport(f *testing.F) {
	text, err := os.ReadFile("testdata/riverside.json")
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"version":"13","flows":[{"uuid":"a","name":"Tea","spec_version":"13.0","nodes":[{"uuid":"b","actions":[{"type":"send_msg","text":"Tea"}],"exits":[{"uuid":"c"}]}]}]}`))
	f.Add([]byte(`{"version":"11.12","flows":[{"action_sets":[]}]}`))
	f.Add([]byte(`{"version":13,"flows":[{"nodes":null}]}`))
	f.Add([]byte(`[`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := Import(text, "Town")
		if err != nil {
			require.Nil(t, r)
			return
		}
		loads(t, r)
	})
}

// anyWords draws words such as authors write, and such as break things.
var anyWords = rapid.SampledFrom([]string{
	"Yes", "No", "yes", "Red", "Help", "STOP", "Other", "1", "2 two", "", " ", "<name>", "a -> b", "Say \"hi\": #1, {x}", "line\nline", "1. Tea\n2. Coffee", "@results.colour", "@results.end.category",
	"@fields.area", "@fields.menu", "@contact.name", "@(results.colour * 2)", "@(upper(fields.area))", "@@home", "a@b.example", "@webhook.x", "'quoted'", "- dash", "null", "~", "مدد", "Łódź ŵ", "👍", "\u202ebad\x00", "\ufffe",
	strings.Repeat("very long words ", 80), "&anchor", "*alias", "!tag", "%x", "`tick`", "? what", "| pipe", "> fold", "end", "menu", "me", "many", "key: value", "x #y", "@", "@(", "@(\"", "back", "Cymraeg", "100%", "[a]", "a,b", "\\", "trailing ", "<b|c>", "<a.b>", "1 or 2",
})

var ids = rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "", "nowhere"})

// anyExport draws an export whose nodes lead anywhere.
func anyExport(t *rapid.T) map[string]any {
	var all []any
	for i := range rapid.IntRange(1, 3).Draw(t, "flows") {
		var nodes []any
		for j := range rapid.IntRange(0, 5).Draw(t, "nodes") {
			nodes = append(nodes, anyNode(t, string(rune('a'+j))))
		}
		all = append(all, map[string]any{
			"uuid": fmt.Sprintf("f%d", i), "name": anyWords.Draw(t, "name"), "spec_version": "13.2.0", "type": "messaging", "nodes": nodes,
			"language": rapid.SampledFrom([]string{"eng", "cym", "base", "xyz", ""}).Draw(t, "language"), "expire_after_minutes": rapid.IntRange(-1, 2000000).Draw(t, "expire"),
			"localization": map[string]any{"pol": inLanguage(t), "cym": inLanguage(t), "???": inLanguage(t)},
		})
	}
	return map[string]any{"version": "13", "flows": all, "triggers": []any{
		map[string]any{"trigger_type": "K", "keyword": anyWords.Draw(t, "keyword"), "flow": map[string]any{"uuid": "f0"}},
		map[string]any{"trigger_type": rapid.SampledFrom([]string{"K", "C", "S", "?"}).Draw(t, "trigger"), "keywords": []any{anyWords.Draw(t, "keyword")}, "flow": map[string]any{"uuid": "f1"}},
	}, "fields": []any{map[string]any{"key": "area", "type": rapid.SampledFrom([]string{"text", "number", "datetime", "state"}).Draw(t, "type")}}}
}

func inLanguage(t *rapid.T) map[string]any {
	all := map[string]any{}
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		all[id] = map[string]any{"text": []any{anyWords.Draw(t, "text")}, "name": []any{anyWords.Draw(t, "name")}, "arguments": []any{anyWords.Draw(t, "argument")}}
	}
	return all
}

func anyNode(t *rapid.T, id string) map[string]any {
	n := map[string]any{"uuid": id}
	var actions, exits, cases, categories []any
	for range rapid.IntRange(0, 3).Draw(t, "actions") {
		actions = append(actions, anyAction(t))
	}
	for _, e := range []string{"a", "b", "c"} {
		exits = append(exits, map[string]any{"uuid": e, "destination_uuid": ids.Draw(t, "to")})
		categories = append(categories, map[string]any{"uuid": e, "name": anyWords.Draw(t, "category"), "exit_uuid": ids.Draw(t, "exit")})
	}
	for range rapid.IntRange(0, 4).Draw(t, "cases") {
		cases = append(cases, map[string]any{"uuid": ids.Draw(t, "case"), "category_uuid": ids.Draw(t, "category"),
			"type": rapid.SampledFrom([]string{"has_any_word", "has_phrase", "has_only_text", "has_beginning", "has_number", "has_number_between", "has_number_eq", "has_number_lt", "has_number_gt",
				"has_date", "has_date_lt", "has_phone", "has_text", "has_group", "has_category", "has_pattern", ""}).Draw(t, "test"),
			"arguments": rapid.SampledFrom([][]any{nil, {"1"}, {"5", "9"}, {"-3"}, {"yes"}, {"1 yes"}, {"2 no"}, {"g", "Walkers"}, {"2020-01-02"}, {"cym"}}).Draw(t, "arguments")})
	}
	n["actions"], n["exits"] = actions, exits
	if rapid.Bool().Draw(t, "router") {
		r := map[string]any{"type": rapid.SampledFrom([]string{"switch", "switch", "switch", "random", "?"}).Draw(t, "router type"), "result_name": rapid.SampledFrom([]string{"", "Colour", "End", "Area 2", "!"}).Draw(t, "result"),
			"cases": cases, "categories": categories, "default_category_uuid": ids.Draw(t, "default"),
			"operand": rapid.SampledFrom([]string{"@input.text", "@results.colour", "@results.colour.category", "@fields.area", "@contact.groups", "@contact.language", "@child.status", "@results.ticket", "@(now())", ""}).Draw(t, "operand")}
		if rapid.Bool().Draw(t, "wait") {
			r["operand"] = "@input.text"
			r["wait"] = map[string]any{"type": "msg", "timeout": map[string]any{"seconds": rapid.IntRange(-1, 900000).Draw(t, "seconds"), "category_uuid": ids.Draw(t, "late")}}
		}
		n["router"] = r
	}
	return n
}

func anyAction(t *rapid.T) map[string]any {
	a := map[string]any{"uuid": ids.Draw(t, "action"), "text": anyWords.Draw(t, "text"), "name": rapid.SampledFrom([]string{"Colour", "End", "@results.colour", ""}).Draw(t, "name"), "value": anyWords.Draw(t, "value"),
		"field": map[string]any{"key": rapid.SampledFrom([]string{"area", "language", "menu", ""}).Draw(t, "field")}, "groups": []any{map[string]any{"uuid": "g", "name": rapid.SampledFrom([]string{"Walkers", "!", ""}).Draw(t, "group")}},
		"flow": map[string]any{"uuid": rapid.SampledFrom([]string{"f0", "f1", "f2", "gone"}).Draw(t, "flow")}, "language": rapid.SampledFrom([]string{"eng", "cym", "fra", "xx?"}).Draw(t, "language"),
		"terminal": rapid.Bool().Draw(t, "terminal"), "topic": map[string]any{"name": anyWords.Draw(t, "topic")}, "note": anyWords.Draw(t, "note"), "result_name": "Ticket"}
	a["type"] = rapid.SampledFrom([]string{"send_msg", "send_msg", "send_msg", "set_run_result", "set_contact_field", "set_contact_name", "set_contact_language", "add_contact_groups", "remove_contact_groups", "enter_flow", "open_ticket", "call_webhook", "?"}).Draw(t, "type")
	return a
}

func TestAnyExportBecomesFilesThatLoad(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, err := json.Marshal(anyExport(t))
		require.NoError(t, err)
		r, err := Import(text, anyWords.Draw(t, "name"))
		require.NoError(t, err)
		loads(t, r)
		for _, l := range r.Left {
			require.NotContains(t, l.Why, "cannot be written", "a small flow can always be written")
		}
		again, err := Import(text, "x")
		require.NoError(t, err)
		delete(again.Files, "org.yaml")
		delete(r.Files, "org.yaml")
		require.Equal(t, again.Files, r.Files, "the same comes out of the same")
	})
}
