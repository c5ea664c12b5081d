package flows

import (
	"strconv"
	"strings"
)

// Arrow is one way out of a step that an author wrote. What holds where nothing
// is written, such as the end of a question that nobody answers, is none.
type Arrow struct {
	Flow, Step string
	Event      string // what happens: a choice, an answer, the branch of a when:, and so on
}

// Arrows returns every arrow of the organisation's flows, by flow, in the order of
// their steps.
func (o *Org) Arrows() []Arrow {
	var all []Arrow
	for _, f := range o.flowsByID() {
		for _, s := range f.Steps {
			for _, e := range f.edges(s) {
				if f.isWritten(s, e.Name) {
					all = append(all, Arrow{f.ID, s.Name, e.Name})
				}
			}
		}
	}
	return all
}

// isWritten tells whether an author wrote where an event leads. The answer of a
// question whose choices all have arrows of their own leads nowhere.
func (f *Flow) isWritten(s *Step, event string) bool {
	switch event {
	case evElse:
		return s.Ask == nil || s.Else != nil
	case evTimeout:
		return s.Timeout != nil && s.Timeout.Then != nil
	case evEmpty:
		return s.Options.Empty != nil
	case evAnswer:
		return f.answers(s)
	}
	return true
}

// answers tells whether any reply takes the way on to what follows.
func (f *Flow) answers(s *Step) bool {
	if s.Options == nil || s.Options.From != "" || s.Opt || s.Options.Many {
		return true
	}
	for _, opt := range s.Options.Fixed {
		if opt.Then == nil {
			return true
		}
	}
	return false
}

// Watched returns the organisation as it is, but for telling each arrow that is
// taken. It is for tests: conversations may be played in several at once.
func (o *Org) Watched(took func(Arrow)) *Org {
	watched := *o
	watched.took = took
	return &watched
}

// String says where the arrow stands, in an author's words.
func (a Arrow) String() string { return a.Flow + "/" + a.Step + ": " + a.Event }

// Stub returns a talk that leads to the arrow and takes it, as far as that can be
// found out: what cannot stands in it as a note. The replies that are expected
// are left to be filled in by running the transcripts with Update.
func (o *Org) Stub(a Arrow) string {
	f := o.Flows[a.Flow]
	lines := []string{"# " + a.String()}
	at, way := f.wayTo(a)
	if at == nil {
		if len(f.Start.Words) > 0 {
			lines = append(lines, "> "+f.Start.Words[0])
		} else {
			lines = append(lines, "// another flow leads here: "+f.ID)
		}
	} else {
		lines = append(lines, "given waiting "+f.ID+"/"+at.Name)
	}
	for _, taken := range append(way, a) {
		lines = append(lines, o.deed(f, f.Step(taken.Step), taken.Event)...)
	}
	return strings.Join(lines, "\n") + "\n"
}

// wayTo finds the nearest question from which the arrow's step can be reached,
// and the arrows that lead there; nil for the beginning of the flow.
func (f *Flow) wayTo(a Arrow) (*Step, []Arrow) {
	if s := f.Step(a.Step); s.Ask != nil {
		return s, nil
	}
	seen := map[string]bool{a.Step: true}
	ways := [][]Arrow{{{Step: a.Step}}}
	for len(ways) > 0 {
		way := ways[0]
		ways = ways[1:]
		for _, s := range f.Steps {
			for _, e := range f.edges(s) {
				if e.Dst != way[0].Step || seen[s.Name] {
					continue
				}
				seen[s.Name] = true
				longer := append([]Arrow{{f.ID, s.Name, e.Name}}, way...)
				if s.Ask != nil {
					return s, longer[:len(longer)-1]
				}
				ways = append(ways, longer)
			}
		}
	}
	return nil, nil
}

// deed is what makes an event happen, as the lines of a talk.
func (o *Org) deed(f *Flow, s *Step, event string) []string {
	switch {
	case strings.HasPrefix(event, evPick):
		return []string{"> " + o.pickWords(f, s, event[len(evPick):])}
	case strings.HasPrefix(event, evWhen):
		n, _ := strconv.Atoi(event[len(evWhen):])
		if n < len(s.When) && s.When[n].If != nil {
			return []string{"// this must be true: " + s.When[n].If.Source}
		}
		return []string{"// none of the conditions of " + s.Name + " may be true"}
	case event == evAnswer:
		return []string{"> " + o.sampleAnswer(f, s)}
	case event == evElse:
		lines := make([]string, s.Tries+1)
		for i := range lines {
			lines[i] = "> xyzzy"
		}
		return lines
	case event == evTimeout:
		wait := f.Timeout
		if s.Timeout != nil && s.Timeout.After > 0 {
			wait = s.Timeout.After
		}
		return []string{"after " + strconv.Itoa(int(wait.Minutes())+1) + " minutes"}
	case event == evClosed:
		return []string{"staff closes"}
	case event == evEmpty:
		return []string{"// there must be nothing to choose from at " + s.Name}
	case event == evReturned:
		return []string{"// the flow " + s.Call + " must come to its end"}
	case event == evDue:
		return []string{"// the wait of " + s.Name + " must be over: after …"}
	}
	return nil
}

func (o *Org) pickWords(f *Flow, s *Step, id string) string {
	for _, opt := range s.Options.Fixed {
		if opt.ID == id {
			return o.optionLabel(f.language(o), opt)
		}
	}
	return id
}

// sampleAnswer is a reply that a question takes.
func (o *Org) sampleAnswer(f *Flow, s *Step) string {
	if s.Options != nil {
		for _, opt := range s.Options.Fixed {
			if opt.Then == nil {
				return o.optionLabel(f.language(o), opt)
			}
		}
		return "1"
	}
	switch s.Answer.Kind {
	case answerNumber:
		return strconv.Itoa(s.Answer.Min)
	case answerList:
		return strings.Repeat("one, ", max(s.Answer.Min, 1)-1) + "last"
	}
	return map[string]string{
		answerName: "Sam", answerPostcode: "WA7 2GA", answerDate: "2 May 2027", answerTime: "9:30",
		answerPhone: "07700 900123", answerEmail: "name@example.org", answerText: "Something in my own words",
	}[s.Answer.Kind]
}
