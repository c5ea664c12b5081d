package graph

import (
	"cmp"
	"slices"
)

// sweeps is how often the order of the layers is looked over.
const sweeps = 24

// order puts the cells of each layer in an order in which few arrows cross. It
// begins with the order in which the flow is written, and changes it only where
// that saves a crossing, so that choices stay in their order where they can.
func (l *layout) order() {
	l.asWritten()
	best, fewest := l.copied(), l.crossings()
	for i := range sweeps {
		l.sweep(i%2 == 0)
		l.swap()
		if n := l.crossings(); n < fewest {
			best, fewest = l.copied(), n
		}
	}
	l.layers = best
}

// asWritten fills the layers by walking the flow from its beginning.
func (l *layout) asWritten() {
	seen := make([]bool, len(l.cells))
	var walk func(c int)
	walk = func(c int) {
		if seen[c] {
			return
		}
		seen[c] = true
		l.layers[l.cells[c].layer] = append(l.layers[l.cells[c].layer], c)
		for _, next := range l.cells[c].to {
			walk(next)
		}
	}
	for c := range l.cells {
		if len(l.cells[c].up) == 0 {
			walk(c)
		}
	}
}

func (l *layout) copied() [][]int {
	all := make([][]int, len(l.layers))
	for i, layer := range l.layers {
		all[i] = slices.Clone(layer)
	}
	return all
}

// places tells where in its layer each cell stands.
func (l *layout) places() []int {
	at := make([]int, len(l.cells))
	for _, layer := range l.layers {
		for i, c := range layer {
			at[c] = i
		}
	}
	return at
}

// sweep orders each layer by the middle of what its cells are joined to, from
// above to below or the other way.
func (l *layout) sweep(down bool) {
	at := l.places()
	for i := range l.layers {
		layer := l.layers[i]
		if !down {
			layer = l.layers[len(l.layers)-1-i]
		}
		middle := make(map[int]float64, len(layer))
		for _, c := range layer {
			joined := l.cells[c].up
			if !down {
				joined = l.cells[c].to
			}
			middle[c] = float64(at[c])
			if len(joined) > 0 {
				sum := 0
				for _, j := range joined {
					sum += at[j]
				}
				middle[c] = float64(sum) / float64(len(joined))
			}
		}
		slices.SortStableFunc(layer, func(a, b int) int { return cmp.Compare(middle[a], middle[b]) })
		for i, c := range layer {
			at[c] = i
		}
	}
}

// swap exchanges neighbours as long as that saves crossings.
func (l *layout) swap() {
	at := l.places()
	for _, layer := range l.layers {
		for saved := true; saved; {
			saved = false
			for i := 0; i+1 < len(layer); i++ {
				a, b := layer[i], layer[i+1]
				if l.crossed(at, b, a) < l.crossed(at, a, b) {
					layer[i], layer[i+1] = b, a
					at[a], at[b] = i+1, i
					saved = true
				}
			}
		}
	}
}

// crossed counts how often the arrows of two cells cross if the first stands
// left of the second.
func (l *layout) crossed(at []int, left, right int) int {
	n := 0
	for _, sides := range [][2][]int{{l.cells[left].up, l.cells[right].up}, {l.cells[left].to, l.cells[right].to}} {
		for _, a := range sides[0] {
			for _, b := range sides[1] {
				if at[a] > at[b] {
					n++
				}
			}
		}
	}
	return n
}

// crossings counts how often arrows cross in the whole picture.
func (l *layout) crossings() int {
	at, n := l.places(), 0
	for _, layer := range l.layers {
		for i, a := range layer {
			for _, b := range layer[i+1:] {
				for _, to := range l.cells[a].to {
					for _, other := range l.cells[b].to {
						if at[to] > at[other] {
							n++
						}
					}
				}
			}
		}
	}
	return n
}
