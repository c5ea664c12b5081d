package rapidpro

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// writer writes one flow.
type writer struct {
	*names
	lines
	f     *flow
	texts []entry
}

// entry is one text of a flow with its translations.
type entry struct {
	place string
	own   string
	in    map[string]string // by language
	lists map[string][]string
	words []string // of a list
}

// write writes a flow's steps.
func (w *writer) write(steps []*step) {
	w.key(0, "steps", "")
	for i, s := range steps {
		below := (*step)(nil)
		if i+1 < len(steps) {
			below = steps[i+1]
		}
		w.step(s, w.needsThen(steps, s, below))
	}
}

// needsThen tells whether it must be written where a step goes on to.
func (w *writer) needsThen(steps []*step, s, below *step) bool {
	if s.to != below {
		return true
	}
	for _, other := range steps {
		for _, way := range other.ways() {
			if other != s && below != nil && *way == below {
				return true
			}
		}
	}
	return false
}

// step writes a step. Its texts are filled in first, since that tells what is
// missing in them.
func (w *writer) step(s *step, then bool) {
	var body lines
	w.effects(&body, s)
	said, asked := s.said, message(nil)
	if s.asks != nil && len(said) > 0 {
		asked, said = said[len(said)-1], said[:len(said)-1]
	}
	if m := oneMessage(said); m != nil {
		w.message(&body, s, "say", m)
	}
	if s.asks != nil {
		w.question(&body, s, asked)
	}
	w.onward(&body, s, then)
	for _, what := range s.todo {
		w.todo(1, what)
	}
	if body.Len() == 0 {
		body.key(2, "then", target(s.to))
	}
	w.key(1, s.name, "")
	w.WriteString(body.String())
}

// effects writes what a step does before it says anything.
func (w *writer) effects(l *lines, s *step) {
	var set []string
	for _, a := range s.set {
		name := w.field(a.what.key)
		if a.what.kind == resultOf {
			name = w.result(a.what.key)
		}
		if value := strings.Join(strings.Fields(w.told(s, a.value)), " "); value != "" {
			set = append(set, name+": "+scalar(value))
		}
	}
	if len(set) > 0 {
		l.key(2, "set", "{"+strings.Join(set, ", ")+"}")
	}
	var gone []string
	for _, key := range s.forget {
		gone = append(gone, w.field(key))
	}
	if len(gone) > 0 {
		l.key(2, "forget", list(gone))
	}
	if s.join != "" {
		l.key(2, "join", w.group(s.join))
	}
	if s.leave != "" {
		l.key(2, "leave", w.group(s.leave))
	}
}

// message writes a text and keeps it for the translations.
func (w *writer) message(l *lines, s *step, key string, m message) {
	own := w.told(s, m[""])
	if own == "" {
		return
	}
	l.text(2, key, own)
	e := entry{place: s.name + "." + key, own: own, in: map[string]string{}}
	for _, language := range slices.Sorted(maps.Keys(m)) {
		if language == "" {
			continue
		}
		if text, lost := w.fill(m[language]); len(lost) == 0 && sameRefs(m[""], m[language]) {
			e.in[language] = text
		} else {
			tag, _ := tagOf(language)
			s.todo = append(s.todo, fmt.Sprintf("the words in %q of %s: they do not fill in the same as the text", tag, key))
		}
	}
	w.texts = append(w.texts, e)
}

// sameRefs tells whether two texts are filled in with the same.
func sameRefs(a, b phrase) bool {
	for _, pair := range [][2]phrase{{a, b}, {b, a}} {
		for _, r := range pair[0].refs() {
			if !pair[1].uses(r) {
				return false
			}
		}
	}
	return true
}

// onward writes where a step goes.
func (w *writer) onward(l *lines, s *step, then bool) {
	w.branches(l, s)
	if s.call != "" {
		l.key(2, "call", s.call)
	}
	if s.hands != nil {
		about := strings.Join(strings.Fields(w.told(s, s.hands.about)), " ")
		if about == "" {
			l.key(2, "hand_over", s.hands.queue)
		} else {
			l.key(2, "hand_over", "{queue: "+s.hands.queue+", about: "+scalar(about)+"}")
		}
	}
	switch {
	case s.leaves != "":
		l.key(2, "then", "flow "+s.leaves)
	case len(s.when) == 0 && s.asks == nil && then:
		l.key(2, "then", target(s.to))
	}
}

// branches writes the conditions of a step that decides.
func (w *writer) branches(l *lines, s *step) {
	if len(s.when) == 0 {
		return
	}
	l.key(2, "when", "")
	for _, b := range s.when {
		l.key(3, conditionKey(b.condition), target(b.to))
	}
	l.key(3, "else", target(s.to))
}

// conditionKey writes a condition as a key.
func conditionKey(c string) string {
	if strings.ContainsAny(c, "\"',") {
		return "'" + strings.ReplaceAll(c, "'", "''") + "'"
	}
	return c
}

// target is what a step is called as a target.
func target(s *step) string {
	if s == nil {
		return "end"
	}
	return s.name
}
