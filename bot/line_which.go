package bot

import (
	"context"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// which answers a text that is for no organisation that could be told, in the
// name of the number. Words of crisis are answered first, by the first that has
// people for them; STOP alone stops all, as it cannot be known which was meant.
func (b *Bot) which(ctx context.Context, orgs []*flows.Org, in providers.Inbound) error {
	if IsStop(in.Text) {
		return b.stopAll(ctx, orgs, "", in)
	}
	return b.inOrder(ctx, withPeople(orgs), in, func(org *flows.Org, t Thread) Turn {
		return judgeWhich(org, orgs, t, in, b.now(org))
	})
}

// whichRules are what a text can be that is for no organisation yet. Nothing in it
// is a command or an answer.
var whichRules = []rule{
	{"crisis", (*hearing).crisis},
	{"loss", (*hearing).loss},
	{partRule, (*hearing).partOfNone},
	{"nobody to answer", (*hearing).unanswerable},
	{"stopped", (*hearing).stopped},
	{"flood", (*hearing).flood},
	{"echo", (*hearing).echo},
	{"unclear crisis", (*hearing).unclear},
}

// judgeWhich asks which of the organisations on a number a text is for.
func judgeWhich(o *flows.Org, all []*flows.Org, thread Thread, in providers.Inbound, now time.Time) Turn {
	return newHearing(o, thread, eventOf(in), now, nil).whichOf(all, in)
}

// judgeWhichPart is judgeWhich for the beginning of a long text of which no rest
// has come.
func judgeWhichPart(o *flows.Org, all []*flows.Org, thread Thread, now time.Time) Turn {
	h := newHearing(o, thread, dueEvent(thread), now, nil)
	in := h.alone()
	turn := h.whichOf(all, in)
	turn.Heard = nil // its coming was written down before
	return turn
}

func (h *hearing) whichOf(all []*flows.Org, in providers.Inbound) Turn {
	h.hear(in)
	h.endForLoss()
	for _, r := range whichRules {
		if r.fits(h) {
			h.t.Rule = r.name
			h.guardLoops()
			return h.finish()
		}
	}
	h.t.Rule = "which organisation"
	h.forNone()
	lines := []string{h.words("line.which")}
	for _, o := range all {
		lines = append(lines, strings.ToUpper(o.Word)+": "+o.Name)
	}
	h.say(strings.Join(lines, "\n"))
	h.guardLoops()
	return h.finish()
}

// forNone leaves open whom the person speaks with.
func (h *hearing) forNone() {
	nobody := ""
	h.t.Speaks = &nobody
}

// partOfNone lets a text wait for its rest before anybody asks whom it is for.
func (h *hearing) partOfNone() bool {
	if !h.part() {
		return false
	}
	h.t.Part.Which = true
	h.forNone()
	return true
}
