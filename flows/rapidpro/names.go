package rapidpro

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// names is what the results and steps of one flow are called here.
type names struct {
	*importer
	results *namer
	known   map[string]bool // results that a step fills
	asked   map[string][]*question
	free    map[string]bool // results that can hold anything
}

// nameAll gives every step and every result a name. A question has the name of
// its result where it can, as its answer is kept under its own name then.
func nameAll(im *importer, steps []*step) *names {
	n := &names{importer: im, results: newNamer(reserved...), known: map[string]bool{}, asked: map[string][]*question{}, free: map[string]bool{}}
	taken := newNamer(reserved...)
	for _, s := range steps {
		s.name = ""
		if q := s.asks; q != nil && q.result != "" {
			n.known[q.result] = true
			n.asked[q.result] = append(n.asked[q.result], q)
			if name := n.result(q.result); !taken.taken[name] {
				taken.taken[name], s.name = true, name
			}
		}
		for _, a := range s.set {
			if a.what.kind == resultOf {
				n.known[a.what.key], n.free[a.what.key] = true, true
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(n.known)) {
		taken.taken[n.result(key)] = true // or a question without a result would fill it
	}
	for _, s := range steps {
		if s.name == "" {
			s.name = taken.fresh(n.purpose(s), "step")
		}
	}
	return n
}

// decided writes the conditions of a flow and names its steps. A test that
// cannot be written is told, and its way is closed, which may leave others with
// nothing to look at.
func (im *importer) decided(first *step) ([]*step, *names) {
	for {
		steps := reached(first)
		n := nameAll(im, steps)
		closed := false
		for _, s := range steps {
			decided, assigned := n.decide(s), n.assigns(s)
			closed = closed || decided || assigned
		}
		if !closed {
			return steps, n
		}
	}
}

// decide writes the conditions of a step, and tells whether it closed a way.
func (n *names) decide(s *step) bool {
	var known []branch
	for _, b := range s.when {
		condition, ok := n.condition(b.of, b.test)
		if !ok {
			s.todo = append(s.todo, fmt.Sprintf("a way of this decision: %s %s", cut(oneLine(b.test.Type), 40), cut(oneLine(strings.Join(b.test.Arguments, " ")), 60)))
		} else if !slices.ContainsFunc(known, func(o branch) bool { return o.condition == condition }) {
			b.condition = condition
			known = append(known, b)
		}
	}
	closed := len(known) < len(s.when)
	s.when = known
	return closed
}

// assigns takes out what a step would set to a text with a gap in it, and tells
// whether there was any: what is known of a person must not be written over.
func (n *names) assigns(s *step) bool {
	before := len(s.set)
	s.set = slices.DeleteFunc(s.set, func(a assign) bool {
		value, lost := n.fill(a.value)
		if len(lost) > 0 || strings.TrimSpace(value) == "" {
			s.todo = append(s.todo, fmt.Sprintf("setting %s to %s", cut(oneLine(strings.TrimPrefix(a.what.key, "@")), 40), joined(append(lost, "nothing")[:max(len(lost), 1)])))
			return true
		}
		return false
	})
	return len(s.set) < before
}

// result returns the name of a result.
func (n *names) result(key string) string { return n.results.name(key, key, "result") }

// purpose is what a step is for, in a word or two.
func (n *names) purpose(s *step) string {
	switch {
	case s.asks != nil && s.asks.result != "":
		return s.asks.result
	case s.call != "":
		return s.call
	case s.hands != nil:
		return s.hands.queue
	case len(s.said) > 0:
		return shortly(flat(s.said[0][""]))
	case len(s.when) > 0:
		return "check_" + strings.TrimPrefix(s.when[0].of.key, "@")
	case s.join != "":
		return "join_" + s.join
	case s.leave != "":
		return "leave_" + s.leave
	case len(s.set) > 0:
		return "set_" + strings.TrimPrefix(s.set[0].what.key, "@")
	case len(s.forget) > 0:
		return "forget_" + s.forget[0]
	case s.leaves != "":
		return "on_to_" + s.leaves
	case s.asks != nil:
		return "question"
	case len(s.todo) > 0:
		return "not_imported"
	}
	return "step"
}

// missing stands in a text where something cannot be filled in.
const missing = "___"

// fill writes a text as flows have it. What cannot be filled in is told.
func (n *names) fill(p phrase) (text string, lost []string) {
	var out strings.Builder
	for _, part := range p {
		name := ""
		switch {
		case part.lost != "":
			lost = append(lost, cut(oneLine(part.lost), 80))
		case part.ref.kind == noRef:
			out.WriteString(part.words)
			continue
		case part.ref.kind == inputOf:
			lost = append(lost, "@input, the last reply")
		case part.ref.kind == fieldOf:
			name = n.field(part.ref.key)
		case n.known[part.ref.key]:
			name = n.result(part.ref.key)
		default:
			lost = append(lost, fmt.Sprintf("@results.%s, which nothing in this flow fills", cut(oneLine(part.ref.key), 40)))
		}
		if name == "" {
			out.WriteString(missing)
		} else {
			out.WriteString("<" + name + ">")
		}
	}
	text = tidy(out.String())
	if len([]rune(text)) > mostLetters {
		text = cut(text, mostLetters)
		lost = append(lost, "the end of this text: a text can have 1,000 letters")
	}
	return text, lost
}

// told fills in a text of the flow's own language for a step, and adds what is
// lost to what is not imported.
func (n *names) told(s *step, p phrase) string {
	text, lost := n.fill(p)
	for _, what := range lost {
		if note := what + " (" + missing + " stands there)"; strings.HasPrefix(what, "@") && !slices.Contains(s.todo, note) {
			s.todo = append(s.todo, note)
		} else if !strings.HasPrefix(what, "@") {
			s.todo = append(s.todo, what)
		}
	}
	return text
}
