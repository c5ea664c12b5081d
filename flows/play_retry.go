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
	if r, ok := t.understand(step, text); !ok && len(r.unsure) > 0 {
		if mean := t.didYouMean(c, r.unsure); mean.Text != "" {
			return mean
		}
	}
	tries := t.frame().Tries + 1
	if tries > step.Tries {
		t.out.GaveUp, t.next, t.src = true, evElse, step.Name
		t.c.Misses++
		return t.result(t.run(context.Background()))
	}
	t.frame().Tries = tries
	t.say(t.unclear(step, tries))
	t.showAgain(step)
	return t.result(t.run(context.Background()))
}

// unclear says that a reply was not followed. The second time it also says the
// way out.
func (t *turn) unclear(step *Step, tries int) string {
	words := ""
	switch {
	case step.Hint != nil:
		words = t.words(step.Hint)
	case step.Exact && isYesNo(step):
		words = locales.Say(t.lang, "retry.yes_no")
	case step.Options != nil && tries > 1:
		return locales.Say(t.lang, "retry.again")
	case step.Options != nil:
		return locales.Say(t.lang, "retry.number")
	default:
		words = joinWords(locales.Say(t.lang, "retry.text"), t.kindHint(step.Answer))
	}
	if tries > 1 {
		words = joinWords(words, locales.Say(t.lang, "retry.ways"))
	}
	return words
}

func isYesNo(step *Step) bool {
	return step.Options != nil && len(step.Options.Fixed) > 0 &&
		!slices.ContainsFunc(step.Options.Fixed, func(opt Option) bool { return opt.ID != "yes" && opt.ID != "no" })
}

// kindHint shows what an answer of that kind looks like.
func (t *turn) kindHint(a *Answer) string {
	switch a.Kind {
	case answerNumber, answerList:
		return locales.Say(t.lang, "retry.hint_"+a.Kind, "min", strconv.Itoa(a.Min), "max", strconv.Itoa(a.Max))
	case answerText:
		return locales.Say(t.lang, "retry.hint_long")
	}
	return locales.Say(t.lang, "retry.hint_"+a.Kind)
}

// showAgain says the open question again, with the choices as they were shown.
func (t *turn) showAgain(step *Step) {
	from, page := 0, t.frame().Page
	if step.Options != nil && len(t.frame().Shown) > 0 {
		from, _ = whereShown(t.choices(step), t.frame().Shown)
	}
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
	frame.Shown = t.mean(unsure, frame.Shown)
	t.out.Rule = ByMean
	return t.result(nil)
}

// mean says "did you mean" and returns the ids behind its numbers.
func (t *turn) mean(unsure []choice, shown []string) []string {
	if slices.ContainsFunc(unsure, func(u choice) bool { return !slices.Contains(shown, u.id) }) {
		shown = ids(unsure)
	}
	lines := make([]string, len(unsure))
	for i, u := range unsure {
		lines[i] = lineOf(slices.Index(shown, u.id)+1, u.label)
	}
	last := len(lines) - 1
	list := strings.Join(lines[:last], ", ") + " " + locales.Say(t.lang, "retry.or") + " " + lines[last]
	t.say(locales.Say(t.lang, "retry.mean", "choices", list))
	return shown
}

// Repeat sends the open question again, in the conversation's language, and
// counts nothing.
func (o *Org) Repeat(c Conversation, w World) (p Played) {
	defer rescue(c, &p)
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
	t.showAgain(step)
	t.out.Understood = true
	return t.result(t.run(context.Background()))
}

// Due plays what is due by now: the question once more, or the way that a
// question takes when nobody answers. If nothing is due nothing changes.
func (o *Org) Due(c Conversation, w World) (p Played) {
	defer rescue(c, &p)
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
