package graph

// cell is something that takes up room in a layer: a box, the label of an
// arrow, or the place where an arrow passes.
type cell struct {
	box    int    // the box's place in the picture; -1 for what belongs to an arrow
	label  []line // the label that stands here
	layer  int
	w, h   float64
	x, y   float64 // the middle of its upper edge
	up, to []int   // the cells above and below that it is joined to
}

// chain is an arrow as the cells that it passes from above to below. An arrow
// that leads up is turned round.
type chain struct {
	cells  []int
	turned bool
}

// layout is a picture while it is laid out.
type layout struct {
	p      *Picture
	cells  []cell
	chains []chain
	layers [][]int // cells, from left to right
	top    []float64
	bottom []float64
}

// newLayout puts boxes into layers, and whatever their arrows pass between them.
// Boxes stand in the even layers; the odd ones are for labels.
func newLayout(p *Picture) *layout {
	l := &layout{p: p}
	turned := turnedArrows(p)
	ranks := narrowed(p, turned, ranksOf(p, turned))
	for i, b := range p.Boxes {
		w, h := sizeOf(b)
		l.cells = append(l.cells, cell{box: i, layer: 2 * ranks[i], w: w, h: h})
	}
	for i, a := range p.Arrows {
		l.chain(a, turned[i])
	}
	deepest := 0
	for _, c := range l.cells {
		deepest = max(deepest, c.layer)
	}
	l.layers = make([][]int, deepest+1)
	return l
}

// chain adds the cells between the ends of an arrow. Its label stands in the
// layer beside the box that it comes from.
func (l *layout) chain(a Arrow, turned bool) {
	upper, lower := a.From, a.To
	if turned {
		upper, lower = lower, upper
	}
	first, last := l.cells[upper].layer+1, l.cells[lower].layer-1
	labelled := first
	if turned {
		labelled = last
	}
	cells := []int{upper}
	for layer := first; layer <= last; layer++ {
		c := cell{box: -1, layer: layer, w: lineGap}
		if layer == labelled && len(a.Labels) > 0 {
			c.label = a.lines()
			c.w, c.h = labelRoom(c.label)
		}
		l.cells = append(l.cells, c)
		cells = append(cells, len(l.cells)-1)
	}
	cells = append(cells, lower)
	for i := 1; i < len(cells); i++ {
		l.cells[cells[i-1]].to = append(l.cells[cells[i-1]].to, cells[i])
		l.cells[cells[i]].up = append(l.cells[cells[i]].up, cells[i-1])
	}
	l.chains = append(l.chains, chain{cells: cells, turned: turned})
}
