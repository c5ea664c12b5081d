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

// page returns the text with the choices that begin at a place, and the ids
// behind its numbers. As many fit as the parts allow, three at least.
func (p pager) page(choices []choice, from int) (text string, shown []string) {
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
		_, shown := p.page(choices, at)
		if next := at + len(shown); next < from {
			at = next
			continue
		}
		return at
	}
	return 0
}

func (p pager) fits(text string) bool {
	parts := p.parts
	if parts <= 0 {
		parts = usualParts
	}
	return providers.Segments(providers.Smart(text)).Parts <= parts
}

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

// pageNumber returns the number of a page that was asked for: 0 where it holds
// all there is, and never 1 where others stand before it.
func pageNumber(shown []string, choices []choice, from, page int) int {
	switch {
	case len(shown) == len(choices):
		return 0
	case from > 0:
		return max(page, 2)
	}
	return 1
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
