package flows

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/locales"
)

// maxAsked is how many questions of others a person may have open.
const maxAsked = 20

// The rules by which a text answers a question of others.
const (
	ByAsked   Rule = "answer to others"
	ByAskedNo Rule = "no to others"
	ByClosed  Rule = "answer too late"
)

// WithAsked returns the conversation with one more question of others. Where
// there are too many, one that was answered goes, else the oldest.
func (c Conversation) WithAsked(a Asked) Conversation {
	kept := slices.DeleteFunc(slices.Clone(c.Asked), func(b Asked) bool { return b.ID == a.ID })
	for len(kept) >= maxAsked {
		drop := max(0, slices.IndexFunc(kept, func(b Asked) bool { return b.Answer != "" }))
		kept = slices.Delete(kept, drop, drop+1)
	}
	c.Asked = append(kept, a)
	return c
}

// knownClosed is how long a question of others is known to be closed after it was.
const knownClosed = 7 * 24 * time.Hour

// PutBehind marks that something else with numbers was sent after the questions
// of others, so that a number alone does not answer them while that is open. It
// also lets go of questions that have long been closed.
func (c Conversation) PutBehind(now time.Time) Conversation {
	c.Asked = slices.Clone(c.Asked)
	for i := range c.Asked {
		c.Asked[i].Behind = true
	}
	return c.withoutOld(now)
}

func (c Conversation) withoutOld(now time.Time) Conversation {
	c.Asked = slices.DeleteFunc(slices.Clone(c.Asked), func(a Asked) bool { return now.Sub(a.Until) > knownClosed })
	return c
}

// HearAsked answers a question of others with a text: the newest that it fits,
// first of those without an answer. The words must be the choice's own. What is
// not understood changes nothing.
func (o *Org) HearAsked(c Conversation, w World, text string) (p Played) {
	defer rescue(c, &p)
	defer keepToParts(&p, w, func(w World) Played { return o.HearAsked(c, w, text) })
	t := o.newTurn(c.withoutOld(w.Now), w)
	folded := locales.Fold(text)
	for _, i := range t.openAsked() {
		a := &t.c.Asked[i]
		choice := t.fits(a, folded)
		switch {
		case choice >= 0:
			return t.answerOthers(i, choice)
		case a.Answer == "" && t.refuses(a, folded):
			return t.refuse(i)
		}
	}
	return Played{Conversation: c}
}

// HearTooLate tells whoever answers a question of others that is closed that it
// is. Other texts change nothing.
func (o *Org) HearTooLate(c Conversation, w World, text string) (p Played) {
	defer rescue(c, &p)
	t := o.newTurn(c.withoutOld(w.Now), w)
	folded := locales.Fold(text)
	for i := range t.c.Asked {
		if a := &t.c.Asked[i]; !w.Now.Before(a.Until) && t.fits(a, folded) >= 0 {
			if e, is := t.org.Event(a.Event); is {
				t.say(locales.Say(t.lang, "event.begun", "event", e.Name(t.lang)))
			} else {
				t.say(locales.Say(t.lang, "told.closed"))
			}
			return t.heardOthers(ByClosed, nil)
		}
	}
	return Played{Conversation: c}
}

// openAsked are the places of the open questions of others, in the order in which
// a text is tried on them: without an answer before answered ones, new ones before
// old ones.
func (t *turn) openAsked() []int {
	order := make([]int, 0, len(t.c.Asked))
	for _, answered := range []bool{false, true} {
		for i := len(t.c.Asked) - 1; i >= 0; i-- {
			if a := t.c.Asked[i]; t.w.Now.Before(a.Until) && (a.Answer != "") == answered {
				order = append(order, i)
			}
		}
	}
	return order
}

// fits returns the place of the choice that a text names, or -1. Nothing is
// guessed: nobody has just asked. A number alone fits only what was sent last.
func (t *turn) fits(a *Asked, folded string) int {
	m := &matcher{speaks: t.speaks(), exact: true}
	for _, c := range a.Shown {
		m.choices = append(m.choices, choice{id: c.ID, label: c.Label, own: c.Names})
		m.shown = append(m.shown, c.ID)
	}
	found, rule := m.match(folded)
	switch {
	case len(found) == 1 && rule == ByNumber && t.isBehind(a):
		return -1
	case len(found) == 1:
		return found[0]
	case len(found) > 1 || m.negated(folded):
		return -1
	}
	return m.saidWithin(folded)
}

// isBehind tells whether something else with numbers is open that was sent later.
func (t *turn) isBehind(a *Asked) bool { return t.c.Now != nil || a.Behind && t.c.Menu != nil }

// mostBeside is how many words may stand beside the words of a choice.
const mostBeside = 6

// saidWithin returns the place of the only choice of whose names one of two words
// or more stands within a short reply, or with a yes of which it begins; or -1.
func (m *matcher) saidWithin(folded string) int {
	sentence := spaced(folded)
	found := m.find(func(c choice) bool {
		return slices.ContainsFunc(c.own, func(name string) bool {
			words := tokens(name)
			beside := len(tokens(folded)) - len(words)
			begins := c.id == "yes" && strings.HasPrefix(sentence, spaced(name)) && beside < mostBeside/2
			return len(words) > 0 && (begins || len(words) > 1 && beside <= mostBeside && strings.Contains(sentence, spaced(name)))
		})
	})
	if len(found) != 1 {
		return -1
	}
	return found[0]
}

// refuses tells whether a text says no to a question that has no such choice.
func (t *turn) refuses(a *Asked, folded string) bool {
	if slices.ContainsFunc(a.Shown, func(c AskedChoice) bool { return c.ID == "no" }) || t.isBehind(a) {
		return false
	}
	words := tokens(folded)
	for _, tag := range []string{t.lang, t.org.Language} {
		no := locales.Words(tag, "words.no")
		if slices.Contains(no, folded) {
			return true
		}
		if n := len(words); n > 1 && n <= mostBeside/2 && (slices.Contains(no, words[0]) || slices.Contains(no, words[n-1])) {
			return true
		}
	}
	return false
}

func (t *turn) refuse(i int) Played {
	t.c.Asked = slices.Delete(t.c.Asked, i, i+1)
	t.say(locales.Say(t.lang, "told.no"))
	return t.heardOthers(ByAskedNo, nil)
}

// answerOthers counts an answer, and starts the flow that the question leads to.
// An answer that is only counted can be changed while the question is open.
func (t *turn) answerOthers(i, choice int) Played {
	a := t.c.Asked[i]
	chosen := a.Shown[choice]
	t.c.Asked[i].Answer = chosen.ID
	if a.Counts {
		t.plan(Effect{Kind: EffectAnswer, Name: a.ID, Value: strconv.Itoa(choice), Until: a.Until})
	}
	if a.Event != "" { // what became of the place is told by whoever gives it
		t.plan(Effect{Kind: EffectPlace, Name: a.Event, Value: chosen.ID})
		t.c.Misses, t.out.Understood, t.out.Rule = 0, true, ByAsked
		return t.result(nil)
	}
	if a.Flow == "" {
		t.say(locales.Say(t.lang, "told.counted", "choice", chosen.Label))
		return t.heardOthers(ByAsked, nil)
	}
	t.c.Asked = slices.Delete(t.c.Asked, i, i+1)
	t.idle()
	vars := map[string]Value{"answer": {One: chosen.ID}}
	for name, v := range a.Vars {
		vars[name] = v
	}
	err := t.begin(a.Flow, vars)
	if err == nil {
		err = t.run(context.Background())
	}
	return t.heardOthers(ByAsked, err)
}

func (t *turn) heardOthers(rule Rule, err error) Played {
	t.c.Misses, t.heard = 0, true
	t.out.Understood, t.out.Rule = true, rule
	return t.result(err)
}
