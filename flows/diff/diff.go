package diff

import (
	"maps"
	"slices"

	"github.com/connective-messaging/connective/flows"
)

// Kind tells how a flow or a step differs.
type Kind string

// The kinds of difference.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Renamed Kind = "renamed" // a step: was: names it; other things may have changed too
	Changed Kind = "changed" // a flow: another shape; a step: anything
	Words   Kind = "words"   // a flow: of the same shape, so people in the middle get it at once
)

// Set is in what two versions of an organisation differ.
type Set struct {
	Org      string   `json:"org"`
	Name     string   `json:"name"`
	Before   string   `json:"before"` // the version; empty if there is none
	After    string   `json:"after"`
	Flows    []Flow   `json:"flows"`    // by id
	Lists    []List   `json:"lists"`    // by name
	Settings []string `json:"settings"` // the keys of org.yaml that differ

	Elsewhere int `json:"elsewhere"` // how many people are where nothing differs; see Place
}

// List is a list that differs.
type List struct {
	Name string `json:"list"`
	Kind Kind   `json:"kind"` // Added, Removed or Changed
}

// Flow is in what a flow differs.
type Flow struct {
	ID      string   `json:"flow"`
	Kind    Kind     `json:"kind"`
	Changes []Change `json:"changes,omitempty"` // of the flow itself
	Words   []Text   `json:"words,omitempty"`   // of the flow itself: its title
	Steps   []Step   `json:"steps,omitempty"`   // in the order of the new version; those that are gone come last
}

// Step is in what a step differs.
type Step struct {
	Name    string   `json:"step"`
	Was     string   `json:"was,omitempty"` // its name before, if that was another
	Kind    Kind     `json:"kind"`
	Changes []Change `json:"changes,omitempty"`
	Words   []Text   `json:"words,omitempty"`
	People  []People `json:"people,omitempty"` // who waits there; see Set.Place
}

// Change is one thing about a flow or a step that is not words that people read.
type Change struct {
	What   string `json:"what"`
	Before string `json:"before"` // empty for nothing
	After  string `json:"after"`
}

// Empty tells whether there is no difference at all.
func (s *Set) Empty() bool { return len(s.Flows)+len(s.Lists)+len(s.Settings) == 0 }

// WordsOnly tells whether people in the middle get all that is new at once:
// every flow that both versions have is of the same shape.
func (s *Set) WordsOnly() bool {
	return !slices.ContainsFunc(s.Flows, func(f Flow) bool { return f.Kind == Changed || f.Kind == Removed })
}

// Of returns in what two versions of an organisation differ. Before may be nil:
// there was none.
func Of(before, after *flows.Org) *Set {
	s := &Set{Org: after.ID, Name: after.Name, After: after.Version, Lists: []List{}, Settings: []string{}, Flows: []Flow{}}
	if before == nil {
		before = &flows.Org{}
	} else {
		s.Before, s.Lists, s.Settings = before.Version, lists(before, after), settings(before, after)
	}
	ids := map[string]bool{}
	for _, o := range []*flows.Org{before, after} {
		for id := range o.Flows {
			ids[id] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		if f, differs := between(side{before, before.Flows[id]}, side{after, after.Flows[id]}); differs {
			s.Flows = append(s.Flows, f)
		}
	}
	return s
}

// side is a flow in one of the two versions.
type side struct {
	org  *flows.Org
	flow *flows.Flow // nil if the version has none of the name
}

// between compares a flow's two sides, of which one may be missing.
func between(before, after side) (Flow, bool) {
	switch {
	case before.flow == nil:
		return Flow{ID: after.flow.ID, Kind: Added, Steps: after.steps(Added)}, true
	case after.flow == nil:
		return Flow{ID: before.flow.ID, Kind: Removed, Steps: before.steps(Removed)}, true
	}
	p := pairOf(before, after)
	f := Flow{ID: after.flow.ID, Kind: Words, Changes: p.ofFlow(), Words: p.texts("", "")}
	if before.flow.Shape != after.flow.Shape {
		f.Kind = Changed
	}
	for _, s := range after.flow.Steps {
		if step, differs := p.step(s); differs {
			f.Steps = append(f.Steps, step)
		}
	}
	for _, s := range before.flow.Steps {
		if p.now[s.Name] == "" {
			f.Steps = append(f.Steps, Step{Name: s.Name, Kind: Removed})
		}
	}
	if f.Kind == Changed && !f.explained() {
		f.Changes = append(f.Changes, Change{What: "how Connective reads it", Before: "as when it was published", After: "as now"})
	}
	return f, f.Kind == Changed || len(f.Changes)+len(f.Words)+len(f.Steps) > 0
}

// explained tells whether anything that was found could make another shape.
func (f Flow) explained() bool {
	return slices.ContainsFunc(f.Steps, func(s Step) bool { return s.Kind != Changed || len(s.Changes) > 0 }) ||
		slices.ContainsFunc(f.Changes, func(c Change) bool { return c.shapes() })
}

// steps are all steps of one side.
func (s side) steps(kind Kind) []Step {
	var all []Step
	for _, step := range s.flow.Steps {
		all = append(all, Step{Name: step.Name, Kind: kind})
	}
	return all
}

// step compares a step with what it was. It reports false if nothing differs.
func (p *pair) step(s *flows.Step) (Step, bool) {
	was := p.was[s.Name]
	d := Step{Name: s.Name, Kind: Changed}
	switch {
	case was == "":
		d.Kind = Added
		return d, true
	case was != s.Name:
		d.Kind, d.Was = Renamed, was
	}
	d.Changes, d.Words = p.changes(p.before.flow.Step(was), s), p.texts(was, s.Name)
	return d, d.Kind == Renamed || len(d.Changes)+len(d.Words) > 0
}
