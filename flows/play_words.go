package flows

import (
	"context"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// longestStart is of how many words a start word can be that others may follow.
const longestStart = 4

// BeginWith plays a flow from its start and gives its first question what a person
// has texted already, so that nobody must say it twice. A flow that begins with
// anything but a question for words plays as with Begin.
func (o *Org) BeginWith(c Conversation, w World, flow, words string) (p Played) {
	defer rescue(c, &p)
	defer keepToParts(&p, w, func(w World) Played { return o.BeginWith(c, w, flow, words) })
	t := o.newTurn(c, w)
	t.heard = true
	t.idle()
	err := t.begin(flow, nil)
	if err == nil {
		t.answerUnasked(words)
		err = t.run(context.Background())
	}
	t.c.Misses = 0
	t.out.Understood = true
	return t.result(err)
}

// answerUnasked answers the question at which the flow has just arrived, which then
// need not be said.
func (t *turn) answerUnasked(words string) {
	if !t.flow.takesWords() || t.err != nil {
		return
	}
	step := t.step()
	if r, ok := t.understand(step, words); ok && !r.skip {
		t.lines, t.asks, t.offered = nil, false, nil
		t.answer(step, r)
	}
}

// takesWords tells whether a flow begins with a question that takes whatever people
// write.
func (f *Flow) takesWords() bool {
	if f == nil || len(f.Steps) == 0 {
		return false
	}
	first := f.Steps[0]
	return first.Ask != nil && first.Options == nil && first.Answer != nil && first.Answer.Kind == answerText
}

// Opening tells whether the open question is the first of a flow and has choices that
// need not be named exactly: whoever says something else has answered nothing yet, and
// may mean another flow.
func (o *Org) Opening(c Conversation) bool {
	step := o.question(c)
	return step != nil && step.Options != nil && len(step.Options.Fixed) > 0 && !step.Exact && len(c.Now.Trail) == 0 && len(c.Stack) == 0
}

// StartWith finds the flow that a text starts and the words behind its start word, if
// that flow begins by asking for words: I NEED A COAT. The words are as the person
// wrote them. Where a flow asks for none, StartWord knows what the word behind means.
func (o *Org) StartWith(text string) (flow, words string, ok bool) {
	all := strings.Fields(text)
	for n := min(len(all)-1, longestStart); n > 0; n-- {
		flow, ok = o.startedBy(locales.Fold(strings.Join(all[:n], " ")))
		words = strings.TrimLeft(strings.Join(all[n:], " "), ":,;.-– ")
		if ok && trimMarks(words) != "" && o.Flows[flow].takesWords() {
			return flow, words, true
		}
	}
	return "", "", false
}
