package graph

import "slices"

// turnedArrows tells which arrows lead back up: those that close a circle when
// the flow is walked from its beginning, in the order of its choices.
func turnedArrows(p *Picture) []bool {
	turned := make([]bool, len(p.Arrows))
	const under, done = 1, 2
	state := make([]int, len(p.Boxes))
	var walk func(box int)
	walk = func(box int) {
		state[box] = under
		for i, a := range p.Arrows {
			switch {
			case a.From != box:
			case state[a.To] == under:
				turned[i] = true
			case state[a.To] != done:
				walk(a.To)
			}
		}
		state[box] = done
	}
	for box := range p.Boxes {
		if state[box] == 0 {
			walk(box)
		}
	}
	return turned
}

// ranksOf puts each box below every box that leads to it.
func ranksOf(p *Picture, turned []bool) []int {
	ranks := make([]int, len(p.Boxes))
	lower(p, turned, ranks)
	return ranks
}

// lower moves boxes down until each stands below every box that leads to it.
func lower(p *Picture, turned []bool, ranks []int) {
	for moved := true; moved; {
		moved = false
		for i, a := range p.Arrows {
			from, to := a.From, a.To
			if turned[i] {
				from, to = to, from
			}
			if ranks[to] <= ranks[from] {
				ranks[to], moved = ranks[from]+1, true
			}
		}
	}
}

// widest is how wide a rank of boxes may be. A question with many ways out has
// the rest of them below, so that a picture stays narrow enough to be read.
const widest = 1500.0

// narrowed moves what has no room in its rank down to the next one.
func narrowed(p *Picture, turned []bool, ranks []int) []int {
	for rank := 0; rank <= slices.Max(ranks); rank++ {
		used, moved := 0.0, false
		for i, b := range p.Boxes {
			if ranks[i] != rank {
				continue
			}
			w, _ := sizeOf(b)
			if used > 0 && used+w > widest {
				ranks[i]++
				moved = true
				continue
			}
			used += w + boxGap
		}
		if moved {
			lower(p, turned, ranks)
		}
	}
	return ranks
}
