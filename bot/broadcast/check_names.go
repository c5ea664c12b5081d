package broadcast

import (
	"fmt"

	"github.com/connective-messaging/connective/flows"
)

// checkNames refuses words that name a sensitive group to whoever is in it: others may
// see the phone.
func checkNames(o *flows.Org, b Broadcast, lang string) *Fault {
	for _, id := range b.Audience.Groups {
		g, _ := o.Group(id)
		if name := g.NamedIn(b.Words[lang]); g.Sensitive && name != "" {
			return &Fault{Kind: NamesGroup, Lang: lang, Name: name, said: fmt.Sprintf("the words in %q name %s, which is sensitive: somebody else may see the phone; write it without", lang, name)}
		}
	}
	return nil
}
