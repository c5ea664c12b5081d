package flows

import (
	"fmt"
	"strings"
)

// firstIsOut reports the line that opened a level, if it alone stands at it, and
// those that belong beside it all stand at another.
func (r *lineReader) firstIsOut(i, indent int) bool {
	for n := range r.levels {
		l := &r.levels[n]
		outer := -1
		if n > 0 {
			outer = r.levels[n-1].indent
		}
		if indent <= outer || l.lines > 1 || l.indent < indent && n < len(r.levels)-1 || !r.another(i, indent) {
			continue
		}
		r.explain("indent", l.first, 0, max(l.indent, 1), fmt.Sprintf("this line starts %s in, and those beside it %d.", counted(l.indent, "space"), indent), indentWhy, "use "+counted(indent, "space")+".")
		r.moved(r.lines, l.first, indent)
		r.blind[l.first+1] = true
		l.indent = indent
		r.levels = r.levels[:n+1]
		return true
	}
	return false
}

// another tells whether one more line stands at the level of a line, before one
// that stands further out.
func (r *lineReader) another(i, indent int) bool {
	for _, line := range r.lines[i+1:] {
		if text := strings.TrimSpace(line); text == "" || text[0] == '#' {
			continue
		}
		if here := indentOf(line); here <= indent {
			return here == indent
		}
	}
	return false
}

// fitting reports a line that stands at no level there is, and moves it to the
// nearest; to the deeper one if two are as near.
func (r *lineReader) fitting(i, indent int) int {
	below, above := -1, -1
	for _, l := range r.levels {
		if l.indent < indent {
			below = l.indent
		} else if above < 0 {
			above = l.indent
		}
	}
	fitting := below
	if above >= 0 && (below < 0 || above-indent <= indent-below) {
		fitting = above
	}
	var choices []string
	for _, level := range []int{below, above} {
		if level >= 0 {
			choices = append(choices, fmt.Sprint(level))
		}
	}
	message := fmt.Sprintf("this line starts %s in, and no line above it does at that level.", counted(indent, "space"))
	r.explain("indent", i, 0, max(indent, 1), message, indentWhy, "use "+strings.Join(choices, " or ")+" spaces.")
	r.unsure = true
	r.moved(r.lines, i, fitting)
	r.blind[i+1] = true
	return fitting
}

// dash reports an item among keys, or a key among items, at a level that is
// there. A list may stand right below its key, at the key's own level.
func (r *lineReader) dash(i, indent int) int {
	line := r.lines[i]
	here := &r.levels[len(r.levels)-1]
	switch item := isItem(line[indent:]); {
	case item == here.dashes:
	case item && r.last.holds == nothingYet && r.last.indent == indent:
		r.levels = append(r.levels, level{indent, true, i, 1})
	case item:
		r.explain("dash", i, indent, 1, "this line begins with a dash, and those beside it don't.", "a dash begins the item of a list.", "delete the dash.")
		r.unsure = true
		r.requoted(r.lines, i, line[:indent]+strings.TrimLeft(line[indent+1:], " "))
	case len(r.levels) > 1 && r.levels[len(r.levels)-2].indent == indent: // the list is over
		r.levels = r.levels[:len(r.levels)-1]
	default:
		r.explain("dash", i, indent, 1, "this line has no dash, and those beside it do.", "each item of a list begins with a dash and a space.", "write  - "+firstLine(strings.TrimLeft(line[indent:], "-")))
		r.unsure = true
		r.requoted(r.lines, i, line[:indent]+"- "+strings.TrimLeft(line[indent:], "-"))
	}
	return indent
}
