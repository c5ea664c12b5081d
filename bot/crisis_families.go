package bot

import (
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// families is what the lists of whole families of calls end in. Their phrases have
// slots, such as <brink>, that each word of a list fills.
const families = "_families"

// slotsOf are the words of each slot, by its name, in one of a language's lists, such
// as "<brink> cliff / ledge".
func slotsOf(language, list string) map[string][]string {
	slots := map[string][]string{}
	for _, entry := range locales.Words(language, list) {
		name, words, _ := strings.Cut(strings.TrimPrefix(entry, "<"), ">")
		for word := range strings.SplitSeq(words, "/") {
			slots[name] = append(slots[name], strings.TrimSpace(word))
		}
	}
	return slots
}

// filled are the phrases that a family stands for: one for each word of each slot.
func filled(family string, slots map[string][]string) []string {
	before, rest, found := strings.Cut(family, "<")
	if !found {
		return []string{family}
	}
	name, after, _ := strings.Cut(rest, ">")
	var phrases []string
	for _, end := range filled(after, slots) {
		for _, word := range slots[name] {
			phrases = append(phrases, before+word+end)
		}
	}
	return phrases
}

// phrasesOf are the phrases of a kind in a language, those of its families after
// those that are listed.
func phrasesOf(c call, language string) []string {
	var phrases []string
	phrases = append(phrases, locales.Words(language, c.words)...)
	slots := slotsOf(language, "words.slots")
	for _, family := range locales.Words(language, c.words+families) {
		phrases = append(phrases, filled(family, slots)...)
	}
	return phrases
}
