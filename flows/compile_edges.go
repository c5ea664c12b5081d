package flows

import (
	"fmt"
	"strconv"

	"github.com/looplab/fsm"
)

// reachable returns every edge that a turn beginning at a step can take before
// it waits again: the step's own, and those of the steps that do not wait. A
// question may turn out to have nothing to choose from, so its way out for that
// is among them.
func (f *Flow) reachable(from *Step) (fsm.Events, error) {
	var all fsm.Events
	seen := map[string]bool{from.Name: true}
	queue := f.edges(from)
	for len(queue) > 0 {
		e := queue[0]
		queue = queue[1:]
		all = append(all, e)
		next := f.Step(e.Dst)
		if next == nil {
			if !f.isTarget(e.Dst) {
				return nil, fmt.Errorf("there is no step called %q", e.Dst)
			}
			continue
		}
		if !seen[next.Name] {
			seen[next.Name] = true
			queue = append(queue, f.passing(next)...)
		}
	}
	return all, unlike(all)
}

// passing returns the edges out of a step that a turn can take without waiting
// there. A step that waits until a moment does not where the moment has passed.
func (f *Flow) passing(s *Step) fsm.Events {
	switch {
	case s.Ask != nil:
		return f.emptyEdge(s)
	case s.Call != "" || s.Hand != nil:
		return nil
	}
	return f.edges(s)
}

// edges returns every edge out of a step.
func (f *Flow) edges(s *Step) fsm.Events {
	switch {
	case s.Ask != nil:
		return f.questionEdges(s)
	case s.Call != "":
		return append(fsm.Events{f.edge(s, evReturned, f.following(s))}, f.whenEdges(s)...)
	case s.Hand != nil:
		return append(fsm.Events{f.edge(s, evClosed, f.following(s))}, f.whenEdges(s)...)
	case s.Wait != nil && len(s.When) == 0:
		return fsm.Events{f.edge(s, evDue, f.following(s))}
	case len(s.When) > 0:
		return f.whenEdges(s)
	}
	return fsm.Events{f.edge(s, evNext, f.following(s))}
}

// questionEdges are the ways out of a question. Choices without a target of
// their own share the edge of any answer.
func (f *Flow) questionEdges(s *Step) fsm.Events {
	var all fsm.Events
	if s.Options != nil && !s.Options.Many {
		for _, opt := range s.Options.Fixed {
			if opt.Then != nil {
				all = append(all, f.edge(s, evPick+opt.ID, *opt.Then))
			}
		}
	}
	if len(s.When) > 0 {
		all = append(all, f.whenEdges(s)...)
	} else {
		all = append(all, f.edge(s, evAnswer, f.following(s)))
	}
	all = append(all, f.emptyEdge(s)...)
	if s.Else != nil {
		all = append(all, f.edge(s, evElse, *s.Else))
	} else {
		all = append(all, fsm.EventDesc{Name: evElse, Src: []string{s.Name}, Dst: stateGaveUp})
	}
	after := Target{Kind: ToEnd}
	if s.Timeout != nil && s.Timeout.Then != nil {
		after = *s.Timeout.Then
	}
	return append(all, f.edge(s, evTimeout, after))
}

// emptyEdge is where a question goes that has no choices to offer: to the menu,
// unless the flow says otherwise.
func (f *Flow) emptyEdge(s *Step) fsm.Events {
	if !s.mayBeEmpty() {
		return nil
	}
	to := Target{Kind: ToMenu}
	if s.Options.Empty != nil {
		to = *s.Options.Empty
	}
	return fsm.Events{f.edge(s, evEmpty, to)}
}

// mayBeEmpty tells whether a question can turn out to have no choices.
func (s *Step) mayBeEmpty() bool {
	if s.Options == nil {
		return false
	}
	for _, opt := range s.Options.Fixed {
		if opt.If == nil {
			return false
		}
	}
	return true
}

func (f *Flow) whenEdges(s *Step) fsm.Events {
	var all fsm.Events
	for n, branch := range s.When {
		all = append(all, f.edge(s, evWhen+strconv.Itoa(n), branch.Then))
	}
	return all
}

func (f *Flow) edge(s *Step, event string, to Target) fsm.EventDesc {
	return fsm.EventDesc{Name: event, Src: []string{s.Name}, Dst: state(to, s.Name)}
}

// following is where a step goes when nothing else says: to its then:, else to
// the step below it, else to the end.
func (f *Flow) following(s *Step) Target {
	if s.Then != nil {
		return *s.Then
	}
	if i := f.index[s.Name] + 1; i < len(f.Steps) {
		return Target{Kind: ToStep, Name: f.Steps[i].Name}
	}
	return Target{Kind: ToEnd}
}

// state returns the machine's name for a target that stands in a step.
func state(to Target, in string) string {
	switch to.Kind {
	case ToStep:
		return to.Name
	case ToAgain:
		return in
	case ToFlow:
		return stateFlow + to.Name
	}
	return string(to.Kind)
}

// isTarget tells whether a state that is no step is one that the driver knows.
func (f *Flow) isTarget(name string) bool {
	return name == stateEnd || name == stateMenu || name == stateBack || name == stateGaveUp ||
		len(name) > len(stateFlow) && name[:len(stateFlow)] == stateFlow
}

// unlike refuses two edges for one event of one step: the machine would take
// the last of them without a word.
func unlike(edges fsm.Events) error {
	type way struct{ event, src string }
	seen := make(map[way]bool, len(edges))
	for _, e := range edges {
		w := way{e.Name, e.Src[0]}
		if seen[w] {
			return fmt.Errorf("the event %q has two ways out of %q", e.Name, e.Src[0])
		}
		seen[w] = true
	}
	return nil
}
