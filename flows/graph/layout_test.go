package graph

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// laidOut lays a picture out.
func laidOut(p *Picture) *layout {
	l := newLayout(p)
	l.order()
	l.place()
	return l
}

// anyPicture makes a picture with boxes of all sizes and arrows all over.
func anyPicture(t *rapid.T) *Picture {
	p := &Picture{ID: "try", Title: "Try", Always: "Always.", Boxes: []Box{{ID: "start", Kind: Start, Does: "begins when", Notes: []string{"someone texts TRY"}}}}
	n := rapid.IntRange(1, 14).Draw(t, "boxes")
	for i := range n {
		p.Boxes = append(p.Boxes, Box{
			ID: "s_" + strconv.Itoa(i), Name: "step" + strconv.Itoa(i), Does: "says", Kind: rapid.SampledFrom(kinds[1:]).Draw(t, "kind"),
			Words: strings.Repeat("words ", rapid.IntRange(1, 13).Draw(t, "words")), Urgent: rapid.Bool().Draw(t, "urgent"), Waiting: rapid.IntRange(0, 2).Draw(t, "waiting"),
		})
	}
	p.Arrows = append(p.Arrows, Arrow{From: 0, To: 1})
	for range rapid.IntRange(0, 2*n).Draw(t, "arrows") {
		from, to := rapid.IntRange(1, n).Draw(t, "from"), rapid.IntRange(1, n).Draw(t, "to")
		if from != to {
			p.connect(from, to, Label{Words: rapid.SampledFrom([]string{"", "Yes", "a rather long label for one choice"}).Draw(t, "label"), Said: rapid.Bool().Draw(t, "said")})
		}
	}
	return p
}

// along returns points along a path, close together.
func along(t require.TestingT, path string) []point {
	var all []point
	var at point
	words := strings.Fields(strings.NewReplacer("M", " M ", "V", " V ", "C", " C ", ",", " ").Replace(path))
	next := func(n int) []float64 {
		got := make([]float64, n)
		for i := range got {
			x, err := strconv.ParseFloat(words[i], 64)
			require.NoError(t, err)
			got[i] = x
		}
		words = words[n:]
		return got
	}
	for len(words) > 0 {
		kind, from := words[0], at
		words = words[1:]
		switch kind {
		case "M":
			n := next(2)
			at = point{n[0], n[1]}
			all = append(all, at)
		case "V":
			at.y = next(1)[0]
			for n := range 21 {
				all = append(all, point{at.x, from.y + float64(n)/20*(at.y-from.y)})
			}
		case "C":
			n := next(6)
			at = point{n[4], n[5]}
			for part := range 31 {
				i := float64(part) / 30
				a, b, c, d := (1-i)*(1-i)*(1-i), 3*i*(1-i)*(1-i), 3*i*i*(1-i), i*i*i
				all = append(all, point{a*from.x + b*n[0] + c*n[2] + d*at.x, a*from.y + b*n[1] + c*n[3] + d*at.y})
			}
		default:
			require.Fail(t, "an unknown part of a path: "+kind)
		}
	}
	return all
}

// inside tells whether a point lies in a cell, not just at its edge.
func inside(p point, c cell) bool {
	const edge = 0.3
	return math.Abs(p.x-c.x) < c.w/2-edge && p.y > c.y+edge && p.y < c.y+c.h-edge
}

// sound checks what every layout must hold.
func sound(t require.TestingT, l *layout) {
	for n, layer := range l.layers {
		for i, a := range layer {
			if i > 0 {
				before := l.cells[layer[i-1]]
				require.GreaterOrEqual(t, l.cells[a].x-before.x, (l.cells[a].w+before.w)/2-0.1, "two things lie over each other")
			}
			require.LessOrEqual(t, l.cells[a].y+l.cells[a].h, l.bottom[n])
		}
		require.True(t, n == 0 || l.bottom[n-1] < l.top[n], "layers lie over each other")
	}
	for i, path := range l.paths() {
		soundPath(t, l, l.chains[i], along(t, path))
	}
}

// soundPath checks that an arrow begins and ends where it should, and touches
// nothing on its way.
func soundPath(t require.TestingT, l *layout, ch chain, points []point) {
	first, last := points[0], points[len(points)-1]
	if ch.turned {
		first, last = last, first
	}
	from, to := l.cells[ch.cells[0]], l.cells[ch.cells[len(ch.cells)-1]]
	require.InDelta(t, from.y+from.h, first.y, 0.1, "an arrow begins at the edge of its box")
	require.InDelta(t, to.y, last.y, 0.1, "an arrow ends at the edge of its box")
	require.LessOrEqual(t, math.Abs(first.x-from.x), from.w/2)
	require.LessOrEqual(t, math.Abs(last.x-to.x), to.w/2)
	for _, p := range points {
		for n, layer := range l.layers {
			if p.y <= l.top[n] || p.y >= l.bottom[n] {
				continue
			}
			for _, c := range layer {
				if inside(p, l.cells[c]) && !slices.Contains(ch.cells[1:len(ch.cells)-1], c) {
					require.Fail(t, "an arrow runs through a box or another's label")
				}
			}
		}
	}
}

func TestNoArrowRunsThroughABoxAndNothingOverlaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { sound(t, laidOut(anyPicture(t))) })
}

func TestTheExamplesAreLaidOutSoundly(t *testing.T) {
	for name, p := range examples(t) {
		t.Run(name, func(t *testing.T) {
			l := laidOut(p)
			sound(t, l)
			require.LessOrEqual(t, l.crossings(), 4)
			for _, c := range l.chains {
				require.Less(t, l.cells[c.cells[0]].y, l.cells[c.cells[len(c.cells)-1]].y, "what comes later stands lower")
			}
		})
	}
}

func TestTheFirstStepStandsOnTop(t *testing.T) {
	for name, p := range examples(t) {
		l := laidOut(p)
		for i, c := range l.cells {
			require.True(t, i == 0 || c.y > l.cells[0].y, name)
		}
	}
}

// largest returns a picture of as many steps as a flow may have, which lead all
// over it.
func largest() *Picture {
	p := &Picture{ID: "try", Title: "Try", Boxes: []Box{{ID: "start", Kind: Start, Notes: []string{"TRY"}}}, Arrows: []Arrow{{From: 0, To: 1}}}
	for i := range 100 {
		p.Boxes = append(p.Boxes, Box{ID: fmt.Sprintf("s_%d", i), Kind: Ask, Name: "step", Words: "words"})
	}
	for i := 1; i <= 100; i++ {
		for j := 1; j <= 3; j++ {
			if to := 1 + (i*j+j*j)%100; to != i {
				p.connect(i, to, Label{Words: "a choice", Said: true})
			}
		}
	}
	return p
}

func TestTheLargestFlowIsLaidOutSoundly(t *testing.T) { sound(t, laidOut(largest())) }

func BenchmarkTheLargestFlow(b *testing.B) {
	for b.Loop() {
		largest().SVG()
	}
}

func BenchmarkAFlow(b *testing.B) {
	p := examples(b)["Wenbridge Link help"]
	for b.Loop() {
		p.SVG()
	}
}
