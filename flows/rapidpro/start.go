package rapidpro

import (
	"fmt"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
)

// startWords returns the words that begin each flow, by uuid. Each begins one.
func (im *importer) startWords(r *Result) map[string][]string {
	words, taken := map[string][]string{}, map[string]bool{}
	for _, t := range im.e.Triggers {
		if t.Type != "K" || im.ids[t.Flow.UUID] == "" {
			continue
		}
		for _, word := range append(slices.Clone(t.Keywords), t.Keyword) {
			word = strings.ToUpper(oneLine(word))
			folded := locales.Fold(word)
			switch {
			case folded == "" || slices.Contains(words[t.Flow.UUID], word):
			case flows.Command(word) != "":
				r.Left = append(r.Left, Left{fmt.Sprintf("the keyword %q", cut(word, 40)), "it works everywhere, so it can start no flow"})
			case taken[folded] || len(strings.Fields(word)) > 3:
				r.Left = append(r.Left, Left{fmt.Sprintf("the keyword %q", cut(word, 40)), "another flow has it, or it has more than three words"})
			default:
				taken[folded] = true
				words[t.Flow.UUID] = append(words[t.Flow.UUID], word)
			}
		}
		if len(t.Groups) > 0 {
			r.Left = append(r.Left, Left{fmt.Sprintf("who may text %q", cut(oneLine(t.Keyword), 40)), "it was for some groups alone, and is for everybody now"})
		}
	}
	return words
}
