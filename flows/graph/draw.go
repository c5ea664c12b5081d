package graph

import (
	"fmt"
	"html"
	"strconv"
)

// box draws a box. Its whole words show when a pointer rests on it.
func (d *drawing) box(b Box, c cell) {
	x, y := d.at(c.x, c.y)
	look := looks[b.Kind]
	if b.Link != "" {
		fmt.Fprintf(d, "<a href=\"%s\">\n", html.EscapeString(b.Link))
		defer d.WriteString("</a>\n")
	}
	fmt.Fprintf(d, "<g data-box=\"%s\">\n", b.ID)
	if b.Whole != "" {
		fmt.Fprintf(d, "<title>%s</title>\n", html.EscapeString(b.Whole))
	}
	switch b.Kind {
	case Exit:
		d.rect(x-c.w/2, y, c.w, c.h, c.h/2, look.fill, look.edge, look.thick)
		d.text(text{at: point{x, y + c.h/2 + fontSize*0.36}, words: b.Words, anchor: middle, colour: ink, size: fontSize})
	case Start:
		d.rect(x-c.w/2, y, c.w, c.h, min(c.h/2, 26), look.fill, look.edge, look.thick)
		d.text(text{at: point{x, y + padding*0.75 + fontSize}, words: b.Does, anchor: middle, colour: inkSoft, size: smallSize})
		for i, l := range b.startLines() {
			d.text(text{at: point{x, y + padding*0.75 + fontSize + lineHeight*float64(i+1)}, words: l, anchor: middle, colour: ink, size: fontSize, bold: true})
		}
	default:
		d.step(b, c, x-c.w/2, y)
	}
	d.WriteString("</g>\n")
}

// step draws the box of a step: its name and what it does, its words, its notes,
// an emergency number, how many people wait.
func (d *drawing) step(b Box, c cell, x, y float64) {
	d.shape(b.Kind, x, y, c.w, c.h)
	left, right := x+padding, x+c.w-padding
	if b.Kind == Wait {
		right -= 4 // its end is round
	}
	y += padding*0.8 + fontSize
	d.sign(b.Kind, left+8, y-4.5)
	name, size, does := b.head()
	d.text(text{at: point{left + icon, y}, words: name, colour: ink, size: size, bold: true})
	d.text(text{at: point{right, y}, words: does, anchor: end, colour: inkSoft, size: smallSize})
	y += headHeight - lineHeight
	words, notes := b.lines()
	for _, words := range words {
		y += lineHeight
		d.text(text{at: point{left, y}, words: words, colour: ink, size: fontSize, far: right})
	}
	if len(words)*len(notes) > 0 {
		y += noteGap
	}
	for _, note := range notes {
		y += noteHeight
		d.text(text{at: point{left, y}, words: note, colour: inkSoft, size: smallSize, far: right})
	}
	if b.Urgent {
		y += lineHeight
		fmt.Fprintf(d, "<circle cx=\"%s\" cy=\"%s\" r=\"7\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", num(left+7), num(y-4), alarm)
		d.text(text{at: point{left + 7, y}, words: "!", anchor: middle, colour: alarm, size: smallSize, bold: true})
		d.text(text{at: point{left + 20, y}, words: warning, colour: alarm, size: smallSize, bold: true})
	}
	if b.Waiting > 0 {
		y += badgeHeight
		w := width(b.waiting(), smallSize)*boldly + 20
		d.rect(left, y-16, w, 22, 11, badge, "", 0)
		d.text(text{at: point{left + w/2, y - 1}, words: b.waiting(), anchor: middle, colour: paper, size: smallSize, bold: true})
	}
}

// arrow draws an arrow along a path of the layout.
func (d *drawing) arrow(path string, turned bool) {
	colour, head, dash := stroke, "on", ""
	if turned {
		colour, head, dash = backward, "back", ` stroke-dasharray="6 4"`
	}
	x, y := d.at(0, 0)
	fmt.Fprintf(d, "<path d=\"%s\" transform=\"translate(%s %s)\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"%s marker-end=\"url(#flow-%s-%s)\"/>\n", path, num(x), num(y), colour, dash, d.l.p.ID, head)
}

// anchor is where a line of text stands on its place: it begins there unless it
// says otherwise.
type anchor string

const (
	middle anchor = "middle"
	end    anchor = "end"
)

// text is a line of text.
type text struct {
	at           point
	words        string
	anchor       anchor
	far          float64 // the far edge, where words that run from right to left begin
	colour       string
	size         float64
	bold, italic bool
}

// text writes a line.
func (d *drawing) text(t text) {
	style := ""
	if rightToLeft(t.words) {
		style += ` direction="rtl"`
		if t.far > 0 {
			t.at.x = t.far
		}
	}
	if t.anchor != "" {
		style += ` text-anchor="` + string(t.anchor) + `"`
	}
	if t.bold {
		style += ` font-weight="bold"`
	}
	if t.italic {
		style += ` font-style="italic"`
	}
	fmt.Fprintf(d, "<text x=\"%s\" y=\"%s\" fill=\"%s\" font-size=\"%s\"%s>%s</text>\n", num(t.at.x), num(t.at.y), t.colour, num(t.size), style, html.EscapeString(t.words))
}

// num prints a measure in tenths of a pixel.
func num(x float64) string {
	text := strconv.FormatFloat(x, 'f', 1, 64)
	switch whole := text[:len(text)-2]; {
	case text == "-0.0":
		return "0"
	case text[len(text)-1] == '0':
		return whole
	}
	return text
}
