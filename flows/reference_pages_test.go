package flows

import (
	"fmt"
	"slices"
	"strings"
)

// page is what is shown of some choices: their ids in order, and which page it is;
// 0 is all of them.
type page struct {
	shown  []string
	number int
}

// showing is what a turn must show of the choices that are open at its end.
type showing struct{ is string }

const (
	showsFirst = "from the first"
	showsAgain = "the page as it was"
	showsNext  = "the next page"
	showsLast  = "the page before"
	showsSame  = "no page, but numbers"
)

// shownChoice is a choice as the reference knows it.
type shownChoice struct{ id, label string }

// choices are what a question offers, in order.
func (r *plainPlayer) choices(s *Step) (all []shownChoice) {
	for _, opt := range s.Options.Fixed {
		all = append(all, shownChoice{opt.ID, opt.Label.Source})
	}
	if list := r.org.Lists[s.Options.From]; list != nil {
		for _, row := range list.Rows {
			all = append(all, shownChoice{row["id"], row["name"]})
		}
	}
	return all
}

func (r *plainPlayer) menuChoices() (all []shownChoice) {
	for _, id := range r.org.MenuFlows {
		all = append(all, shownChoice{id, r.org.Flows[id].Title.Source})
	}
	return all
}

// askPage asks the open question again with some page of it.
func (r *plainPlayer) askPage(is string) {
	before := r.at.page
	if r.ask(); r.step().Options != nil {
		r.at.page, r.shows = before, showing{is}
	}
}

// renumbered tells whether the numbers that the person has before them are not
// those of the choices now, because the flow has another shape.
func (r *plainPlayer) renumbered(s *Step) bool {
	if !r.moved || len(r.at.page.shown) == 0 {
		return false
	}
	all := r.choices(s)
	first, _ := extent(all, r.at.page.shown)
	for i, id := range r.at.page.shown {
		if first+i >= len(all) || all[first+i].id != id {
			return true
		}
	}
	return false
}

// extent is where the first of some ids stands among the choices, and the place
// behind the last.
func extent(all []shownChoice, shown []string) (first, next int) {
	first = len(all)
	for i, c := range all {
		if slices.Contains(shown, c.id) {
			first, next = min(first, i), i+1
		}
	}
	return first, next
}

// turnPage texts the numbers that turn pages, or their words.
func (d dice) turnPage(r *plainPlayer, question bool) act {
	switch {
	case d.in100(60) && question:
		return act{"> 9", true, hears("9"), (*plainPlayer).more}
	case d.in100(60) && !question:
		return act{"> 9", true, func(o *Org, c Conversation, w World) Played { return o.HearMenu(c, w, "9") }, (*plainPlayer).more}
	case d.in100(30):
		return act{"more", true, func(o *Org, c Conversation, w World) Played { return o.More(c, w) }, (*plainPlayer).more}
	case question && d.in100(50):
		return act{"> 0", true, hears("0"), (*plainPlayer).pageBack}
	}
	return act{"back", true, func(o *Org, c Conversation, w World) Played { return o.Back(c, w) }, (*plainPlayer).pageBack}
}

// more shows the next page of what is open; the last again.
func (r *plainPlayer) more() {
	if r.at == nil {
		r.shows = showing{is: showsAgain}
		if all := r.menuChoices(); r.next(all, r.list) < len(all) {
			r.shows.is = showsNext
		}
		return
	}
	r.resume()
	is, s := showsAgain, r.step()
	if all := r.choices(s); r.next(all, r.at.page) < len(all) {
		is = showsNext
	}
	r.askPage(is)
}

func (r *plainPlayer) next(all []shownChoice, p page) int {
	_, next := extent(all, p.shown)
	return next
}

// pageBack shows the page before, or leaves the question for the one before it.
func (r *plainPlayer) pageBack() {
	switch {
	case r.at == nil && r.list.number > 1:
		r.shows = showing{is: showsLast}
		return
	case r.at == nil:
		r.showMenu()
		return
	}
	if r.resume(); r.step().Ask != nil && r.at.page.number > 1 {
		r.askPage(showsLast)
		return
	}
	r.src = r.at.step
	r.back()
}

// unsureOfMenu is asked which of the flows is meant whose titles begin alike.
func (r *plainPlayer) unsureOfMenu() {
	r.said = append(r.said, "Did you mean")
	if slices.ContainsFunc(diceFlows, func(id string) bool { return !slices.Contains(r.list.shown, id) }) {
		r.list.shown = diceFlows
	}
	r.shows = showing{is: showsSame}
}

// wrongPage tells in what a page that is really shown is not what it must be, and
// takes it over. Whichever it is, the choices stand in their order and none is left
// out, there is room for at least three, nothing more would fit, and it is known by
// its number.
func (r *plainPlayer) wrongPage(p Played) string {
	if r.shows.is == "" {
		return ""
	}
	var all []shownChoice
	var before page
	var now page
	switch c := p.Conversation; {
	case c.Now != nil && r.at != nil:
		all, before, now = r.choices(r.step()), r.at.page, page{c.Now.Shown, c.Now.Page}
		defer func() { r.at.page = now }()
	case c.Menu != nil && r.at == nil:
		all, before, now = r.menuChoices(), r.list, page{c.Menu.Shown, c.Menu.Page}
		defer func() { r.list = now }()
	default:
		return ""
	}
	if r.shows.is == showsSame {
		if !slices.Equal(now.shown, before.shown) || now.number != before.number {
			return fmt.Sprintf("shown: %v, but really %v", before, now)
		}
		return ""
	}
	first, next := extent(all, now.shown)
	was, _ := extent(all, before.shown)
	must := map[string]bool{
		"something is shown":     len(now.shown) > 0,
		"none is left out":       next-first == len(now.shown),
		"all are known by 0":     (now.number == 0) == (len(now.shown) == len(all)),
		"at most nine are shown": len(now.shown) <= wholeChoices && (now.number == 0 || len(now.shown) <= pageChoices),
		"at least three":         len(now.shown) >= min(leastChoices, len(all)-first),
		"nothing more fits":      r.isFull(p.Text, all[next:], now),
	}
	switch r.shows.is {
	case showsFirst:
		must["it begins with the first"] = first == 0 && now.number < 2
	case showsAgain:
		must["it begins as before"] = first == was
	case showsNext:
		must["it begins behind the page before"] = first == r.next(all, before) && now.number == max(before.number+1, 2)
	case showsLast:
		must["none is left out between them"] = (first < was && next >= was || first == 0 && was == 0) && now.number == pageBefore(first, before.number)
	}
	for what, so := range must {
		if !so {
			return fmt.Sprintf("a page: not so that %s: %v of %v, after %v, %s", what, now, all, before, r.shows.is)
		}
	}
	return ""
}

// pageBefore is the number of the page that comes before another. What begins with
// the first choice is always page 1.
func pageBefore(first, number int) int {
	if first == 0 {
		return 1
	}
	return max(number-1, 2)
}

// isFull tells whether a page could not have held the next choice too.
func (r *plainPlayer) isFull(text string, rest []shownChoice, now page) bool {
	if len(rest) < 2 || now.number == 0 || len(now.shown) == pageChoices {
		return true
	}
	parts := usualParts
	if r.at != nil {
		parts = r.org.Flows[r.at.flow].Parts
	}
	if _, named, found := strings.Cut(text, "(page "); found { // it is named only where there is room
		_, rest, _ := strings.Cut(named, ")")
		text = strings.Replace(text, "(page "+strings.TrimSuffix(named, rest), "", 1)
	}
	return partsOf(text+"\n"+lineOf(len(now.shown)+1, rest[0].label)) > parts
}
