package rapidpro

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// unspoken is asked where a question has no words of its own.
const unspoken = "Please reply."

// question writes what a step asks, what it takes for an answer, and what
// follows each.
func (w *writer) question(l *lines, s *step, asked message) {
	if words, _ := w.fill(asked[""]); words == "" {
		s.todo = append(s.todo, "words for this question: what was said before it stands in several places")
		asked = message{"": phrase{{words: unspoken}}}
	}
	w.message(l, s, "ask", asked)
	q := s.asks
	ways := differing(q.choices)
	if q.answer == "" {
		w.options(l, s, ways)
	} else {
		l.key(2, "answer", q.answer)
	}
	if q.hint != nil {
		w.message(l, s, "hint", q.hint)
	}
	if name := w.result(q.result); q.result != "" && name != s.name {
		l.key(2, "save", name)
	}
	if !q.retries && !(q.answer == "text" && q.other == nil) {
		l.key(2, "tries", "0")
		l.key(2, "else", target(q.other))
	}
	switch {
	case q.minutes > 0 && q.late != nil:
		l.key(2, "timeout", "{after: "+duration(q.minutes)+", then: "+target(q.late)+"}")
	case q.minutes > 0:
		l.key(2, "timeout", duration(q.minutes))
	}
	switch {
	case !ways && len(q.choices) > 0:
		l.key(2, "then", target(q.choices[0].to))
	case q.answer != "":
		w.ranges(l, s)
	}
}

// differing tells whether choices lead to different steps.
func differing(choices []choice) bool {
	for _, c := range choices {
		if c.to != choices[0].to {
			return true
		}
	}
	return false
}

// options writes a numbered list, with an arrow for each choice where they lead
// to different steps.
func (w *writer) options(l *lines, s *step, arrows bool) {
	l.key(2, "options", "")
	for _, c := range s.asks.choices {
		label, also := flat(c.label[""]), c.also[""]
		switch {
		case len(also) == 0 && arrows:
			l.key(3, c.id, scalarArrow(label, target(c.to)))
		case len(also) == 0:
			l.key(3, c.id, plainText(label))
		default:
			parts := []string{"label: " + scalar(label), "also: " + list(also)}
			if arrows {
				parts = append(parts, "then: "+target(c.to))
			}
			l.key(3, c.id, "{"+strings.Join(parts, ", ")+"}")
		}
	}
	w.optionTexts(s)
}

// scalarArrow writes "label -> target".
func scalarArrow(label, to string) string {
	return plainText(label + " -> " + to)
}

// optionTexts keeps the words of choices for the translations.
func (w *writer) optionTexts(s *step) {
	in := map[string]map[string]wording{}
	for _, language := range slices.Sorted(maps.Keys(w.f.Localization)) {
		if all, fine := s.asks.translated(language); fine {
			in[language] = all
		} else {
			tag, _ := tagOf(language)
			s.todo = append(s.todo, fmt.Sprintf("the words in %q of the choices: two are the same, or one works everywhere", tag))
		}
	}
	for _, c := range s.asks.choices {
		place := s.name + ".options." + c.id
		label := entry{place: place, own: flat(c.label[""]), in: map[string]string{}}
		also := entry{place: place + ".also", words: c.also[""], lists: map[string][]string{}}
		for language, all := range in {
			if words := all[c.id]; words.label != "" {
				label.in[language] = words.label
			}
			if words := all[c.id]; len(words.also) > 0 {
				also.lists[language] = words.also
			}
		}
		w.texts = append(w.texts, label)
		if len(also.lists) > 0 {
			w.texts = append(w.texts, also)
		}
	}
}

// ranges writes where the answers to a question lead that are told apart by
// their size.
func (w *writer) ranges(l *lines, s *step) {
	q := s.asks
	name := s.name
	if q.result != "" {
		name = w.result(q.result)
	}
	l.key(2, "when", "")
	for _, c := range q.choices {
		for _, t := range c.tests {
			condition, _ := ofValue(name, t)
			l.key(3, conditionKey(condition), target(c.to))
		}
	}
	if q.retries {
		l.key(3, "else", "again")
	} else {
		l.key(3, "else", target(q.other))
	}
}
