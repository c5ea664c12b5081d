package broadcast

import (
	"cmp"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// Weigh counts the words in a language as somebody gets them about whom nothing
// is known: with the group's name and how to stop, and with what stands in blanks
// then. A blank with nothing to stand in it counts as it is written.
func Weigh(o *flows.Org, b Broadcast, lang string) providers.Count {
	return providers.Segments(impersonal(o, b, lang))
}

func impersonal(o *flows.Org, b Broadcast, lang string) string {
	source := b.Words[lang]
	written := map[string]string{}
	for _, blank := range locales.Blanks(source) {
		written[blank.Name] = cmp.Or(blank.Fallback, source[blank.Start:blank.End])
	}
	text, _ := fill(source, func(name string) string {
		if name == "org" || name == "group" {
			return cmp.Or(valueOf(o, b, bot.Person{}, name, lang), written[name])
		}
		return written[name]
	})
	return providers.Smart(frame(o, b, lang, text))
}
