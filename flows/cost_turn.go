package flows

import "slices"

// spoken bounds what a turn has said before a step, in one language.
type spoken struct {
	amount
	by *line // the last text of the longest way there
}

// line is one text that a turn says, and those before it.
type line struct {
	flow *Flow
	step *Step
	up   *line
}

// stage is where in a step a turn comes in.
type stage int

const (
	stageBegins   stage = iota
	stageReturned       // the flow that the step calls has ended
	stageAgain          // back leads to the step's question, without its say:
)

// point is a step in a turn.
type point struct {
	flow  *Flow
	step  *Step
	stage stage
}

// paths follows every way that a turn can take, and keeps for each point the most
// that can have been said before it, in each language.
type paths struct {
	*costs
	before  map[point][]spoken
	order   []point           // in which they were first reached
	changed []point           // since the last round
	returns map[*Flow][]point // where a flow that ends goes on
	callers map[*Flow][]*Flow // the flows that can be waiting for it
	ways    map[*Step][]way
}

// newPaths follows the turns of an organisation's flows. A turn enters no more
// steps than the engine lets it.
func newPaths(k *costs) *paths {
	p := &paths{costs: k, before: map[point][]spoken{}, returns: map[*Flow][]point{}, callers: map[*Flow][]*Flow{}, ways: map[*Step][]way{}}
	flows := k.org.flowsByID()
	for _, f := range flows {
		for i, s := range f.Steps {
			p.ways[s] = waysOut(f, i)
		}
	}
	for _, f := range flows {
		for _, s := range f.Steps {
			if called := k.org.Flows[s.Call]; s.Call != "" && called != nil {
				p.calls(point{f, s, stageReturned}, called, map[*Flow]bool{})
			}
		}
	}
	for _, f := range flows {
		if len(f.Steps) > 0 {
			p.reach(point{flow: f, step: f.Steps[0]}, p.silence())
		}
	}
	for range stepsATurn {
		now := p.changed
		p.changed = nil
		for _, at := range now {
			p.follow(at)
		}
	}
	return p
}

// silence is nothing said, in each language.
func (p *paths) silence() []spoken { return make([]spoken, len(p.org.Languages)) }

// reach notes that a turn can come to a point, with so much said before.
func (p *paths) reach(at point, said []spoken) {
	before, known := p.before[at]
	if !known {
		p.before[at] = slices.Clone(said)
		p.order = append(p.order, at)
		p.changed = append(p.changed, at)
		return
	}
	changed := false
	for i := range before {
		most := longer(before[i], said[i])
		changed = changed || most.amount != before[i].amount
		before[i] = most
	}
	if changed && !slices.Contains(p.changed, at) {
		p.changed = append(p.changed, at)
	}
}

// longer is what can have been said on one of two ways.
func longer(a, b spoken) spoken {
	most := spoken{a.or(b.amount), a.by}
	x, y := a.sure.Count(), b.sure.Count()
	if y.Parts > x.Parts || y.Parts == x.Parts && y.Units > x.Units || a.by == nil {
		most.by = b.by
	}
	return most
}

// after is what has been said once a step has said its say:.
func (p *paths) after(at point) []spoken {
	said := p.before[at]
	if at.stage != stageBegins {
		return said
	}
	after := slices.Clone(said)
	if setsLanguage(at.step) {
		for i := range after {
			for _, other := range said {
				after[i] = longer(after[i], other)
			}
		}
	}
	if at.step.Say != nil {
		for i, tag := range p.org.Languages {
			after[i] = spoken{after[i].below(p.words(reading{flow: at.flow, tag: tag}, at.step.Say)), &line{at.flow, at.step, said[i].by}}
		}
	}
	return after
}

func setsLanguage(s *Step) bool {
	return slices.ContainsFunc(s.Set, func(a Assign) bool { return a.Name == "me.language" })
}

// follow goes on from a point: with what has been said to wherever the turn goes
// on without waiting, and in silence to wherever a later turn begins.
func (p *paths) follow(at point) {
	s, said := at.step, p.after(at)
	if s.Call != "" && at.stage == stageBegins {
		p.begin(p.org.Flows[s.Call], said)
		return
	}
	for _, w := range p.ways[s] {
		if at.passes(w) {
			p.lead(at, w.to, said)
		}
		if !at.passes(w) || s.Wait != nil {
			p.lead(at, w.to, p.silence())
		}
	}
	if s.Ask != nil && (s.Timeout == nil || s.Timeout.Then == nil) {
		p.lead(at, Target{Kind: ToEnd}, p.silence())
	}
}

// passes tells whether a turn that comes in at a point can take a way without
// waiting. A wait may be over already.
func (at point) passes(w way) bool {
	return w.passing || at.step.Wait != nil || at.stage == stageReturned
}
