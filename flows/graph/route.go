package graph

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// portGap is how far apart arrows begin, or end, at the edge of a box.
const portGap = 18.0

// port is where a chain meets a box.
type port struct{ chain, box int }

// ports gives every chain its own place on the edges of the boxes at its ends,
// as near as can be to where it comes from or goes to.
func (l *layout) ports() (leaving, arriving map[port]float64) {
	leaving, arriving = map[port]float64{}, map[port]float64{}
	for box := range l.p.Boxes {
		var out, in []int
		for i, c := range l.chains {
			if c.cells[0] == box {
				out = append(out, i)
			}
			if c.cells[len(c.cells)-1] == box {
				in = append(in, i)
			}
		}
		l.share(leaving, box, out, func(c chain) int { return c.cells[1] })
		l.share(arriving, box, in, func(c chain) int { return c.cells[len(c.cells)-2] })
	}
	return leaving, arriving
}

// share spreads chains along an edge of a box.
func (l *layout) share(ports map[port]float64, box int, chains []int, next func(chain) int) {
	b := l.cells[box]
	slices.SortStableFunc(chains, func(i, j int) int {
		return cmp.Compare(l.cells[next(l.chains[i])].x, l.cells[next(l.chains[j])].x)
	})
	room := b.w/2 - l.p.Boxes[box].flat()
	gap := portGap
	if n := len(chains); n > 1 {
		gap = min(gap, 2*room/float64(n-1))
	}
	wanted, weight, gaps := make([]float64, len(chains)), make([]float64, len(chains)), make([]float64, len(chains))
	for i, c := range chains {
		// Each must leave room for those on either side of it.
		left, right := b.x-room+float64(i)*gap, b.x+room-float64(len(chains)-1-i)*gap
		wanted[i], weight[i] = min(max(l.cells[next(l.chains[c])].x, left), right), 1
		if i > 0 {
			gaps[i] = gap
		}
	}
	for i, x := range spread(wanted, weight, gaps) {
		ports[port{chains[i], box}] = x
	}
}

// paths returns the path of every chain, in the form that SVG draws, from the
// box that the arrow leaves to the one that it points at.
func (l *layout) paths() []string {
	leaving, arriving := l.ports()
	all := make([]string, len(l.chains))
	for i, c := range l.chains {
		first, last := c.cells[0], c.cells[len(c.cells)-1]
		x := leaving[port{i, first}]
		points := []point{{x, l.cells[first].y + l.cells[first].h}, {x, l.bottom[l.cells[first].layer]}}
		for _, at := range c.cells[1 : len(c.cells)-1] {
			d := l.cells[at]
			points = append(points, point{d.x, l.top[d.layer]}, point{d.x, l.bottom[d.layer]})
		}
		points = append(points, point{arriving[port{i, last}], l.cells[last].y})
		if c.turned {
			slices.Reverse(points)
		}
		all[i] = path(points)
	}
	return all
}

type point struct{ x, y float64 }

// path joins points: straight where they stand above each other, else in a bend
// that stays between them.
func path(points []point) string {
	var out strings.Builder
	fmt.Fprintf(&out, "M%s,%s", num(points[0].x), num(points[0].y))
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		switch middle := (a.y + b.y) / 2; {
		case math.Abs(a.y-b.y) < 0.05 && math.Abs(a.x-b.x) < 0.05:
		case math.Abs(a.x-b.x) < 0.05:
			fmt.Fprintf(&out, "V%s", num(b.y))
		default:
			fmt.Fprintf(&out, "C%s,%s %s,%s %s,%s", num(a.x), num(middle), num(b.x), num(middle), num(b.x), num(b.y))
		}
	}
	return out.String()
}
