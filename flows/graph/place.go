package graph

import "math"

// settling is how often the cells are drawn towards what they are joined to.
const settling = 60

// place gives every cell its x and y.
func (l *layout) place() {
	for _, layer := range l.layers {
		x := 0.0
		for i, c := range layer {
			if i > 0 {
				x += l.apart(layer[i-1], c)
			}
			l.cells[c].x = x
		}
	}
	for i := range settling {
		for n := range l.layers {
			switch {
			case i >= settling-10: // at last, between both
				l.settle(n, true, true)
			case i%2 == 0:
				l.settle(n, true, false)
			default:
				l.settle(len(l.layers)-1-n, false, true)
			}
		}
	}
	l.straighten()
	l.stack()
}

// apart is how far the middles of two neighbours are from each other at least.
func (l *layout) apart(left, right int) float64 {
	a, b := l.cells[left], l.cells[right]
	gap := lineGap
	if a.box >= 0 && b.box >= 0 {
		gap = boxGap
	}
	return a.w/2 + gap + b.w/2
}

// settle moves the cells of a layer towards what they are joined to above or
// below, as near as their neighbours let them.
func (l *layout) settle(layer int, above, below bool) {
	cells := l.layers[layer]
	wanted, weight, gaps := make([]float64, len(cells)), make([]float64, len(cells)), make([]float64, len(cells))
	for i, c := range cells {
		wanted[i], weight[i] = l.wish(c, above, below)
		if i > 0 {
			gaps[i] = l.apart(cells[i-1], c)
		}
	}
	for i, x := range spread(wanted, weight, gaps) {
		l.cells[cells[i]].x = x
	}
}

// wish is where a cell would best stand, and how much that matters: arrows that
// pass several layers should be straight.
func (l *layout) wish(c int, above, below bool) (x, weight float64) {
	add := func(joined []int) {
		for _, j := range joined {
			w := 1.0
			if l.cells[c].box < 0 {
				w = 2
				if l.cells[j].box < 0 {
					w = 8
				}
			}
			x += w * l.cells[j].x
			weight += w
		}
	}
	if above {
		add(l.cells[c].up)
	}
	if below {
		add(l.cells[c].to)
	}
	if weight == 0 {
		return l.cells[c].x, 0.1
	}
	return x / weight, weight
}

// spread returns the places nearest to those that are wanted, by weight, of
// which each is at least its gap after the one before.
func spread(wanted, weight, gaps []float64) []float64 {
	type block struct {
		sum, weight float64
		n           int
	}
	var blocks []block
	offset := 0.0
	offsets := make([]float64, len(wanted))
	for i := range wanted {
		offset += gaps[i]
		offsets[i] = offset
		b := block{(wanted[i] - offset) * weight[i], weight[i], 1}
		for len(blocks) > 0 && blocks[len(blocks)-1].sum/blocks[len(blocks)-1].weight > b.sum/b.weight {
			last := blocks[len(blocks)-1]
			blocks = blocks[:len(blocks)-1]
			b = block{b.sum + last.sum, b.weight + last.weight, b.n + last.n}
		}
		blocks = append(blocks, b)
	}
	placed := make([]float64, 0, len(wanted))
	for _, b := range blocks {
		for range b.n {
			placed = append(placed, b.sum/b.weight+offsets[len(placed)])
		}
	}
	return placed
}

// stack gives the layers their heights. Where arrows reach far to the side the
// layers stand further apart, so that they do not lie flat.
func (l *layout) stack() {
	y := 0.0
	l.top, l.bottom = make([]float64, len(l.layers)), make([]float64, len(l.layers))
	for n, layer := range l.layers {
		tallest, farthest := 0.0, 0.0
		for _, c := range layer {
			l.cells[c].y = y
			tallest = max(tallest, l.cells[c].h)
			for _, to := range l.cells[c].to {
				farthest = max(farthest, math.Abs(l.cells[to].x-l.cells[c].x))
			}
		}
		l.top[n], l.bottom[n] = y, y+tallest
		y += tallest + min(layerGap+farthest*0.06, 3*layerGap)
	}
}
