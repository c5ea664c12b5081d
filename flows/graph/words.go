package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// beginnings says what begins a flow, one line each.
func beginnings(o *flows.Org, f *flows.Flow) []string {
	var lines []string
	if len(f.Start.Words) > 0 {
		lines = append(lines, "someone texts "+eitherOf(f.Start.Words))
	}
	if o.Welcome == f.ID {
		lines = append(lines, "an unknown phone texts")
	}
	if slices.Contains(o.MenuFlows, f.ID) {
		lines = append(lines, "it is picked from the menu")
	}
	var callers []string
	for id, other := range o.Flows {
		if slices.ContainsFunc(other.Steps, func(s *flows.Step) bool { return leads(o, other, s, f.ID) }) {
			callers = append(callers, id)
		}
	}
	slices.Sort(callers)
	for _, id := range callers {
		lines = append(lines, "the flow "+id+" leads here")
	}
	if len(lines) == 0 {
		return []string{"nothing begins it yet"}
	}
	return lines
}

// eitherOf joins words with commas and, before the last, with or.
func eitherOf(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// leads tells whether a step calls a flow, leaves for it, or starts it for
// others.
func leads(o *flows.Org, f *flows.Flow, s *flows.Step, to string) bool {
	return s.Call == to || s.Tell != nil && s.Tell.Flow == to || slices.ContainsFunc(f.Ways(o, s), func(w flows.Way) bool { return w.To.Kind == flows.ToFlow && w.To.Name == to })
}

// always says what holds at every point of every flow.
func always(o *flows.Org) string {
	staff := o.Watch.Queue
	if staff == "" && len(o.Queues) > 0 {
		staff = o.Queues[0].Name
	}
	words := "At every point: STOP ends all texts; HELP, MENU and PERSON work."
	if staff == "" {
		return words + " Words of crisis are answered first, with where to call."
	}
	return words + " Words of crisis go to the queue " + staff + " at once."
}

// label is what stands on the arrow of a way.
func label(s *flows.Step, w flows.Way) Label {
	if w.Kind == flows.WayChoice {
		return Label{Words: clean(w.Words), Said: true, If: clean(w.If)}
	}
	return Label{Words: clean(reason(s, w))}
}

// whole is the label on one line.
func (l Label) whole() string {
	if l.If != "" {
		return l.Words + " (if " + l.If + ")"
	}
	return l.Words
}

// reason is why a way is taken that is not a choice's.
func reason(s *flows.Step, w flows.Way) string {
	switch w.Kind {
	case flows.WaySkip:
		return "SKIP"
	case flows.WayWhen:
		return "if " + w.Words
	case flows.WayOther:
		return "otherwise"
	case flows.WayElse:
		return "no reply fits"
	case flows.WayEmpty:
		return "nothing to list"
	case flows.WayTimeout:
		return "no reply in " + flows.Length(s.Timeout.After)
	case flows.WayClosed:
		return "staff close it"
	case flows.WayAnswer:
		return answer(s)
	}
	return ""
}

// answer says what a question takes.
func answer(s *flows.Step) string {
	words := "any answer"
	switch {
	case s.Options != nil && s.Options.From != "":
		words = "one of: " + s.Options.From
		if s.Options.Many {
			words = "any of: " + s.Options.From
		}
	case s.Answer == nil || s.Answer.Kind == "text":
	case s.Answer.Max > 0:
		words = fmt.Sprintf("a %s %d-%d", s.Answer.Kind, s.Answer.Min, s.Answer.Max)
	case s.Answer.Kind == "email":
		words = "an email"
	default:
		words = "a " + s.Answer.Kind
	}
	if s.Opt {
		words += ", or SKIP"
	}
	return words
}

// counted is a number with what it counts.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
