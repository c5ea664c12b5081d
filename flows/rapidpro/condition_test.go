package rapidpro

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTestsBecomeConditions(t *testing.T) {
	options := &question{choices: []choice{
		{id: "tea", name: "Tea", label: message{"": phrase{{words: "A cup of tea"}}}, also: map[string][]string{"": {"chai"}}},
		{id: "coffee", name: "Coffee", label: message{"": phrase{{words: "Coffee"}}}, also: map[string][]string{}},
	}}
	im := newImporter(&export{Flows: []flow{{UUID: "f", Language: "eng", Nodes: []node{{}}}, {UUID: "g", Language: "cym", Nodes: []node{{}}}}}, map[string]string{})
	n := nameAll(im, []*step{{asks: &question{result: "age", answer: "number 0-120"}}, {asks: options}, {set: []assign{{what: ref{kind: resultOf, key: "kind"}}}}})
	n.asked["drink"], n.known["drink"] = []*question{options}, true
	result := func(key string) ref { return ref{kind: resultOf, key: key} }
	field := func(key string) ref { return ref{kind: fieldOf, key: key} }
	for name, c := range map[string]struct {
		of   ref
		test test
		want string // empty where it cannot be said
	}{
		"a number":                     {result("age"), tests("has_number_eq", "5")[0], "age is 5"},
		"at least":                     {result("age"), tests("has_number_gte", "18")[0], "age >= 18"},
		"more than":                    {result("age"), tests("has_number_gt", "18")[0], "age >= 19"},
		"less than":                    {result("age"), tests("has_number_lt", "18")[0], "age <= 17"},
		"between":                      {result("age"), tests("has_number_between", "18", "64")[0], "age >= 18 and age <= 64"},
		"a part of a number":           {result("age"), tests("has_number_lt", "18.5")[0], ""},
		"no number":                    {result("age"), tests("has_number_lt", "old")[0], ""},
		"the wrong way round":          {result("age"), tests("has_number_between", "9", "1")[0], ""},
		"something there":              {result("age"), tests("has_text")[0], "age is set"},
		"a choice by its category":     {ref{resultOf, "drink", true}, tests("has_only_text", "tea")[0], "drink is tea"},
		"choices by their words":       {result("drink"), tests("has_any_word", "chai coffee")[0], "drink is one of tea, coffee"},
		"a category":                   {result("drink"), tests("has_category", "Coffee")[0], "drink is coffee"},
		"no such choice":               {result("drink"), tests("has_any_word", "beer")[0], ""},
		"a value that was set":         {result("kind"), tests("has_phrase", "black tea")[0], `kind is "black tea"`},
		"a beginning":                  {field("postcode"), tests("has_beginning", "WA7")[0], `me.postcode starts with "WA7"`},
		"a quote in it":                {field("area"), tests("has_phrase", `the "hill"`)[0], ""},
		"what nothing fills":           {result("gone"), tests("has_text")[0], ""},
		"a day before":                 {field("due"), tests("has_date_lt", "2027-05-01T10:00:00Z")[0], "me.due before 2027-05-01"},
		"a day after, as the UK dates": {field("due"), tests("has_date_gt", "01-05-2027")[0], "me.due after 2027-05-01"},
		"no day":                       {field("due"), tests("has_date_gt", "tomorrow")[0], ""},
		"a group":                      {field(groupsKey), tests("has_group", "u", "Tea Group")[0], "me.groups has tea_group"},
		"a group without a name":       {field(groupsKey), tests("has_group", "u")[0], ""},
		"a language":                   {field(languageKey), tests("has_only_phrase", "cym")[0], "me.language is cy"},
		"a language that nobody has":   {field(languageKey), tests("has_only_phrase", "fra")[0], ""},
		"a pattern":                    {field("area"), tests("has_pattern", "^a")[0], ""},
		"something filled in":          {field("area"), tests("has_phrase", "@fields.town")[0], ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := n.condition(c.of, c.test)
			require.Equal(t, c.want != "", ok)
			if ok {
				require.Equal(t, c.want, got)
			}
		})
	}
}
