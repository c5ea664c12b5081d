package graph

import (
	"fmt"
	"strings"
)

// line is one line of an arrow's label.
type line struct {
	words string
	said  bool // the words of choices
}

// How choices and reasons are broken into lines: so many choices have a line
// each; more run on, one after the other, over so many lines of such a width.
const (
	mostAlone    = 4
	mostLines    = 6
	labelLetters = 70
	aloneWidth   = 190.0
	runningWidth = 250.0
)

// between stands between choices that share a line.
const between = " · "

// lines returns the lines of an arrow's label: first what people say, then what
// else leads there.
func (a Arrow) lines() []line {
	var said, reasons []string
	alone := len(a.Labels) == 1
	for _, l := range a.Labels {
		switch {
		case !l.Said:
			reasons = append(reasons, cut(l.Words, labelLetters))
		case alone && l.If != "":
			said, reasons = append(said, cut(l.Words, labelLetters)), append(reasons, cut("if "+l.If, labelLetters))
		default:
			said = append(said, cut(l.whole(), labelLetters))
		}
	}
	var all []line
	for _, words := range saidLines(said) {
		all = append(all, line{words, true})
	}
	if len(reasons) > mostLines {
		reasons = append(reasons[:mostLines-1], more(len(reasons)-mostLines+1))
	}
	for _, reason := range reasons {
		for _, words := range wrapped(reason, aloneWidth, labelSize) {
			all = append(all, line{words, false})
		}
	}
	return all
}

// saidLines breaks the words of choices into lines.
func saidLines(choices []string) []string {
	var lines []string
	if len(choices) <= mostAlone {
		for _, c := range choices {
			lines = append(lines, wrapped(c, aloneWidth, labelSize)...)
		}
		return lines
	}
	for i, c := range choices {
		last := len(lines) - 1
		switch {
		case last >= 0 && width(lines[last]+between+c+between, labelSize) <= runningWidth:
			lines[last] += between + c
		case len(lines) == mostLines-1 && i < len(choices)-1:
			return append(ended(lines), more(len(choices)-i))
		default:
			lines = append(ended(lines), cutTo(c, runningWidth, labelSize))
		}
	}
	return lines
}

// ended shows that the last line goes on.
func ended(lines []string) []string {
	if last := len(lines) - 1; last >= 0 {
		lines[last] += strings.TrimRight(between, " ")
	}
	return lines
}

// more says how many labels are left out.
func more(n int) string { return fmt.Sprintf("and %d more", n) }

// labelRoom is how much room a label takes.
func labelRoom(lines []line) (w, h float64) {
	for _, l := range lines {
		w = max(w, width(l.words, labelSize))
	}
	return w + 16, float64(len(lines))*labelHeight + 8
}

// words are the lines of a label, for formats that have no styles.
func (a Arrow) words() []string {
	var all []string
	for _, l := range a.lines() {
		all = append(all, l.words)
	}
	return all
}

// label writes what stands on an arrow. What people say stands on a tint.
func (d *drawing) label(c cell) {
	x, y := d.at(c.x, c.y)
	w, h := labelRoom(c.label)
	fill := paper
	if c.label[0].said {
		fill = chip
	}
	d.rect(x-w/2, y, w, h, 8, fill, "none", 0)
	for i, l := range c.label {
		style := text{at: point{x, y + 16.5 + float64(i)*labelHeight}, words: l.words, anchor: middle, colour: ink, size: labelSize}
		if !l.said {
			style.colour, style.italic = inkSoft, true
		}
		d.text(style)
	}
}
