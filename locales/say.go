package locales

import (
	"strconv"
	"strings"
)

// Language is one language that the engine speaks.
type Language struct {
	Tag   string
	Name  string   // as its speakers write it
	Names []string // what people may text to choose it, folded
	Draft bool     // no speaker has checked its texts yet
}

// english is the language that every other falls back to.
const english = "en"

// Say returns the engine's words for an id in a language, its blanks filled in
// from pairs of a name and a value: Say("cy", "stop.done", "org", "Millbrook").
// What a language lacks is said in English, and so is what must not come from a
// draft; an id that no language has is answered with the words for a fault, so
// that nobody is met with silence.
func Say(language, id string, pairs ...string) string {
	e := engine()
	language = e.sayIn(language, id)
	text, _, ok := e.catalog.Render(language, id, nil, filled(pairs))
	if !ok {
		text, _, _ = e.catalog.Render(language, "fault.broken", nil, nil)
	}
	return text
}

// SayCount is Say for a text that tells how many. The count picks the plural
// form and fills the blank <n>.
func SayCount(language, id string, n int, pairs ...string) string {
	e := engine()
	language = e.sayIn(language, id)
	pairs = append(pairs[:len(pairs):len(pairs)], "n", strconv.Itoa(n))
	text, _, ok := e.catalog.Render(language, id, &n, filled(pairs))
	if !ok {
		return Say(language, "fault.broken")
	}
	return text
}

// filled answers blanks from pairs of a name and a value.
func filled(pairs []string) func(string) string {
	return func(blank string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == blank {
				return pairs[i+1]
			}
		}
		return ""
	}
}

// Words returns one of the engine's lists of words in a language, each folded:
// Words("pl", "yes"). A language that the engine does not speak gets the English
// list. The caller must not change it.
func Words(language, id string) []string {
	words := engine().words
	id = strings.TrimPrefix(id, "words.")
	base, _, _ := strings.Cut(language, "-")
	if list, ok := words[base]; ok {
		return list[id]
	}
	return words[english][id]
}

// AllWords returns one of the engine's lists in all languages together, folded,
// each word once. The caller must not change it.
func AllWords(id string) []string {
	return engine().allWords[strings.TrimPrefix(id, "words.")]
}

// Languages returns the languages that the engine speaks, English first, then
// by tag. The caller must not change them.
func Languages() []Language { return engine().languages }
