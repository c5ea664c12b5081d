package inbox

import (
	"strings"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/locales"
)

// holds reports whether a case has all of the words somewhere, whatever their
// capitals and accents, also as the beginning of longer ones.
func holds(f bot.CaseFile, words string) bool {
	wanted := strings.Fields(plain(words))
	if len(wanted) == 0 {
		return false
	}
	all := []string{f.ID, f.About, f.Queue, f.Holder.Name, f.Reason}
	for _, n := range f.Notes {
		all = append(all, n.Name, n.Text)
	}
	text := " " + plain(strings.Join(all, " "))
	for _, word := range wanted {
		if !strings.Contains(text, " "+word) {
			return false
		}
	}
	return true
}

// plain is a text as words are compared.
func plain(text string) string { return locales.FoldAccents(locales.Fold(text)) }
