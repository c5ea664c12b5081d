package flows

// way is one way out of a step.
type way struct {
	to      Target
	passing bool   // taken without waiting for a reply
	written bool   // an author wrote the target; else it is the step below, or the end
	assigns string // the variable that has a value once this way is taken
	known   []string
}

// graph is a flow as steps and the ways between them.
type graph struct {
	flow *Flow
	ways map[string][]way
}

func newGraph(f *Flow) *graph {
	g := &graph{flow: f, ways: map[string][]way{}}
	for i, s := range f.Steps {
		g.ways[s.Name] = waysOut(f, i)
	}
	return g
}

// waysOut returns every way out of a step.
func waysOut(f *Flow, at int) []way {
	s := f.Steps[at]
	below := Target{Kind: ToEnd, Pos: s.Pos}
	if at+1 < len(f.Steps) {
		below = Target{Kind: ToStep, Name: f.Steps[at+1].Name, Pos: s.Pos}
	}
	on := way{to: below, passing: s.waits() == 0}
	if s.Then != nil {
		on.to, on.written = *s.Then, true
	}
	ways := append(questionWays(s), whenWays(s)...)
	if goesOn(s) && len(s.When) == 0 {
		if s.Ask != nil && !s.Opt {
			on.assigns = s.saves()
		}
		ways = append(ways, on)
	}
	return ways
}

// questionWays are the ways out of a question but for the one further on.
func questionWays(s *Step) []way {
	var ways []way
	add := func(t *Target, passing bool, assigns string) {
		if t != nil {
			ways = append(ways, way{to: *t, written: true, passing: passing, assigns: assigns})
		}
	}
	if s.Options != nil {
		for _, o := range s.Options.Fixed {
			add(o.Then, false, s.saves())
		}
		add(s.Options.Empty, true, "")
	}
	add(s.Else, false, "")
	if s.Timeout != nil {
		add(s.Timeout.Then, false, "")
	}
	return ways
}

func whenWays(s *Step) []way {
	var ways []way
	for _, b := range s.When {
		w := way{to: b.Then, written: true, passing: s.waits() == 0}
		if b.If != nil {
			w.known = b.If.root.sets()
		}
		ways = append(ways, w)
	}
	return ways
}

// goesOn tells whether a step can go on to its then:, or to the step below.
func goesOn(s *Step) bool {
	if s.Ask == nil || s.Options == nil || s.Opt || s.Options.Many || s.Options.From != "" {
		return true
	}
	for _, o := range s.Options.Fixed {
		if o.Then == nil {
			return true
		}
	}
	return len(s.Options.Fixed) == 0
}

// sets returns the names that hold something whenever the expression is true.
func (e expr) sets() []string {
	switch e.kind {
	case exprAnd:
		var all []string
		for _, k := range e.kids {
			all = append(all, k.sets()...)
		}
		return all
	case exprTrue, exprIs, exprSet, exprHas, exprStart, exprOrder:
		return []string{e.left.text}
	}
	return nil
}

// reached returns the steps that can be reached from the first.
func (g *graph) reached() map[string]bool {
	seen := map[string]bool{}
	queue := []string{g.flow.Steps[0].Name}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if seen[name] || g.flow.Step(name) == nil {
			continue
		}
		seen[name] = true
		for _, w := range g.ways[name] {
			if w.to.Kind == ToStep {
				queue = append(queue, w.to.Name)
			}
		}
	}
	return seen
}

// into returns the steps that lead to a step, other than itself.
func (g *graph) into(name string) []*Step {
	var from []*Step
	for _, s := range g.flow.Steps {
		for _, w := range g.ways[s.Name] {
			if s.Name != name && w.to.Kind == ToStep && w.to.Name == name {
				from = append(from, s)
				break
			}
		}
	}
	return from
}
