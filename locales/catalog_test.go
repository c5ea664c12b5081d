package locales

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// add puts texts of one form into a catalog.
func add(t testing.TB, c *Catalog, language string, texts map[string]string) {
	t.Helper()
	for id, text := range texts {
		require.NoError(t, c.Add(language, id, map[string]string{"other": text}))
	}
}

func TestBlanks(t *testing.T) {
	for text, want := range map[string][]Blank{
		"":                        nil,
		"no blank":                nil,
		"Hi <name>.":              {{Name: "name", Start: 3, End: 9}},
		"<me.area|Millbrook>":     {{Name: "me.area", Fallback: "Millbrook", Start: 0, End: 19}},
		"<a><b|>":                 {{Name: "a", Start: 0, End: 3}, {Name: "b", Start: 3, End: 7}},
		"I <3 you, <name>":        {{Name: "name", Start: 10, End: 16}},
		"<<name>>":                {{Name: "name", Start: 1, End: 7}},
		"<open":                   nil,
		"< name > <two words> <>": nil,
		"<.x> <x.> <_x> <1x>":     nil,
		"<Name>":                  {{Name: "Name", Start: 0, End: 6}},
		"{{printf \"%9d\"}} <n1>": {{Name: "n1", Start: 17, End: 21}},
	} {
		require.Equal(t, want, Blanks(text), "%q", text)
	}
}

func TestRenderFillsBlanksAndFallsBack(t *testing.T) {
	c := NewCatalog("en")
	add(t, c, "en", map[string]string{"g/top.ask": "<me.name|You> in <me.area|town>, <gone>!", "g/only": "English only"})
	add(t, c, "cy", map[string]string{"g/top.ask": "<me.name|Chi> yn <me.area|y dref>, <gone>!", "g/empty": ""})
	fill := func(blank string) string { return map[string]string{"me.name": "Ann"}[blank] }

	for _, example := range []struct{ language, id, want, used string }{
		{"en", "g/top.ask", "Ann in town, !", "en"},
		{"cy", "g/top.ask", "Ann yn y dref, !", "cy"},
		{"cy-GB", "g/top.ask", "Ann yn y dref, !", "cy"},
		{"cy", "g/only", "English only", "en"},
		{"ar", "g/only", "English only", "en"},
		{"", "g/only", "English only", "en"},
	} {
		text, used, ok := c.Render(example.language, example.id, nil, fill)
		require.True(t, ok)
		require.Equal(t, example.want, text)
		require.Equal(t, example.used, used, example.language)
	}
	_, _, ok := c.Render("en", "g/nothing", nil, fill)
	require.False(t, ok)
	_, _, ok = c.Render("cy", "g/empty", nil, fill)
	require.False(t, ok, "a text without words is as good as none")
}

func TestRenderPicksThePluralForm(t *testing.T) {
	c := NewCatalog("en")
	require.NoError(t, c.Add("en", "n", map[string]string{"one": "<n> week", "other": "<n> weeks"}))
	require.NoError(t, c.Add("pl", "n", map[string]string{"one": "1 tydzień", "few": "tygodnie", "many": "tygodni"}))
	require.NoError(t, c.Add("cy", "n", map[string]string{"zero": "0", "one": "1", "two": "2", "few": "3", "many": "6", "other": "o"}))
	for language, forms := range map[string]map[int]string{
		"en": {0: " weeks", 1: " week", 2: " weeks"},
		"pl": {1: "1 tydzień", 2: "tygodnie", 5: "tygodni", 12: "tygodni", 22: "tygodnie"},
		"cy": {0: "0", 1: "1", 2: "2", 3: "3", 6: "6", 4: "o", 10: "o"},
		"ar": {1: " week", 3: " weeks"},
	} {
		for n, want := range forms {
			text, _, ok := c.Render(language, "n", &n, nil)
			require.True(t, ok)
			require.Equal(t, want, text, "%s %d", language, n)
		}
	}
	text, _, ok := c.Render("pl", "n", nil, nil)
	require.True(t, ok, "without a count, and without the form other")
	require.Equal(t, "tygodni", text)
}

func TestTextsAreInert(t *testing.T) {
	c := NewCatalog("en")
	for _, text := range []string{`{{printf "%999999d" 1}}`, "{{.}}", "%s %d", "{{", "one: other: <"} {
		add(t, c, "en", map[string]string{text: text})
		got, _, ok := c.Render("en", text, nil, nil)
		require.True(t, ok)
		require.Equal(t, text, got)
	}
}

func TestAddRefusesWhatItCannotKeep(t *testing.T) {
	c := NewCatalog("en")
	require.ErrorContains(t, c.Add("en", "x", map[string]string{"some": "text"}), `no plural form "some"`)
	require.ErrorContains(t, c.Add("no such", "x", map[string]string{"other": "text"}), "read language")
	require.ErrorContains(t, c.Add("rom", "x", map[string]string{"other": "text"}), "no plural rule")
}

func TestSourceAndBlanksOfAText(t *testing.T) {
	c := NewCatalog("en")
	require.NoError(t, c.Add("en", "x", map[string]string{"one": "<a> <b>", "other": "<a> <c.d|e>"}))
	add(t, c, "cy", map[string]string{"y": "<z>"})

	text, ok := c.Source("en", "x")
	require.True(t, ok)
	require.Equal(t, "<a> <c.d|e>", text)
	_, ok = c.Source("cy", "x")
	require.False(t, ok, "exactly that language")
	require.Equal(t, []string{"a", "c.d", "b"}, c.Blanks("x"))
	require.Empty(t, c.Blanks("y"), "only the default language's text counts")
}

func TestManyMayReadACatalog(t *testing.T) {
	c := NewCatalog("en")
	add(t, c, "en", map[string]string{"x": "<n> x"})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				text, _, _ := c.Render("cy", "x", nil, func(string) string { return "1" })
				if text != "1 x" {
					t.Errorf("got %q", text)
				}
			}
		})
	}
	all.Wait()
}

func TestPluralForms(t *testing.T) {
	for language, want := range map[string]string{
		"en": "one other", "pl": "one few many", "cy": "zero one two few many other",
		"ur": "one other", "ar": "zero one two few many other", "vi": "other",
	} {
		require.Equal(t, want, strings.Join(PluralForms(language), " "), language)
	}
}

func BenchmarkRender(b *testing.B) {
	c := NewCatalog("en")
	add(b, c, "en", map[string]string{"plain": "Reply with a number.", "blanks": "<me.name|You> in <me.area|town>: <group.name>"})
	add(b, c, "cy", map[string]string{"plain": "Atebwch gyda rhif.", "blanks": "<me.name|Chi> yn <me.area|y dref>: <group.name>"})
	require.NoError(b, c.Add("cy", "count", map[string]string{"one": "<n> grŵp", "other": "<n> o grwpiau"}))
	fill := func(string) string { return "Ann" }
	n := 7
	for id, count := range map[string]*int{"plain": nil, "blanks": nil, "count": &n} {
		b.Run(id, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Render("cy", id, count, fill)
			}
		})
	}
}

func TestWordingsAreAllThatRenderCanAnswer(t *testing.T) {
	c := NewCatalog("en")
	require.NoError(t, c.Add("en", "people", map[string]string{"one": "<n> person", "other": "<n> people"}))
	require.NoError(t, c.Add("pl", "people", map[string]string{"one": "<n> osoba", "few": "<n> osoby", "many": "<n> osób"}))
	for _, tag := range []string{"en", "pl", "cy", "en-GB"} {
		forms := c.Wordings(tag, "people")
		for n := range 30 {
			text, _, ok := c.Render(tag, "people", &n, func(name string) string { return "<" + name + ">" })
			require.True(t, ok)
			require.Contains(t, forms, text)
		}
	}
	require.Len(t, c.Wordings("pl", "people"), 3)
	require.Empty(t, c.Wordings("en", "nobody"))
}
