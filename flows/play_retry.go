package flows

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// maxUnsure is the most choices that one "did you mean" names.
const maxUnsure = 4

// Retry answers a text that nothing understood while a question is open: with
// what was not clear and the question again, or, when the last try is used up,
// with what the flow says then; GaveUp is true then, and Misses has counted it.
func (o *Org) Retry(c Conversation, w World, text string) (p Played) {
	defer rescue(c, &p)
	defer keepToParts(&p, w, func(w World) Played { return o.Retry(c, w, text) })
	if c.Now == nil {
		return Played{Conversation: c}
	}
	t := o.newTurn(c, w)
	t.heard = true
	if err := t.resume(); err != nil {
		return t.goOnWithout(err)
	}
	step := t.step()
	if step.Ask == nil {
		return Played{Conversation: c}
	}
	if r, ok := t.understand(step, text); !ok && len(r.unsure) > 0 {
		if mean := t.didYouMean(c, r.unsure); mean.Text != "" {
			return mean
		}
	}
	tries := t.frame().Tries + 1
	if tries > step.Tries {
		t.out.GaveUp, t.next, t.src = true, evElse, step.Name
		t.c.Misses++
		if t.out.Lost = tries; step.Else != nil {
			t.out.Lost = 0
		}
		return t.result(t.run(context.Background()))
	}
	t.frame().Tries = tries
	hint := ""
	if step.Hint != nil {
		hint = t.words(step.Hint)
	}
	t.sayFitting(step.unclear(t.lang, hint, tries), func() { t.showAgain(step) })
	return t.result(t.run(context.Background()))
}

// sayFitting says the first of several words with which the text keeps within its
// parts, or the last, and then what stands below them.
func (t *turn) sayFitting(ways []string, below func()) {
	before := t.lines
	for i, words := range ways {
		t.lines = slices.Clone(before)
		t.say(words)
		below()
		if i == len(ways)-1 || (pager{parts: t.flow.Parts}).fits(strings.Join(t.lines, "\n")) {
			return
		}
	}
}

// unclear says that a reply was not followed, and the second time also the way
// out: first as fully as can be, then in fewer words, for where those do not fit,
// and at last, where the question alone is all that fits, nothing. The hint is the
// step's own, filled in; it is always said.
func (s *Step) unclear(lang, hint string, tries int) []string {
	words := ""
	switch {
	case s.Hint != nil:
		words = hint
	case s.Exact && isYesNo(s):
		words = locales.Say(lang, "retry.yes_no")
	case s.Options != nil:
		ways := []string{locales.Say(lang, "retry.again"), locales.Say(lang, "retry.number"), locales.Say(lang, "retry.text"), ""}
		return ways[max(0, 2-tries):]
	default:
		sorry := locales.Say(lang, "retry.text")
		words = joinWords(sorry, kindHint(lang, s.Answer))
		return append(withWays(lang, words, tries), sorry, "")
	}
	return withWays(lang, words, tries)
}

// withWays adds the way out to words that have not helped before, and leaves them
// alone where they do not fit.
func withWays(lang, words string, tries int) []string {
	if tries > 1 {
		return []string{joinWords(words, locales.Say(lang, "retry.ways")), words}
	}
	return []string{words}
}

func isYesNo(step *Step) bool {
	return step.Options != nil && len(step.Options.Fixed) > 0 &&
		!slices.ContainsFunc(step.Options.Fixed, func(opt Option) bool { return opt.ID != "yes" && opt.ID != "no" })
}

// kindHint shows what an answer of that kind looks like.
func kindHint(lang string, a *Answer) string {
	switch a.Kind {
	case answerNumber, answerList:
		return locales.Say(lang, "retry.hint_"+a.Kind, "min", strconv.Itoa(a.Min), "max", strconv.Itoa(a.Max))
	case answerText:
		return locales.Say(lang, "retry.hint_long")
	}
	return locales.Say(lang, "retry.hint_"+a.Kind)
}

// showAgain says the open question again, with the choices as they were shown.
func (t *turn) showAgain(step *Step) {
	from, page := 0, t.frame().Page
	if step.Options != nil && len(t.frame().Shown) > 0 {
		from, _ = whereShown(t.choices(step), t.frame().Shown)
	}
	t.showFrom(step, from, page)
}

// showFrom says the open question again with the page of choices that begins at a
// place. Whoever has been reminded is not reminded again.
func (t *turn) showFrom(step *Step, from, page int) {
	reminded := t.frame().Due != nil && t.frame().Due.Is == DueTimeout && step.Remind > 0
	t.askAgain(from, page)
	if due := t.frame().Due; reminded && due != nil && due.Is == DueRemind {
		*due = Due{Is: DueTimeout, At: due.Then}
	}
}

// didYouMean asks which of several choices was meant. Choices keep the numbers
// that they were shown with; if one of them has none, all get new numbers.
func (t *turn) didYouMean(c Conversation, unsure []choice) Played {
	if len(unsure) > maxUnsure {
		return Played{Conversation: c}
	}
	frame := t.frame()
	words, shown := t.mean(unsure, frame.Shown)
	if !(pager{parts: t.flow.Parts}).fits(words) {
		return Played{Conversation: c} // the question with its numbers is clearer
	}
	t.say(words)
	frame.Shown = shown
	t.out.Rule = ByMean
	return t.result(nil)
}

// mean is "did you mean", and the ids behind its numbers.
func (t *turn) mean(unsure []choice, shown []string) (string, []string) {
	if slices.ContainsFunc(unsure, func(u choice) bool { return !slices.Contains(shown, u.id) }) {
		shown = ids(unsure)
	}
	lines := make([]string, len(unsure))
	for i, u := range unsure {
		lines[i] = lineOf(slices.Index(shown, u.id)+1, u.label)
	}
	last := len(lines) - 1
	list := strings.Join(lines[:last], ", ") + " " + locales.Say(t.lang, "retry.or") + " " + lines[last]
	return locales.Say(t.lang, "retry.mean", "choices", list), shown
}

// Repeat sends the open question again, in the conversation's language, and
// counts nothing.
func (o *Org) Repeat(c Conversation, w World) Played {
	return o.sayAgain(c, w, (*turn).showAgain)
}

// Retell says the open question again in another language, which the conversation
// has from then on. Of a list with pages it is the page of the same number, counted
// in that language, where names have another order; the last one if there are fewer.
// If nothing is open nothing is said.
func (o *Org) Retell(c Conversation, lang string, w World) Played {
	c.Lang = lang
	return o.sayAgain(c, w, func(t *turn, step *Step) {
		from, page := 0, 1
		if step.Options != nil {
			from, page = t.pager(step, nil).start(t.choices(step), t.frame().Page)
		}
		t.showFrom(step, from, page)
	})
}

// sayAgain has the open question shown, and goes on from there. If nothing is open
// nothing is said.
func (o *Org) sayAgain(c Conversation, w World, show func(*turn, *Step)) (p Played) {
	defer rescue(c, &p)
	defer keepToParts(&p, w, func(w World) Played { return o.sayAgain(c, w, show) })
	if c.Now == nil {
		return Played{Conversation: c}
	}
	t := o.newTurn(c, w)
	if err := t.resume(); err != nil {
		return t.goOnWithout(err)
	}
	step := t.step()
	if step.Ask == nil {
		return Played{Conversation: c}
	}
	show(t, step)
	t.out.Understood = true
	return t.result(t.run(context.Background()))
}

// Due plays what is due by now: the question once more, or the way that a
// question takes when nobody answers. If nothing is due nothing changes.
func (o *Org) Due(c Conversation, w World) (p Played) {
	defer rescue(c, &p)
	defer keepToParts(&p, w, func(w World) Played { return o.Due(c, w) })
	if c.Now == nil || c.Now.Due == nil || w.Now.Before(c.Now.Due.At) {
		return Played{Conversation: c}
	}
	t := o.newTurn(c, w)
	if err := t.resume(); err != nil {
		return t.goOnWithout(err)
	}
	due := *t.frame().Due
	if step := t.step(); step.Ask != nil && due.Is == DueRemind && w.Now.Before(due.Then) {
		t.frame().Due = &Due{Is: DueTimeout, At: due.Then}
		t.showAgain(step)
		if t.frame().Due != nil {
			t.frame().Due = &Due{Is: DueTimeout, At: due.Then}
		}
	} else {
		t.next, t.src = evTimeout, t.frame().Step
	}
	t.out.Understood = true
	return t.result(t.run(context.Background()))
}
