package diff

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// subject is one thing that can be said about a step: which facts it rests on,
// and how the step says it.
type subject struct {
	what  string
	facts []string
	said  func(side, *flows.Step) string
}

// subjects are all that a step's part of a shape is made of, in the order in
// which a step is done. Where a step goes is not among them; see leads.
func subjects() []subject {
	return []subject{
		{"sets", []string{"set"}, func(_ side, s *flows.Step) string { return assigned(s.Set) }},
		{"forgets", []string{"forget"}, func(_ side, s *flows.Step) string { return strings.Join(s.Forget, ", ") }},
		{"records consent", []string{"opt_in"}, func(_ side, s *flows.Step) string { return strings.Join(s.OptIn, ", ") }},
		{"ends consent", []string{"opt_out"}, func(_ side, s *flows.Step) string { return strings.Join(s.OptOut, ", ") }},
		{"joins", []string{"join"}, func(_ side, s *flows.Step) string { return s.Join }},
		{"leaves", []string{"leave"}, func(_ side, s *flows.Step) string { return s.Leave }},
		{"course", []string{"course"}, func(_ side, s *flows.Step) string { return course(s.Course) }},
		{"tells", []string{"tell", "tell *"}, func(_ side, s *flows.Step) string { return told(s.Tell) }},
		{"choices", []string{"from", "where", "near", "find", "child", "sort", "limit", "many", "option", "if"}, func(_ side, s *flows.Step) string { return choices(s.Options) }},
		{"takes", []string{"answer", "min", "max"}, func(_ side, s *flows.Step) string { return answer(s.Answer) }},
		{"counts what people think of", []string{"helpful"}, func(_ side, s *flows.Step) string { return s.Helpful }},
		{"keeps the answer as", []string{"save"}, func(_ side, s *flows.Step) string { return saved(s) }},
		{"takes exact words alone", []string{"exact"}, func(_ side, s *flows.Step) string { return yes(s.Exact) }},
		{"may be skipped", []string{"optional"}, func(_ side, s *flows.Step) string { return yes(s.Opt) }},
		{"wrong replies let through", []string{"tries"}, func(_ side, s *flows.Step) string { return tries(s) }},
		{"asks once more after", []string{"remind"}, func(_ side, s *flows.Step) string { return length(s.Remind) }},
		{"waits for an answer", []string{"timeout"}, timeout},
		{"runs the flow", []string{"call"}, func(_ side, s *flows.Step) string { return s.Call }},
		{"gives it", []string{"with"}, func(_ side, s *flows.Step) string { return assigned(s.With) }},
		{"hands over to", []string{"hand_over"}, func(_ side, s *flows.Step) string { return queue(s.Hand) }},
		{"waits", []string{"wait"}, func(_ side, s *flows.Step) string { return waited(s.Wait) }},
	}
}

// rests tells whether a subject rests on facts of a name.
func (s subject) rests(name string) bool {
	return slices.ContainsFunc(s.facts, func(f string) bool {
		begin, any := strings.CutSuffix(f, "*")
		return f == name || any && strings.HasPrefix(name, begin)
	})
}

// changes are what differs in a step beside its words: of every fact that
// differs, something is said.
func (p *pair) changes(was, now *flows.Step) []Change {
	before, after := p.facts[0][was.Name], p.facts[1][now.Name]
	var all []Change
	known := []string{"way", "when"}
	for _, s := range subjects() {
		known = append(known, s.facts...)
		if differ(before, after, s.rests) {
			all = append(all, change(s.what, s.said(p.before, was), s.said(p.after, now)))
		}
	}
	if differ(before, after, func(name string) bool { return name == "way" || name == "when" }) {
		all = append(all, p.leads(was, now)...)
	}
	other := func(name string) bool {
		return !slices.Contains(known, name) && !(subject{facts: known}).rests(name)
	}
	if differ(before, after, other) {
		all = append(all, change("something else", "", ""))
	}
	return all
}

// change is something that differs. What would read the same on both sides is
// said to be written otherwise.
func change(what, before, after string) Change {
	if before == after {
		return Change{What: what, Before: before, After: strings.TrimSpace(after + " (written otherwise)")}
	}
	return Change{What: what, Before: before, After: after}
}
