package flows

import (
	"slices"
	"time"

	"github.com/connective-messaging/connective/locales"
)

// usualTimeout is how long a question waits where nothing else is said.
const usualTimeout = 24 * time.Hour

// arriveAtQuestion asks a step's question for the first time, or takes the way
// out for a question without choices.
func (t *turn) arriveAtQuestion(step *Step) {
	frame := t.frame()
	if at := slices.Index(frame.Trail, step.Name); at >= 0 {
		frame.Trail = frame.Trail[:at]
	}
	frame.Due = t.due(step)
	t.ask(step, 0, 1)
}

// askAgain asks the open question again, with the page of that number, which
// begins with the choice of that place. No effect of its step is planned again,
// and its say: is not repeated.
func (t *turn) askAgain(from, page int) {
	step := t.step()
	t.frame().Due = t.due(step)
	t.ask(step, from, page)
}

// pager lays out the pages of an open question's choices, below other lines.
func (t *turn) pager(step *Step, above []string) pager {
	p := pager{lang: t.lang, parts: t.flow.Parts, before: append(slices.Clip(above), t.words(step.Ask))}
	if step.Opt {
		p.after = locales.Say(t.lang, "optional.skip")
	}
	return p
}

// ask says the question with the page of choices that begins at a place.
func (t *turn) ask(step *Step, from, page int) {
	t.asks = true
	if step.Options == nil {
		question := t.words(step.Ask)
		if step.Opt {
			question = joinWords(question, locales.Say(t.lang, "optional.skip"))
		}
		t.say(question)
		return
	}
	choices := t.choices(step)
	if len(choices) == 0 {
		t.asks = false
		t.next = evEmpty
		return
	}
	text, shown, number := t.pager(step, t.lines).page(choices, from, page)
	t.lines = []string{text}
	t.frame().Shown, t.frame().Page = shown, number
	if !step.Options.Many {
		t.offer(text, choices[from:from+len(shown)])
	}
}

// due returns what happens by itself if nobody answers.
func (t *turn) due(step *Step) *Due {
	wait := t.flow.WaitsFor(step)
	ends := t.w.Now.Add(wait).UTC()
	if step.Remind > 0 && step.Remind < wait {
		return &Due{Is: DueRemind, At: t.w.Now.Add(step.Remind).UTC(), Then: ends}
	}
	return &Due{Is: DueTimeout, At: ends}
}

// WaitsFor is how long a question waits for a reply.
func (f *Flow) WaitsFor(step *Step) time.Duration {
	switch {
	case step.Timeout != nil && step.Timeout.After > 0:
		return step.Timeout.After
	case f.Timeout > 0:
		return f.Timeout
	}
	return usualTimeout
}

// joinWords puts two sentences beside each other.
func joinWords(first, second string) string {
	if first == "" {
		return second
	}
	return first + " " + second
}
