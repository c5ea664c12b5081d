package flows

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// pluralNames are CLDR's names of plural forms, in CLDR's order.
var pluralNames = []string{"zero", "one", "two", "few", "many", "other"}

var checkPluralForm = check{
	Code: "plural-form",
	What: "A text about a number lacks a form that its language needs.",
	Why:  "Some numbers would be put into words that nobody says, such as \"5 people\" in the form for 2.",
	Mend: "Write each form that the language needs, even where two have the same words. English needs one and other; Polish one, few and many; Welsh zero, one, two, few, many and other.",
	Bad: `start: {words: [TEA]}
steps:
  cups: {ask: How many cups?, answer: number 1-5}
  comes: {say: {count: cups, one: One cup comes., other: <cups> cups come.}}
-- try.pl.yaml --
language: pl
texts:
  comes.say:
    en: {one: One cup comes., other: <cups> cups come.}
    pl: {one: Jedna herbata., few: <cups> herbaty.}
`,
	Good: `start: {words: [TEA]}
steps:
  cups: {ask: How many cups?, answer: number 1-5}
  comes: {say: {count: cups, one: One cup comes., other: <cups> cups come.}}
-- try.pl.yaml --
language: pl
texts:
  comes.say:
    en: {one: One cup comes., other: <cups> cups come.}
    pl: {one: Jedna herbata., few: <cups> herbaty., many: <cups> herbat.}
`,
	Flow: func(c *flowLint) {
		for _, w := range c.f.written {
			if w.Count != "" {
				c.pluralForms(w.Pos, c.f.Language, w.forms)
			}
		}
		c.eachTranslated(func(t translated) {
			if w, ok := c.f.writtenAt(t.place); ok && w.Count != "" {
				c.pluralForms(t.pos, t.tag, t.forms)
			}
		})
	},
}

// pluralForms reports the forms that a text about a number lacks.
func (c *flowLint) pluralForms(pos Pos, tag string, forms map[string]string) {
	needed := locales.PluralForms(tag)
	lacking := slices.DeleteFunc(slices.Clone(needed), func(form string) bool { return forms[form] != "" })
	if len(lacking) == 0 {
		return
	}
	is := " is missing."
	if len(lacking) > 1 {
		is = " are missing."
	}
	c.in(pos).fault("plural-form", pos, 1, englishName(tag)+" needs "+enumerated(needed)+"; "+enumerated(lacking)+is,
		"some numbers would be put into words that nobody says.", "write it like  {"+strings.Join(needed, ": …, ")+": …}")
}

// enumerated joins names as a sentence does: one, few and many.
func enumerated(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
