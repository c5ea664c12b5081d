package flows

import (
	"fmt"
	"slices"
	"strings"

	"github.com/looplab/fsm"

	"github.com/connective-messaging/connective/locales"
)

// Events are the kinds of what can happen, never what a person wrote. A pick
// carries the id of a written choice, a when the number of the branch.
const (
	evPick     = "pick:"
	evWhen     = "when:"
	evAnswer   = "answer"
	evEmpty    = "empty"
	evElse     = "else"
	evTimeout  = "timeout"
	evClosed   = "closed"
	evReturned = "returned"
	evNext     = "next"
	evDue      = "due"
)

// States that are no steps. A step's name has no space in it, and the loader
// refuses steps that are called like the others.
const (
	stateEnd    = "end"
	stateMenu   = "menu"
	stateBack   = "back"
	stateGaveUp = "gave up"
	stateFlow   = "flow " // and the flow's id
)

// maxVars is how many variables a flow may hold, maxChoices how many choices a
// question may offer.
const (
	maxVars    = 50
	maxChoices = 40
)

// turnPlan is what a turn that begins at one step needs: the edges that it can
// take before the next wait, and the written choices of the step's question in
// each language.
type turnPlan struct {
	edges  fsm.Events
	fixed  map[string][]choice // by language; nil for choices that come from a list
	events map[string]bool     // the events that the step itself can answer
}

// saver is a question whose answer is kept under a name.
type saver struct {
	flow *Flow
	step *Step
}

// compile prepares a flow for playing. Load calls it once for every flow of an
// organisation without errors, as the last thing, when all flows, lists and
// texts of the organisation are in place:
//
//	for _, f := range org.Flows {
//		if err := f.compile(org); err != nil { … }
//	}
//
// What it refuses are faults that the linter has explained before.
func (f *Flow) compile(o *Org) error {
	if len(f.Steps) == 0 {
		return fmt.Errorf("compile flow %q: it has no steps", f.ID)
	}
	f.index = make(map[string]int, len(f.Steps))
	for i, s := range f.Steps {
		if _, twice := f.index[s.Name]; twice || isState(s.Name) {
			return fmt.Errorf("compile flow %q: a step cannot be called %q, or not twice", f.ID, s.Name)
		}
		f.index[s.Name] = i
	}
	f.turns = make(map[string]*turnPlan)
	for i, s := range f.Steps {
		if err := f.compileStep(o, s, i == 0); err != nil {
			return fmt.Errorf("compile flow %q, step %q: %w", f.ID, s.Name, err)
		}
	}
	if n := len(f.variables()); n > maxVars {
		return fmt.Errorf("compile flow %q: it has %d variables; the limit is %d", f.ID, n, maxVars)
	}
	f.titles, f.Shape = f.titlesOf(o), f.shapeOf()
	o.learn(f)
	return nil
}

// compileStep plans the turns that begin at a step.
func (f *Flow) compileStep(o *Org, s *Step, first bool) error {
	s.fit = s.fitOf()
	if s.waits() > 1 {
		return fmt.Errorf("it waits for more than one thing")
	}
	if s.Ask != nil && s.Options == nil && s.Answer == nil {
		return fmt.Errorf("it asks, but takes no answer")
	}
	if !first && s.waits() == 0 {
		return nil
	}
	edges, err := f.reachable(s)
	if err != nil {
		return err
	}
	plan := &turnPlan{edges: edges, events: map[string]bool{}}
	for _, e := range f.edges(s) {
		plan.events[e.Name] = true
	}
	if s.Options != nil && s.Options.From == "" {
		plan.fixed = f.fixedChoices(o, s)
	}
	f.turns[s.Name] = plan
	return nil
}

// waits counts the things that a step waits for.
func (s *Step) waits() int {
	n := 0
	for _, waits := range []bool{s.Ask != nil, s.Call != "", s.Hand != nil, s.Wait != nil} {
		if waits {
			n++
		}
	}
	return n
}

// variables returns the names that the flow stores answers and values under.
func (f *Flow) variables() map[string]bool {
	names := make(map[string]bool)
	add := func(name string) {
		if _, mine := profileField(name); !mine {
			names[name] = true
		}
	}
	for _, name := range f.Needs {
		add(name)
	}
	for _, s := range f.Steps {
		if s.Ask != nil {
			add(s.saves())
		}
		for _, a := range s.Set {
			add(a.Name)
		}
		if s.Tell != nil && s.Tell.Save != "" {
			add(s.Tell.Save)
		}
	}
	return names
}

// saves returns the name that the answer of a step is kept under.
func (s *Step) saves() string {
	if s.Save != "" {
		return s.Save
	}
	return s.Name
}

// given is a value that a flow gives to one that it calls: with: {service:
// health visitor}. What is stored is as it is written; people are shown it in
// their language.
type given struct{ name, value string }

// learn remembers which questions fill which names, so that blanks can show the
// words of a choice where its id is stored, and those of given values.
func (o *Org) learn(f *Flow) {
	if o.savers == nil {
		o.savers, o.given = make(map[string][]saver), make(map[given]*Text)
	}
	for _, s := range f.Steps {
		if s.Ask != nil {
			o.savers[s.saves()] = append(o.savers[s.saves()], saver{f, s})
		}
		for i, a := range s.With {
			if len(locales.Blanks(a.Value.Source)) == 0 {
				o.given[given{a.Name, a.Value.Source}] = &s.With[i].Value
			}
		}
	}
	for _, word := range f.Start.Words {
		o.learnWord(word, f.ID)
	}
	if len(f.Start.Every) > 0 {
		o.scheduled = append(o.scheduled, f)
		slices.SortFunc(o.scheduled, func(a, b *Flow) int { return strings.Compare(a.ID, b.ID) })
	}
	for _, w := range f.written {
		for _, name := range blanksOf(w.forms) {
			if field, ok := strings.CutPrefix(name, asker+"."); ok && !slices.Contains(o.askers, field) {
				o.askers = append(o.askers, field)
			}
		}
	}
}

func isState(name string) bool {
	return name == stateEnd || name == stateMenu || name == stateBack || name == string(ToAgain)
}
