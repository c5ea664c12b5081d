package broadcast

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
)

// checkNames refuses words that name a sensitive group to whoever is in it: others may
// see the phone.
func checkNames(o *flows.Org, b Broadcast, lang string) *Fault {
	said := spaced(b.Words[lang])
	for _, id := range b.Audience.Groups {
		row := groupRow(o, id)
		if row == nil || !isSensitive(row) {
			continue
		}
		for _, column := range slices.Sorted(maps.Keys(row)) {
			isName := column == "name" || column == "word" || strings.HasPrefix(column, "name:")
			if name := spaced(row[column]); isName && name != " " && strings.Contains(said, name) {
				return &Fault{Kind: NamesGroup, Lang: lang, Name: row[column], said: fmt.Sprintf("the words in %q name %s, which is sensitive: somebody else may see the phone; write it without", lang, row[column])}
			}
		}
	}
	return nil
}

// spaced are the words of a text alone, folded, each with a space on both sides.
func spaced(text string) string {
	words := strings.FieldsFunc(locales.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return " "
	}
	return " " + strings.Join(words, " ") + " "
}
