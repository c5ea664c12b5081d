package locales

import (
	"slices"
	"strings"
	"unicode"
)

// guardedIDs are the texts of the engine, each by its id or the beginning of it,
// in which a wrong word does harm: help in a crisis or a loss, consent, the way out.
var guardedIDs = []string{"crisis.", "loss.", "stop.", "start.", "forget.", "wrong.", "still.", "retry.yes_no"}

// guard finds the ids that are said in English until a speaker has checked the
// language: guardedIDs, and whatever tells people how to stop.
func (s *speech) guard() {
	s.guarded = map[string]bool{}
	for id := range s.catalog.texts[english] {
		words, _ := s.catalog.Source(english, id)
		s.guarded[id] = slices.ContainsFunc(guardedIDs, func(start string) bool { return strings.HasPrefix(id, start) }) || s.tellsStop(words)
	}
}

// sayIn returns the language to say something in.
func (s *speech) sayIn(language, id string) string {
	if s.guarded[id] && s.isDraft(language) {
		return english
	}
	return language
}

func (s *speech) isDraft(language string) bool {
	base, _, _ := strings.Cut(language, "-")
	return slices.ContainsFunc(s.languages, func(l Language) bool { return l.Draft && (l.Tag == language || l.Tag == base) })
}

// tellsStop tells whether a text names, in capitals, a word that stops all texts.
func (s *speech) tellsStop(text string) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.ContainsFunc(words, func(word string) bool {
		return word == strings.ToUpper(word) && slices.Contains(s.allWords["stop"], Fold(word))
	})
}

// IsDraft tells whether the engine's own words in a language are a draft, which
// no speaker has checked. Help in a crisis, questions for consent, and whatever
// tells people how to stop are said in English then.
func IsDraft(language string) bool { return engine().isDraft(language) }

// TellsStop tells whether a text names, in capitals, a word that stops all
// texts, in any language: "Text STOP at any time."
func TellsStop(text string) bool { return engine().tellsStop(text) }
