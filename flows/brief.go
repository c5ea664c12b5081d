package flows

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// leastOwn is how many letters are left of each thing that people wrote, however
// little room there is.
const leastOwn = 10

// keepToParts shortens what people wrote themselves in a text that would take
// more parts than its flow allows, as little as will do: the turn is played again
// with less of it. Nothing else of the turn changes.
func keepToParts(p *Played, w World, again func(World) Played) {
	if p.over == 0 || w.brief > 0 {
		return
	}
	whole := p.over
	p.over = 0
	shorten(whole, func(letters int) (parts int, take func()) {
		w.brief = letters
		shorter := again(w)
		if shorter.Fault != nil {
			return whole, nil
		}
		parts, shorter.over = shorter.over, 0
		return parts, func() { *p = shorter }
	})
}

// shorten takes a text with the most letters of each thing that people wrote with
// which it keeps to its parts; or, where the organisation's own words alone take
// more, with which it takes no more than it must. Render tells how many
// parts it takes with so many letters if those are too many, else 0.
func shorten(whole int, render func(letters int) (over int, take func())) {
	fewest, take := render(leastOwn)
	if fewest >= whole {
		return
	}
	for least, most := leastOwn, varLetters; least+1 < most; {
		middle := (least + most) / 2
		if over, longer := render(middle); over <= fewest {
			least, take = middle, longer
		} else {
			most = middle
		}
	}
	take()
}

// briefly renders a text of its own, for others or for later, so that it keeps to
// the parts of the flow.
func (t *turn) briefly(render func() string) string {
	brief, room := t.w.brief, t.room
	defer func() { t.w.brief, t.room = brief, room }()
	t.w.brief, t.room = 0, 0
	text := render()
	if over := t.over(text); over > 0 {
		shorten(over, func(letters int) (int, func()) {
			t.w.brief = letters
			shorter := render()
			return t.over(shorter), func() { text = shorter }
		})
	}
	return text
}

// over is how many parts a text takes in which people's own words are, if that is
// more than the flow allows; else 0.
func (t *turn) over(text string) int {
	if t.room == 0 {
		return 0
	}
	if parts := partsOf(text); parts > t.room {
		return parts
	}
	return 0
}

// whole renders something of which nothing may be missing: for staff, or to be
// kept.
func (t *turn) whole(render func()) {
	brief, room := t.w.brief, t.room
	t.w.brief = 0
	render()
	t.w.brief, t.room = brief, room
}

// own is what somebody wrote, in a text of the flow's.
func (t *turn) own(words string) string {
	if utf8.RuneCountInString(words) <= leastOwn {
		return words
	}
	if t.flow != nil {
		t.room = max(t.room, cmp.Or(t.flow.Parts, usualParts))
	}
	if t.w.brief == 0 || utf8.RuneCountInString(words) <= t.w.brief {
		return words
	}
	if t.telling {
		words = t.hideNumber(words) // half of a number could not be found
	}
	short := clip(words, t.w.brief)
	if short == words {
		return words
	}
	if at := strings.LastIndexByte(short, ' '); at > len(short)/2 {
		short = short[:at]
	}
	return strings.TrimRight(short, " ,;:.-") + "..."
}
