package processing

import (
	"slices"

	"github.com/connective-messaging/connective/flows"
)

func (w *writing) consent(c flows.Consent) Consent {
	out := Consent{Name: c.Name, Words: c.Words, Given: []Asked{}}
	for _, f := range w.flows {
		for _, s := range f.Steps {
			if slices.Contains(s.OptIn, c.Name) {
				out.Given = append(out.Given, w.asked(f, s)...)
			}
		}
	}
	out.Ended = w.stepsWhere(func(_ *flows.Flow, s *flows.Step) bool {
		return slices.Contains(s.OptOut, c.Name) || slices.Contains(s.Forget, "all")
	})
	return out
}

// asked finds the questions from which a conversation comes to a step without
// being asked anything else on the way: their words are what the consent is
// given to.
func (w *writing) asked(f *flows.Flow, to *flows.Step) []Asked {
	var all []Asked
	reached := map[string]bool{to.Name: true}
	for queue := []*flows.Step{to}; len(queue) > 0; queue = queue[1:] {
		for _, from := range f.Steps {
			answers := w.leads(f, from, queue[0])
			switch {
			case len(answers) == 0:
			case from.Ask != nil:
				all = merged(all, Asked{Step: f.ID + "/" + to.Name, Question: f.ID + "/" + from.Name, Wording: from.Ask.Source, Answers: answers})
			case !reached[from.Name]:
				reached[from.Name] = true
				queue = append(queue, from)
			}
		}
	}
	if len(all) == 0 {
		return []Asked{{Step: f.ID + "/" + to.Name}}
	}
	return all
}

// leads are the words on the ways from a step to another.
func (w *writing) leads(f *flows.Flow, from, to *flows.Step) []string {
	var words []string
	for _, way := range f.Ways(w.org, from) {
		if way.To.Kind != flows.ToStep || way.To.Name != to.Name {
			continue
		}
		switch way.Kind {
		case flows.WayChoice:
			words = append(words, way.Words)
		case flows.WayTimeout, flows.WayElse, flows.WayEmpty:
			words = append(words, "(no answer that fits)")
		default:
			words = append(words, "(any answer)")
		}
	}
	return words
}

// merged adds a question, or its answers to those of the same one.
func merged(all []Asked, a Asked) []Asked {
	at := slices.IndexFunc(all, func(b Asked) bool { return b.Question == a.Question })
	if at < 0 {
		return append(all, a)
	}
	for _, answer := range a.Answers {
		if !slices.Contains(all[at].Answers, answer) {
			all[at].Answers = append(all[at].Answers, answer)
		}
	}
	return all
}
