package flows

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/connective-messaging/connective/locales"
)

// Begin plays a flow from its start, given the values that it needs. Whatever
// was open is left.
func (o *Org) Begin(c Conversation, w World, flow string, with map[string]Value) (p Played) {
	defer rescue(c, &p)
	defer keepToParts(&p, w, func(w World) Played { return o.Begin(c, w, flow, with) })
	t := o.newTurn(c, w)
	t.heard = true
	t.idle()
	err := t.begin(flow, with)
	if err == nil {
		err = t.run(context.Background())
	}
	t.c.Misses = 0
	t.out.Understood = true
	return t.result(err)
}

// Waiting tells whether a question is open. It is also true of a question that
// is gone, so that its fault comes to light when a reply is heard.
func (o *Org) Waiting(c Conversation) bool {
	if c.Now == nil {
		return false
	}
	_, step, err := o.at(c.Now)
	return err != nil || step.Ask != nil
}

// FreeText tells whether the open question takes whatever a person writes.
func (o *Org) FreeText(c Conversation) bool {
	step := o.question(c)
	if step == nil || step.Answer == nil {
		return false
	}
	switch step.Answer.Kind {
	case answerText, answerName, answerList:
		return true
	}
	return false
}

// Exact tells whether the open question takes nothing but the words themselves.
func (o *Org) Exact(c Conversation) bool {
	step := o.question(c)
	return step != nil && step.Exact
}

// AsksLanguage tells whether the open question is which language to use, so that
// the name of a language is its answer.
func (o *Org) AsksLanguage(c Conversation) bool {
	step := o.question(c)
	return step != nil && step.Options != nil && step.Options.From == fromLanguages
}

// HandedOver tells whether staff have the conversation until they close it.
func (o *Org) HandedOver(c Conversation) bool {
	if c.Now == nil {
		return false
	}
	_, step, err := o.at(c.Now)
	return err == nil && step.Ask == nil && step.Hand != nil
}

// question returns the step whose question is open, or nil.
func (o *Org) question(c Conversation) *Step {
	if c.Now == nil {
		return nil
	}
	_, step, err := o.at(c.Now)
	if err != nil || step.Ask == nil {
		return nil
	}
	return step
}

// Closed goes on after a hand_over: staff have closed the case. Where nothing is
// handed over nothing changes.
func (o *Org) Closed(c Conversation, w World) (p Played) {
	defer rescue(c, &p)
	defer keepToParts(&p, w, func(w World) Played { return o.Closed(c, w) })
	if !o.HandedOver(c) {
		return Played{Conversation: c}
	}
	t := o.newTurn(c, w)
	err := t.resume()
	if err != nil {
		return t.goOnWithout(err)
	}
	if step := t.step(); len(step.When) > 0 {
		t.branch(step)
	} else {
		t.next = evClosed
	}
	if err = t.err; err == nil {
		err = t.run(context.Background())
	}
	t.out.Understood = true
	return t.result(err)
}

// maxSource is how long the word after a start word may be.
const maxSource = 20

// StartWord finds the flow that a text starts: one of the flows' start words,
// alone or with one more word, which tells where somebody read of it, as in
// JOIN LIB.
func (o *Org) StartWord(text string) (flow, source string, ok bool) {
	folded := locales.Fold(text)
	if flow, ok := o.startedBy(folded); ok {
		return flow, "", true
	}
	at := strings.LastIndexByte(folded, ' ')
	if at < 0 {
		return "", "", false
	}
	source = strings.ToUpper(trimMarks(folded[at+1:]))
	flow, ok = o.startedBy(trimMarks(folded[:at]))
	if !ok || source == "" || utf8.RuneCountInString(source) > maxSource {
		return "", "", false
	}
	return flow, source, true
}

// learnWord remembers a flow's start word. The linter refuses a second flow with
// the same; here the first keeps it.
func (o *Org) learnWord(word, flow string) {
	if o.starts == nil {
		o.starts, o.bare = make(map[string]string), make(map[string]string)
	}
	folded := locales.Fold(word)
	if _, taken := o.starts[folded]; !taken {
		o.starts[folded] = flow
	}
	if bare := locales.FoldAccents(folded); bare != folded {
		if _, taken := o.bare[bare]; !taken {
			o.bare[bare] = flow
		}
	}
}

// startedBy returns the flow of a start word. Many phones make accents hard to
// type, so a word is known without them too, unless it is another's.
func (o *Org) startedBy(folded string) (flow string, ok bool) {
	if flow, ok = o.starts[folded]; !ok {
		flow, ok = o.bare[folded]
	}
	return flow, ok
}
