package flows

import (
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// question bounds a question below what was said before it: with all its choices,
// or a whole page of them, and with as few as the engine puts on one.
func (k *costs) question(in reading, s *Step, said amount) (whole, least amount) {
	top := said.below(k.words(in, s.Ask))
	skip := ""
	if s.Opt {
		skip = locales.Say(in.tag, "optional.skip")
	}
	if s.Options == nil {
		if s.Opt {
			top = top.then(k.exactly(" " + skip))
		}
		return top, top
	}
	return k.paged(top, k.choosing(in, s), pager{lang: in.tag, after: skip})
}

// paged bounds choices below a text, in the frame that the engine puts round them.
func (k *costs) paged(top amount, o choosing, p pager) (whole, least amount) {
	page := func(n int, more, back bool) amount {
		frame := k.exactly("\n" + p.text(make([]choice, n), more, back))
		return top.then(frame).then(longestOf(n, o.labels))
	}
	switch {
	case o.most <= leastChoices:
		whole = page(o.most, false, false)
		return whole, whole
	case o.most <= wholeChoices:
		whole = page(o.most, false, false)
	}
	return whole.or(page(min(o.most, pageChoices), true, true)), page(leastChoices, true, true)
}

// mean bounds "did you mean".
func (k *costs) mean(in reading, s *Step) amount {
	n := min(k.choosing(in, s).most, maxUnsure)
	frame := strings.Repeat("1 , ", n) + " " + locales.Say(in.tag, "retry.or") + " " + locales.Say(in.tag, "retry.mean", "choices", "")
	return k.exactly(frame).then(longestOf(n, k.choosing(in, s).labels))
}

// menu bounds the menu below what was said before it.
func (p *paths) menu(e ending, tag string, said amount) ending {
	e.kind, e.cut, e.limit = endMenu, usualParts, max(e.limit, usualParts)
	titles := p.menuLines(tag)
	if titles.most == 0 {
		e.whole = said.below(p.exactly(locales.Say(tag, "menu.none", "org", p.org.Name)))
		e.least = e.whole
		return e
	}
	e.whole, e.least = p.paged(said.below(p.exactly(locales.Say(tag, "menu.ask", "org", p.org.Name))), titles, pager{lang: tag})
	return e
}

// menuLines bounds the lines of the menu.
func (k *costs) menuLines(tag string) choosing {
	if known, ok := k.titles[tag]; ok {
		return known
	}
	var titles choosing
	for _, id := range k.org.MenuFlows {
		if f := k.org.Flows[id]; f != nil {
			titles.most++
			titles.labels = append(titles.labels, k.exactly(f.titlesOf(k.org)[tag].label))
		}
	}
	k.titles[tag] = titles
	return titles
}
