package flows

import (
	"context"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// reply is what a text means at the open question.
type reply struct {
	rule   Rule
	event  string
	value  Value
	skip   bool
	number bool     // a number was read, or one of several
	unsure []choice // the choices that it may mean
}

// Hear answers the open question with a text. A text that is not understood
// changes nothing: Understood is false and there is no text to send, but where
// the text may mean several choices there is a "did you mean", which the caller
// sends.
func (o *Org) Hear(c Conversation, w World, text string) (p Played) {
	defer rescue(c, &p)
	defer keepToParts(&p, w, func(w World) Played { return o.Hear(c, w, text) })
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
	r, ok := t.understand(step, text)
	switch {
	case ok && r.rule == ByMore:
		t.more(step)
	case ok && r.rule == ByBack:
		return o.Back(c, w)
	case ok && r.number && t.renumbered(step):
		t.sayFitting([]string{locales.Say(t.lang, "retry.renumbered"), ""}, func() { t.askAgain(0, 1) })
		r.rule = ByMoved
	case ok:
		t.answer(step, r)
	case len(r.unsure) > 0:
		return t.didYouMean(c, r.unsure)
	default:
		return Played{Conversation: c}
	}
	t.c.Misses = 0
	t.out.Understood, t.out.Rule = true, r.rule
	if t.err != nil {
		return t.result(t.err)
	}
	return t.result(t.run(context.Background()))
}

// understand finds what a text means at a question.
func (t *turn) understand(step *Step, text string) (reply, bool) {
	folded := locales.Fold(text)
	if step.Opt && t.isSkip(folded) {
		return reply{rule: BySkip, event: evAnswer, skip: true, value: Value{One: skipped}}, true
	}
	if step.Options == nil {
		v, ok := t.reader().read(step.Answer, text)
		return reply{rule: ByAnswer, event: evAnswer, value: v}, ok
	}
	if r, ok := t.turnPage(folded); ok {
		return r, true
	}
	if step.Options.Many {
		return t.understandMany(step, folded)
	}
	return t.understandOne(step, folded)
}

// isSkip tells whether a reply is the word for passing a question over.
func (t *turn) isSkip(folded string) bool {
	return slices.Contains(locales.Words(t.lang, "words.skip"), folded) ||
		slices.Contains(locales.Words(t.flow.language(t.org), "words.skip"), folded)
}

// turnPage reads the numbers that turn pages, where there are pages.
func (t *turn) turnPage(folded string) (reply, bool) {
	if t.frame().Page == 0 {
		return reply{}, false
	}
	for _, l := range t.speaks() {
		switch n, ok := l.number(folded); {
		case ok && n == moreNumber:
			return reply{rule: ByMore}, true
		case ok && n == 0:
			return reply{rule: ByBack}, true
		}
	}
	return reply{}, false
}

func (t *turn) understandOne(step *Step, folded string) (reply, bool) {
	shown := t.frame().Shown
	if at, ok := numbered(folded, len(shown), t.speaks()...); ok && t.offers(step, shown[at]) {
		return t.picked(step, shown[at], ByNumber), true
	}
	m := t.matcher(step)
	found, rule := m.match(folded)
	if len(found) == 1 {
		return t.picked(step, m.choices[found[0]].id, rule), true
	}
	var unsure []choice
	for _, i := range found {
		unsure = append(unsure, m.choices[i])
	}
	return reply{unsure: unsure}, false
}

// understandMany reads several choices: numbers, or labels between commas. One
// alone may also be guessed, if the question lets it.
func (t *turn) understandMany(step *Step, folded string) (reply, bool) {
	m := t.matcher(step)
	guess := !m.exact
	m.exact = true
	chosen, number, ok := m.all([]string{folded})
	if !ok {
		chosen, number, ok = m.all(t.parts(folded))
	}
	if m.exact = false; !ok && guess {
		chosen, number, ok = m.all([]string{folded})
	}
	return reply{rule: ByLabel, event: evAnswer, value: Value{Many: chosen}, number: number}, ok
}

// all returns the ids that the parts of a reply choose, each once, and whether
// one of them is a number. It reports false if any part chooses none, or more
// than one.
func (m *matcher) all(parts []string) (chosen []string, number, ok bool) {
	for _, part := range parts {
		found, rule := m.match(part)
		if len(found) != 1 {
			return nil, false, false
		}
		number = number || rule == ByNumber
		if id := m.choices[found[0]].id; !slices.Contains(chosen, id) {
			chosen = append(chosen, id)
		}
	}
	return chosen, number, len(chosen) > 0
}

// parts splits a reply that names several choices: at commas and the like, else
// at spaces. Words such as "and" between numbers are left out.
func (t *turn) parts(folded string) []string {
	split := func(r rune) bool { return strings.ContainsRune(",;+&/\n،؛、", r) }
	if parts := strings.FieldsFunc(folded, split); len(parts) > 1 {
		for i := range parts {
			parts[i] = trimMarks(parts[i])
		}
		return slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	}
	joining := slices.Concat(locales.Words(t.lang, "words.and"), locales.Words(t.flow.language(t.org), "words.and"))
	return slices.DeleteFunc(tokens(folded), func(word string) bool { return slices.Contains(joining, word) })
}

// offers tells whether an id that was shown can still be chosen, without
// working out the whole list again.
func (t *turn) offers(step *Step, id string) bool {
	opts := step.Options
	switch {
	case opts.From == "":
		return slices.ContainsFunc(opts.Fixed, func(opt Option) bool { return opt.ID == id })
	case opts.From == fromLanguages:
		return slices.Contains(t.org.Languages, id)
	case opts.From == fromMyGroups, t.org.comingEvents(opts.From):
		return t.org.List(fromGroups).Row(id) != nil
	}
	if name, ok := variableName(opts.From); ok {
		return slices.Contains(t.frame().Vars[name].Items(), id)
	}
	return t.org.List(opts.From).Row(id) != nil
}

func (t *turn) picked(step *Step, id string, rule Rule) reply {
	r := reply{rule: rule, event: evAnswer, value: Value{One: id}, number: rule == ByNumber}
	if t.flow.turns[step.Name].events[evPick+id] {
		r.event = evPick + id
	}
	return r
}

func (t *turn) matcher(step *Step) *matcher {
	return &matcher{choices: t.choices(step), shown: t.frame().Shown, speaks: t.speaks(), exact: step.Exact}
}

// speaks returns the lexicons of the person's language and of the flow's.
func (t *turn) speaks() []*lexicon {
	own := lexiconOf(t.lang)
	if t.flow == nil {
		return own.alone
	}
	if source := lexiconOf(t.flow.language(t.org)); source != own {
		return []*lexicon{own, source}
	}
	return own.alone
}

func (t *turn) reader() reader {
	return reader{
		now:    scope{t}.Now(),
		speaks: t.speaks(),
		langs:  []string{t.lang, t.flow.language(t.org)},
		region: t.org.region(),
	}
}

// answer keeps the answer and chooses the event that leads on.
func (t *turn) answer(step *Step, r reply) {
	t.counts(step, r)
	name := step.saves()
	if !r.skip || step.Options != nil {
		t.set(name, r.value)
	}
	t.remember(step.Name)
	t.src = step.Name
	if t.next = r.event; r.event == evAnswer && len(step.When) > 0 {
		t.branch(step)
	}
}

// remember puts a question on the trail, so that back can return to it.
func (t *turn) remember(name string) {
	frame := t.frame()
	trail := frame.Trail
	if len(trail) >= maxTrail {
		trail = trail[len(trail)-maxTrail+1:]
	}
	frame.Trail = append(slices.Clone(trail), name)
}
