package diff

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// pair is a flow in both versions, with which of its steps are the same.
type pair struct {
	before, after side
	was, now      map[string]string // a step's name before, by its name now, and the other way round
	facts         [2]map[string][]flows.Fact
}

// pairOf finds the steps that both versions have: those of the same name, and
// those that were: another, which is no longer there.
func pairOf(before, after side) *pair {
	p := &pair{before: before, after: after, was: map[string]string{}, now: map[string]string{}}
	same := func(was, now string) {
		if before.flow.Step(was) != nil && p.now[was] == "" && p.was[now] == "" {
			p.was[now], p.now[was] = was, now
		}
	}
	for _, s := range after.flow.Steps {
		same(s.Name, s.Name)
	}
	for _, s := range after.flow.Steps {
		same(s.Was, s.Name)
	}
	p.facts = [2]map[string][]flows.Fact{before.flow.Facts(), after.flow.Facts()}
	for name, facts := range p.facts[0] {
		p.facts[0][name] = p.renamed(facts)
	}
	return p
}

// renamed are facts of the older version with the names that steps have now.
func (p *pair) renamed(facts []flows.Fact) []flows.Fact {
	all := slices.Clone(facts)
	for i, f := range all {
		at := map[string]int{"way": 1, "first": 0}
		if n, is := at[f.Name]; is && p.now[f.Values[n]] != "" {
			all[i].Values = slices.Clone(f.Values)
			all[i].Values[n] = p.now[f.Values[n]]
		}
	}
	return all
}

// differ tells whether any facts of the given names differ.
func differ(before, after []flows.Fact, is func(name string) bool) bool {
	of := func(all []flows.Fact) []flows.Fact {
		return slices.DeleteFunc(slices.Clone(all), func(f flows.Fact) bool { return !is(f.Name) })
	}
	return !slices.EqualFunc(of(before), of(after), func(a, b flows.Fact) bool { return a.Name == b.Name && slices.Equal(a.Values, b.Values) })
}

// ofFlow are the changes of the flow itself, beside its words.
func (p *pair) ofFlow() []Change {
	var all []Change
	add := func(what, before, after string) {
		if before != after {
			all = append(all, Change{What: what, Before: before, After: after})
		}
	}
	b, a := p.before.flow, p.after.flow
	first := func(f *flows.Flow) string { return f.Steps[0].Name }
	needs := func(f *flows.Flow) string { return strings.Join(slices.Sorted(slices.Values(f.Needs)), ", ") }
	if was := first(b); p.now[was] != first(a) {
		add(firstStep, was, first(a))
	}
	add(needed, needs(b), needs(a))
	add(recorded, b.Record, a.Record)
	add("starts with", strings.Join(b.Start.Words, ", "), strings.Join(a.Start.Words, ", "))
	add("starts by itself", byItself(b), byItself(a))
	add("most parts", number(b.Parts), number(a.Parts))
	return all
}

// The changes of a flow itself that make another shape.
const (
	firstStep = "first step"
	needed    = "needs"
	recorded  = "kept as"
)

// shapes tells whether a change of the flow itself makes another shape.
func (c Change) shapes() bool {
	return c.What == firstStep || c.What == needed || c.What == recorded
}
