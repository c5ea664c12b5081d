package locales

import (
	"slices"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// formNames are CLDR's plural forms in CLDR's order.
var formNames = []string{"zero", "one", "two", "few", "many", "other"}

// formOf names each form of x/text.
var formOf = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two",
	plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// PluralForms returns the plural forms that whole numbers need in a language, in
// CLDR's order: two in English, three in Polish, six in Welsh. They are found by
// asking for 0 to 200, so that forms only fractions use are not asked of anyone.
func PluralForms(languageTag string) []string {
	tag := language.Make(languageTag)
	needed := map[string]bool{}
	for n := range 201 {
		needed[formOf[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]] = true
	}
	return slices.DeleteFunc(slices.Clone(formNames), func(form string) bool { return !needed[form] })
}

// pluralExamples is how many numbers PluralExamples gives.
const pluralExamples = 4

// PluralExamples returns the first whole numbers that take a plural form in a
// language: 2, 3, 4 and 22 for "few" in Polish.
func PluralExamples(languageTag, form string) []int {
	tag := language.Make(languageTag)
	var numbers []int
	for n := range 201 {
		if formOf[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)] == form && len(numbers) < pluralExamples {
			numbers = append(numbers, n)
		}
	}
	return numbers
}
