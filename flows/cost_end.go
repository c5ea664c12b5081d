package flows

import (
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// endKind tells how a turn ends.
type endKind string

// The ways in which a turn ends, and the texts that are not of a turn.
const (
	endAsk    endKind = "asked"       // with a question
	endAgain  endKind = "asked again" // after a reply that was not followed, or whose numbers have changed
	endMean   endKind = "did you mean"
	endSay    endKind = "said" // in silence until somebody writes, staff answer, or a moment comes
	endMenu   endKind = "menu"
	endBack   endKind = "back"
	endTell   endKind = "told" // what others are told
	endNobody endKind = "nobody"
)

// ending bounds one text that people are sent, in one language.
type ending struct {
	kind  endKind
	flow  *Flow
	step  *Step
	key   string // where the text stands in the step that the finding is about
	tag   string
	whole amount // with all that the engine says where it fits
	least amount // with what it says in any case
	cut   int    // so many parts at most, if the least fits
	limit int    // the flow's parts
	by    *line  // what was said before
}

// parts is the most parts that the text takes.
func (e ending) parts(of func(amount) providers.Size) int {
	n := of(e.whole).Parts()
	if n > e.cut {
		n = max(e.cut, of(e.least).Parts())
	}
	return n
}

func sureSize(a amount) providers.Size { return a.sure }
func mostSize(a amount) providers.Size { return a.most }

// sent is what is sent where not everything fits.
func (e ending) sent() amount {
	if e.whole.sure.Parts() > e.cut {
		return e.least
	}
	return e.whole
}

// endings returns every text that the flows can send, in each language.
func (p *paths) endings() []ending {
	var all []ending
	for _, at := range p.order {
		after := p.after(at)
		for i, tag := range p.org.Languages {
			all = append(all, p.endingsAt(at, reading{flow: at.flow, tag: tag}, after[i])...)
		}
	}
	return all
}

func (p *paths) endingsAt(at point, in reading, said spoken) []ending {
	s := at.step
	base := ending{flow: at.flow, step: s, tag: in.tag, cut: allowed(at.flow), limit: allowed(at.flow), by: said.by, key: "say"}
	var all []ending
	switch {
	case at.stage == stageBegins:
		all = p.beside(base, in)
		if s.Ask != nil && (s.Options != nil || s.Answer != nil) {
			all = append(all, p.asked(base, in, said.amount)...)
		}
	case at.stage == stageAgain:
		base.kind, base.key = endBack, "ask"
		base.whole, base.least = p.question(in, s, said.amount)
		all = append(all, base)
		base.key = "say"
	}
	ends := at.stage == stageBegins && (s.Hand != nil || s.Wait != nil)
	for _, w := range p.ways[s] {
		switch {
		case !at.passes(w):
		case w.to.Kind == ToEnd:
			ends = true
		case w.to.Kind == ToMenu, w.to.Kind == ToBack: // back from the first question leads to the menu
			all = append(all, p.menu(base, in.tag, said.amount))
		}
	}
	if s.mayBeEmpty() && s.Options.Empty == nil {
		all = append(all, p.menu(base, in.tag, said.amount))
	}
	if ends && !said.empty() {
		base.kind, base.whole, base.least = endSay, said.amount, said.amount
		all = append(all, base)
	}
	return all
}

// allowed is how many parts a flow's texts may take.
func allowed(f *Flow) int {
	if f.Parts <= 0 {
		return usualParts
	}
	return f.Parts
}

// beside are the texts that are not said in the turn itself.
func (p *paths) beside(base ending, in reading) []ending {
	var all []ending
	s := base.step
	base.by = nil
	if s.Tell != nil && s.Tell.Who.Kind != ToQueue {
		e := base
		e.kind, e.key = endTell, "tell.text"
		e.whole = p.words(in, s.Tell.Text)
		if s.Tell.Options != nil {
			o := p.told(in, s.Tell.Options)
			e.whole = e.whole.then(plainly(o.most * len("\n1 "))).then(longestOf(o.most, o.labels))
		}
		e.least = e.whole
		all = append(all, e)
	}
	if s.Hand != nil && s.Hand.IfNobody != nil {
		e := base
		e.kind, e.key = endNobody, "hand_over.if_nobody"
		e.whole = p.words(in, s.Hand.IfNobody)
		e.least = e.whole
		all = append(all, e)
	}
	return all
}

// asked are the texts with a step's question: when it is first asked, when it is
// asked again, and "did you mean".
func (p *paths) asked(base ending, in reading, said amount) []ending {
	s := base.step
	base.key = "ask"
	first := base
	first.kind = endAsk
	first.whole, first.least = p.question(in, s, said)
	all := []ending{first}
	base.by, base.kind = nil, endAgain
	again := func(ways []string, hint amount) {
		e := base
		e.whole, _ = p.question(in, s, p.exactly(ways[0]).then(hint))
		_, e.least = p.question(in, s, p.exactly(ways[len(ways)-1]).then(hint))
		all = append(all, e)
	}
	hint := amount{}
	if s.Hint != nil {
		hint = p.words(in, s.Hint).then(plainly(len(" ")))
	}
	for tries := 1; tries <= min(s.Tries, 2); tries++ {
		again(s.unclear(in.tag, "", tries), hint)
	}
	if s.Options != nil {
		again([]string{locales.Say(in.tag, "retry.renumbered"), ""}, amount{})
		mean := base
		mean.kind, mean.whole = endMean, p.mean(in, s)
		all = append(all, mean)
	}
	return all
}
