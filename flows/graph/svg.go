package graph

import (
	"fmt"
	"html"
	"strings"
)

// SVG draws a picture. It scales to any width, prints well, and tells a screen
// reader the whole flow in words.
func (p *Picture) SVG() string {
	l := newLayout(p)
	l.order()
	l.place()
	d := newDrawing(l)
	d.head()
	paths := l.paths()
	for _, turned := range []bool{true, false} {
		for i, c := range l.chains {
			if c.turned == turned {
				d.arrow(paths[i], turned)
			}
		}
	}
	for _, c := range l.cells {
		switch {
		case c.box >= 0:
			d.box(p.Boxes[c.box], c)
		case len(c.label) > 0:
			d.label(c)
		}
	}
	return d.whole()
}

// drawing is an SVG while it is written.
type drawing struct {
	strings.Builder
	l                    *layout
	left, right          float64 // where the picture begins and ends, in the layout's measure
	width, above, height float64
	title, about, always []string
}

// leastWidth leaves room for a title over a narrow flow.
const leastWidth = 520.0

const titleSize = 22.0

// newDrawing measures everything.
func newDrawing(l *layout) *drawing {
	d := &drawing{l: l}
	for i, c := range l.cells {
		if i == 0 || c.x-c.w/2 < d.left {
			d.left = c.x - c.w/2
		}
		if i == 0 || c.x+c.w/2 > d.right {
			d.right = c.x + c.w/2
		}
	}
	if narrow := leastWidth - (d.right - d.left); narrow > 0 {
		d.left, d.right = d.left-narrow/2, d.right+narrow/2
	}
	room := d.right - d.left
	d.title = wrapped(l.p.Title, room, titleSize*boldly)
	d.about = wrapped(l.p.About, room, fontSize)
	always := l.p.Always
	for _, c := range l.chains {
		if c.turned {
			always += " Dashed arrows lead back."
			break
		}
	}
	d.always = wrapped(always, room, fontSize)
	d.above = margin + float64(len(d.title))*titleSize*1.3 + float64(len(d.about))*lineHeight + layerGap
	d.width = room + 2*margin
	d.height = d.above + l.bottom[len(l.bottom)-1] + layerGap + float64(len(d.always))*lineHeight + margin
	return d
}

// whole returns the SVG with what belongs round it.
func (d *drawing) whole() string {
	var out strings.Builder
	id := "flow-" + d.l.p.ID
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" role="%s" aria-labelledby="%s-title %s-desc" font-family="Arial, 'Helvetica Neue', 'Liberation Sans', sans-serif" font-size="%s">`+"\n",
		num(d.width), num(d.height), num(d.width), num(d.height), d.role(), id, id, num(fontSize))
	fmt.Fprintf(&out, "<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">%s</desc>\n", id, html.EscapeString(d.l.p.Title), id, html.EscapeString(d.l.p.Told()))
	out.WriteString("<defs>\n")
	for _, head := range []struct{ name, colour string }{{"on", stroke}, {"back", backward}} {
		fmt.Fprintf(&out, `<marker id="%s-%s" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0,0.8L10,5L0,9.2Z" fill="%s"/></marker>`+"\n", id, head.name, head.colour)
	}
	out.WriteString("</defs>\n")
	fmt.Fprintf(&out, "<rect width=\"%s\" height=\"%s\" fill=\"%s\"/>\n", num(d.width), num(d.height), paper)
	out.WriteString(d.String())
	out.WriteString("</svg>\n")
	return out.String()
}

// role is what a screen reader takes the picture for. What stands inside an img
// is not read, so a picture with links is a group.
func (d *drawing) role() string {
	for _, b := range d.l.p.Boxes {
		if b.Link != "" {
			return "group"
		}
	}
	return "img"
}

// at turns a place of the layout into one of the drawing.
func (d *drawing) at(x, y float64) (float64, float64) { return x - d.left + margin, y + d.above }

// head writes what stands above and below the flow.
func (d *drawing) head() {
	y, right := margin, d.width-margin
	for _, words := range d.title {
		d.text(text{at: point{margin, y + titleSize}, words: words, colour: ink, size: titleSize, bold: true, far: right})
		y += titleSize * 1.3
	}
	for _, words := range d.about {
		d.text(text{at: point{margin, y + fontSize}, words: words, colour: inkSoft, size: fontSize, far: right})
		y += lineHeight
	}
	y = d.height - margin - float64(len(d.always))*lineHeight
	for _, words := range d.always {
		d.text(text{at: point{margin, y + fontSize}, words: words, colour: inkSoft, size: fontSize})
		y += lineHeight
	}
}
