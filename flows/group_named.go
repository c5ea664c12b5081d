package flows

import (
	"maps"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// NamedIn returns the name or the word of the group that stands in a text as words of
// its own, whatever their capitals, as the list of groups has it; empty for none.
func (g Group) NamedIn(text string) string {
	return g.namedIn(text, func(string) bool { return true })
}

// surelyNamedIn is NamedIn for a text that need have nothing to do with the group:
// where the name is a single word, such as Hope, that may be just the word.
func (g Group) surelyNamedIn(text string) string {
	return g.namedIn(text, func(name string) bool { return strings.Count(wordsOf(name), " ") > 2 })
}

func (g Group) namedIn(text string, counts func(name string) bool) string {
	said := wordsOf(text)
	for _, column := range slices.Sorted(maps.Keys(g.Row)) {
		isName := column == "name" || column == "word" || strings.HasPrefix(column, "name:")
		name := wordsOf(g.Row[column])
		if isName && name != "  " && counts(g.Row[column]) && strings.Contains(said, name) {
			return g.Row[column]
		}
	}
	return ""
}

// sensitiveGroups are the groups that no text names which nobody has asked for.
func (o *Org) sensitiveGroups() []Group {
	return slices.DeleteFunc(o.Groups(), func(g Group) bool { return !g.Sensitive })
}

// namesSensitive returns the name of a sensitive group that a text holds which goes to
// the members of a group, or to anybody where that is empty; empty for none.
func (o *Org) namesSensitive(text, to string) string {
	for _, g := range o.sensitiveGroups() {
		name := g.surelyNamedIn(text)
		if g.ID == to {
			name = g.NamedIn(text)
		}
		if name != "" {
			return name
		}
		for _, b := range locales.Blanks(text) {
			if b.Name == g.ID+".name" || b.Name == g.ID+".word" {
				return text[b.Start:b.End]
			}
		}
	}
	return ""
}

// wordsOf are the words of a text alone, folded, with a space on both sides of each:
// Carers' tea has the words carers and tea.
func wordsOf(text string) string {
	return spaced(strings.ReplaceAll(locales.Fold(text), "'", " "))
}
