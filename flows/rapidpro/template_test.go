package rapidpro

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTextsAreTakenApartAsGoflowDoes(t *testing.T) {
	result := func(key string) part { return part{ref: ref{kind: resultOf, key: key}} }
	for text, want := range map[string]phrase{
		"Hello.":                               {{words: "Hello."}},
		"":                                     nil,
		"Hi @results.name!":                    {{words: "Hi "}, result("name"), {words: "!"}},
		"@results.name. Bye":                   {result("name"), {words: ". Bye"}},
		"@Results.Name":                        {result("name")},
		"@results.drink.category":              {{ref: ref{kind: resultOf, key: "drink", category: true}}},
		"@run.results.drink.value":             {result("drink")},
		"@results.drink.extra.x":               {{lost: "@results.drink.extra.x"}},
		"@fields.area and @contact.fields.age": {{ref: ref{kind: fieldOf, key: "area"}}, {words: " and "}, {ref: ref{kind: fieldOf, key: "age"}}},
		"@contact.first_name @contact":         {{ref: ref{kind: fieldOf, key: "name"}}, {words: " "}, {ref: ref{kind: fieldOf, key: "name"}}},
		"@urns.tel":                            {{ref: ref{kind: fieldOf, key: phoneKey}}},
		"@input":                               {{ref: ref{kind: inputOf}}},
		"@(upper( results.name ))":             {result("name")},
		"@(results.cups * 2) cups":             {{lost: "@(results.cups * 2)"}, {words: " cups"}},
		`@("a ) b" & fields.x)!`:               {{lost: `@("a ) b" & fields.x)`}, {words: "!"}},
		"@webhook.json.name":                   {{lost: "@webhook.json.name"}},
		"ann@riverside.example":                {{words: "ann@riverside.example"}},
		"@@results.name":                       {{words: "@results.name"}},
		"@":                                    {{words: "@"}},
		"@(never closed":                       {{words: "@(never closed"}},
		"@someone else":                        {{words: "@someone else"}},
	} {
		t.Run(text, func(t *testing.T) { require.Equal(t, want, parse(text)) })
	}
}

func TestWordsCannotBecomeBlanksOrHiddenSigns(t *testing.T) {
	b := &builder{importer: newImporter(&export{}, map[string]string{})}
	for text, want := range map[string]string{
		"I <3 tea":             "I <3 tea",
		"Text <your name>":     "Text (your name)",
		"a\u202eb\x00c\ufeff":  "abc",
		" two \r\n lines\t. ":  "two\nlines .",
		"\u2067مدد\u2069 چائے": "مدد چائے",
		"👩‍👩‍👧 tea":            "👩‍👩‍👧 tea",
		"\xff bad":             "bad",
	} {
		require.Equal(t, want, b.parse(text).String(), text)
	}
}
