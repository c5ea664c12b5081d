package flows

import (
	"slices"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// Choices on one text. A list that fits goes out whole; a longer one in pages,
// on which 9 and 0 lead on and back.
const (
	wholeChoices = 9
	pageChoices  = 8
	leastChoices = 3
	moreNumber   = 9
	usualParts   = 2
)

// pager lays out one page of numbered choices.
type pager struct {
	lang   string
	parts  int      // the most parts that the text may take
	before []string // what stands above the choices
	after  string   // what stands below them
}

// page returns the text with the choices that begin at a place, the ids behind
// its numbers, and its number: 0 where it holds all there is, else the one asked
// for, and never 1 where others stand before it. From the second page on the
// text says which it is, unless that would cost a part.
func (p pager) page(choices []choice, from, page int) (text string, shown []string, number int) {
	text, shown = p.layOut(choices, from)
	switch {
	case len(shown) == len(choices):
		return text, shown, 0
	case from == 0:
		return text, shown, 1
	}
	number = max(page, 2)
	rest := choices[from:]
	named := p.naming(number, number+p.pagesFrom(choices, from+len(shown))).text(rest[:len(shown)], len(shown) < len(rest), true)
	if partsOf(named) <= partsOf(text) {
		text = named
	}
	return text, shown, number
}

// layOut puts as many choices on a page as the parts allow, three at least.
func (p pager) layOut(choices []choice, from int) (text string, shown []string) {
	if from == 0 && len(choices) <= wholeChoices {
		if text = p.text(choices, false, false); p.fits(text) || len(choices) <= leastChoices {
			return text, ids(choices)
		}
	}
	rest := choices[from:]
	for n := min(pageChoices, len(rest)); n > 0; n-- {
		text = p.text(rest[:n], n < len(rest), true)
		if n <= leastChoices || p.fits(text) {
			return text, ids(rest[:n])
		}
	}
	return text, nil
}

// previous returns where the page begins that comes before a place.
func (p pager) previous(choices []choice, from int) int {
	for at := 0; at < from; {
		_, shown := p.layOut(choices, at)
		if next := at + len(shown); next < from {
			at = next
			continue
		}
		return at
	}
	return 0
}

// start returns where the page of a number begins, and that number; the last page's
// if there are fewer.
func (p pager) start(choices []choice, page int) (from, number int) {
	for number = 1; number < page; number++ {
		_, shown := p.layOut(choices, from)
		if from+len(shown) >= len(choices) {
			break
		}
		from += len(shown)
	}
	return from, number
}

// pagesFrom counts the pages of the choices that begin at a place.
func (p pager) pagesFrom(choices []choice, from int) int {
	pages := 0
	for from < len(choices) {
		_, shown := p.layOut(choices, from)
		from += len(shown)
		pages++
	}
	return pages
}

// naming is the pager whose question says which page it is.
func (p pager) naming(page, pages int) pager {
	p.before = slices.Clone(p.before)
	if last := len(p.before) - 1; last >= 0 {
		p.before[last] = p.named(p.before[last], strconv.Itoa(page), strconv.Itoa(pages))
	}
	return p
}

// named puts the number of the page into a question: in place of its "Reply with
// a number.", which the first page has said, else after it.
func (p pager) named(question, page, pages string) string {
	if words, ok := strings.CutSuffix(question, locales.Say(p.lang, "page.reply")); ok {
		words = strings.TrimSpace(words)
		for _, mark := range []string{".", "۔"} {
			if sentence, ok := strings.CutSuffix(words, mark); ok {
				return sentence + locales.Say(p.lang, "page.instead", "page", page, "pages", pages)
			}
		}
		question = words
	}
	return strings.TrimSpace(question + " " + locales.Say(p.lang, "page.after", "page", page, "pages", pages))
}

func (p pager) fits(text string) bool {
	parts := p.parts
	if parts <= 0 {
		parts = usualParts
	}
	return partsOf(text) <= parts
}

func partsOf(text string) int { return providers.Segments(providers.Smart(text)).Parts }

func (p pager) text(choices []choice, more, back bool) string {
	var out strings.Builder
	size := len(p.after) + 32
	for _, line := range p.before {
		size += len(line) + 1
	}
	for _, c := range choices {
		size += len(c.label) + 3
	}
	out.Grow(size)
	line := func(s ...string) {
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		for _, part := range s {
			out.WriteString(part)
		}
	}
	for _, words := range p.before {
		if words != "" {
			line(words)
		}
	}
	for i, c := range choices {
		line(numerals[i+1], " ", c.label)
	}
	if more {
		line(numerals[moreNumber], " ", locales.Say(p.lang, "label.more"))
	}
	if back {
		line(numerals[0], " ", locales.Say(p.lang, "label.back"))
	}
	if p.after != "" {
		line(p.after)
	}
	return out.String()
}

var numerals = [...]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}

func ids(choices []choice) []string {
	all := make([]string, len(choices))
	for i, c := range choices {
		all[i] = c.id
	}
	return all
}

// whereShown returns the place of the first id of a page that is still among
// the choices, and the place after its last one.
func whereShown(choices []choice, shown []string) (first, next int) {
	first = -1
	for i, c := range choices {
		if slices.Contains(shown, c.id) {
			if first < 0 {
				first = i
			}
			next = i + 1
		}
	}
	return max(first, 0), next
}

// lineOf is a choice with its number, as a text names it: 2 Knit and natter.
func lineOf(number int, label string) string { return strconv.Itoa(number) + " " + label }
