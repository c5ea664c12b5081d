package graph

import "slices"

// straighten makes the cells that one arrow passes stand exactly above each
// other, with the boxes at its ends where they have no other, as far as their
// neighbours let them.
func (l *layout) straighten() {
	for range 3 {
		for _, column := range l.columns() {
			l.align(column)
		}
	}
}

// columns returns the cells that should stand above each other, from above to
// below. Long ones come first: they have more to lose.
func (l *layout) columns() [][]int {
	column := make([]int, len(l.cells)) // by its first cell
	for _, layer := range l.layers {
		for _, c := range layer {
			column[c] = c
			if up := l.cells[c].up; len(up) == 1 && len(l.cells[up[0]].to) == 1 {
				column[c] = column[up[0]]
			}
		}
	}
	members := make([][]int, len(l.cells))
	for _, layer := range l.layers {
		for _, c := range layer {
			members[column[c]] = append(members[column[c]], c)
		}
	}
	all := slices.DeleteFunc(members, func(m []int) bool { return len(m) < 2 })
	slices.SortStableFunc(all, func(a, b []int) int { return len(b) - len(a) })
	return all
}

// align gives the cells of a column one x; where there is no room for that, as
// many in a row as there is room for.
func (l *layout) align(column []int) {
	for len(column) > 0 {
		low, high := l.room(column[0])
		n, sum := 1, l.cells[column[0]].x
		for n < len(column) {
			left, right := l.room(column[n])
			if max(low, left) > min(high, right) {
				break
			}
			low, high = max(low, left), min(high, right)
			sum += l.cells[column[n]].x
			n++
		}
		x := min(max(sum/float64(n), low), high)
		for _, c := range column[:n] {
			l.cells[c].x = x
		}
		column = column[n:]
	}
}

// room is how far a cell can move to either side.
func (l *layout) room(c int) (left, right float64) {
	const far = 1e6
	layer := l.layers[l.cells[c].layer]
	at := slices.Index(layer, c)
	left, right = -far, far
	if at > 0 {
		left = l.cells[layer[at-1]].x + l.apart(layer[at-1], c)
	}
	if at+1 < len(layer) {
		right = l.cells[layer[at+1]].x - l.apart(c, layer[at+1])
	}
	// What cannot move at all stands where it is.
	return min(left, l.cells[c].x), max(right, l.cells[c].x)
}
