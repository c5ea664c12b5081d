package graph

import (
	"fmt"
	"slices"
	"strings"
)

// Told tells a picture in words, for people who do not see it: each box in the
// order of the flow, and where it leads.
func (p *Picture) Told() string {
	var out strings.Builder
	steps := 0
	for _, b := range p.Boxes {
		if b.Kind != Start && b.Kind != Exit {
			steps++
		}
	}
	fmt.Fprintf(&out, "A flow with %s. It begins when %s.", counted(steps, "step"), strings.Join(p.Boxes[0].begins(), ", "))
	for i, b := range p.Boxes {
		if b.Kind != Start && b.Kind != Exit {
			out.WriteString(" " + b.sentence() + p.leads(i))
		}
	}
	return out.String() + " " + p.Always
}

// begins says what begins a flow, in a list of either and or.
func (b Box) begins() []string {
	all := slices.Clone(b.Notes)
	for i := 1; i < len(all); i++ {
		all[i] = "or " + all[i]
	}
	return all
}

// sentence tells one box.
func (b Box) sentence() string {
	does := b.Does
	if b.Kind == Staff {
		does = "lets " + does
	}
	parts := []string{"Step " + b.Name + " " + does}
	if b.Words != "" {
		parts[0] += ": " + b.Words
	}
	parts = append(parts, b.Notes...)
	if b.Waiting > 0 {
		parts = append(parts, b.waiting())
	}
	whole := strings.Join(parts, "; ")
	if strings.HasSuffix(whole, "?") || strings.HasSuffix(whole, ".") || strings.HasSuffix(whole, "!") || strings.HasSuffix(whole, "…") {
		return whole
	}
	return strings.TrimRight(whole, ":,;") + "."
}

// leads says where a box leads.
func (p *Picture) leads(from int) string {
	var ways []string
	for _, a := range p.Arrows {
		if a.From != from {
			continue
		}
		to := p.Boxes[a.To]
		where := to.Words
		if to.Kind != Exit {
			where = "step " + to.Name
		}
		if len(a.Labels) > 0 {
			var labels []string
			for _, l := range a.Labels {
				labels = append(labels, l.whole())
			}
			where += " (" + strings.Join(labels, "; ") + ")"
		}
		ways = append(ways, where)
	}
	if len(ways) == 0 {
		return ""
	}
	return " It leads to " + strings.Join(ways, ", ") + "."
}

// waiting says how many people wait at a box.
func (b Box) waiting() string {
	if b.Waiting == 1 {
		return "1 person waits here"
	}
	return fmt.Sprintf("%d people wait here", b.Waiting)
}
