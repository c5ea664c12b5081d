package flows

// lead goes to a target.
func (p *paths) lead(from point, to Target, said []spoken) {
	switch to.Kind {
	case ToStep:
		if next := from.flow.Step(to.Name); next != nil {
			p.reach(point{flow: from.flow, step: next}, said)
		}
	case ToAgain:
		p.reach(point{flow: from.flow, step: from.step}, said)
	case ToFlow:
		p.begin(p.org.Flows[to.Name], said)
	case ToEnd:
		for _, back := range p.returns[from.flow] {
			p.reach(back, said)
		}
	case ToBack:
		for _, q := range p.questions(from.flow) {
			p.reach(q, said)
		}
	}
}

func (p *paths) begin(f *Flow, said []spoken) {
	if f != nil && len(f.Steps) > 0 {
		p.reach(point{flow: f, step: f.Steps[0]}, said)
	}
}

// questions returns the questions that  back  can lead to: of a flow, and of those
// that may be waiting for it.
func (p *paths) questions(f *Flow) []point {
	var all []point
	seen := map[*Flow]bool{}
	queue := []*Flow{f}
	for len(queue) > 0 {
		f, queue = queue[0], queue[1:]
		if seen[f] {
			continue
		}
		seen[f] = true
		for _, s := range f.Steps {
			if s.Ask != nil {
				all = append(all, point{f, s, stageAgain})
			}
		}
		queue = append(queue, p.callers[f]...)
	}
	return all
}

// calls notes that a flow, and those that it leaves for, can return to a point.
func (p *paths) calls(back point, f *Flow, seen map[*Flow]bool) {
	if seen[f] {
		return
	}
	seen[f] = true
	p.returns[f] = append(p.returns[f], back)
	p.callers[f] = append(p.callers[f], back.flow)
	for _, s := range f.Steps {
		for _, w := range p.ways[s] {
			if next := p.org.Flows[w.to.Name]; w.to.Kind == ToFlow && next != nil {
				p.calls(back, next, seen)
			}
		}
	}
}
