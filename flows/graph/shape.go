package graph

import "fmt"

// hexagon is how far the ends of a choice point reach out, tail how far the
// tail of a question does, roundEnd how long the round end of a wait is.
const (
	hexagon  = 14.0
	tail     = 9.0
	roundEnd = 16.0
)

// shape draws the outline of a step: a speech bubble with a tail for a question,
// a hexagon for a choice point, a box with two bars for a flow that is called,
// square corners for staff, a round end for a wait, two boxes for a text to
// others.
func (d *drawing) shape(kind Kind, x, y, w, h float64) {
	look := looks[kind]
	switch kind {
	case Ask:
		d.path(fmt.Sprintf("M%s,%sh%sa10,10 0 0 1 10,10v%sa10,10 0 0 1 -10,10h%sl%s,0l%s,-18v%sa10,10 0 0 1 10,-10z",
			num(x+10), num(y), num(w-20), num(h-20), num(-(w-22)), num(-12-tail), num(tail), num(-(h-28))), look)
	case When:
		d.path(fmt.Sprintf("M%s,%sh%sl%s,%sl%s,%sh%sl%s,%sz", num(x+hexagon), num(y), num(w-2*hexagon),
			num(hexagon), num(h/2), num(-hexagon), num(h/2), num(-(w-2*hexagon)), num(-hexagon), num(-h/2)), look)
	case Call:
		d.rect(x, y, w, h, 3, look.fill, look.edge, look.thick)
		d.path(fmt.Sprintf("M%s,%sv%sM%s,%sv%s", num(x+6), num(y), num(h), num(x+w-6), num(y), num(h)), look)
	case Tell:
		d.rect(x+5, y+5, w, h-10, 10, look.fill, look.edge, look.thick)
		d.rect(x, y, w, h, 10, look.fill, look.edge, look.thick)
	case Wait:
		d.path(fmt.Sprintf("M%s,%sh%sa%s,%s 0 0 1 0,%sh%sz", num(x), num(y), num(w-roundEnd), num(roundEnd), num(h/2), num(h), num(-(w-roundEnd))), look)
	case Staff:
		d.rect(x, y, w, h, 2, look.fill, look.edge, look.thick)
	default:
		d.rect(x, y, w, h, 10, look.fill, look.edge, look.thick)
	}
}

// sign draws the small sign before a step's name. Its middle is given.
func (d *drawing) sign(kind Kind, x, y float64) {
	colour := looks[kind].edge
	switch kind {
	case Ask:
		d.disc(x, y, colour)
		d.text(text{at: point{x, y + 4.5}, words: "?", anchor: middle, colour: paper, size: 13, bold: true})
	case Say:
		d.disc(x, y, colour)
		for _, dot := range []float64{-3.6, 0, 3.6} {
			fmt.Fprintf(d, "<circle cx=\"%s\" cy=\"%s\" r=\"1.3\" fill=\"%s\"/>\n", num(x+dot), num(y), paper)
		}
	case Tell:
		fmt.Fprintf(d, "<path d=\"M%s,%sh5l8,-5v16l-8,-5h-5z\" fill=\"%s\"/>\n", num(x-7), num(y-3), colour)
	case Note:
		d.disc(x, y, colour)
		fmt.Fprintf(d, "<path d=\"M%s,%sl2.6,2.8l4.6,-5.6\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\"/>\n", num(x-3.7), num(y+0.4), paper)
	case When:
		fmt.Fprintf(d, "<path d=\"M%s,%sl8,8l-8,8l-8,-8z\" fill=\"%s\"/>\n", num(x), num(y-8), colour)
	case Call:
		d.disc(x, y, colour)
		fmt.Fprintf(d, "<path d=\"M%s,%sh7m-3,-3l3,3l-3,3\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"/>\n", num(x-3.5), num(y), paper)
	case Wait:
		d.disc(x, y, colour)
		fmt.Fprintf(d, "<path d=\"M%s,%sv5.2h3.6\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"/>\n", num(x), num(y-4.6), paper)
	case Staff:
		fmt.Fprintf(d, "<path d=\"M%s,%sa3.7,3.7 0 1 1 0.1,0zM%s,%sc0,-9 14,-9 14,0z\" fill=\"%s\"/>\n", num(x), num(y-0.4), num(x-7), num(y+8), colour)
	}
}

func (d *drawing) disc(x, y float64, colour string) {
	fmt.Fprintf(d, "<circle cx=\"%s\" cy=\"%s\" r=\"8\" fill=\"%s\"/>\n", num(x), num(y), colour)
}

func (d *drawing) path(way string, look look) {
	fmt.Fprintf(d, "<path d=\"%s\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\"/>\n", way, look.fill, look.edge, num(look.thick))
}

func (d *drawing) rect(x, y, w, h, round float64, fill, edge string, thick float64) {
	border := ""
	if thick > 0 {
		border = fmt.Sprintf(" stroke=\"%s\" stroke-width=\"%s\"", edge, num(thick))
	}
	fmt.Fprintf(d, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\" fill=\"%s\"%s/>\n", num(x), num(y), num(w), num(h), num(round), fill, border)
}
