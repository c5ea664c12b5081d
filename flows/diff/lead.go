package diff

import (
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// lead is one way on from a step.
type lead struct{ why, to string }

// nothingWritten is where a conversation goes when the flow does not say.
var nothingWritten = map[flows.WayKind]string{
	flows.WayEmpty:   string(flows.ToMenu),
	flows.WayTimeout: string(flows.ToEnd),
	flows.WayElse:    "the offer of a person",
}

// whys are the reasons for going on, but for choices and conditions.
var whys = map[flows.WayKind]string{
	flows.WayNext: "goes on to", flows.WayAnswer: "any answer leads to", flows.WaySkip: "SKIP leads to", flows.WayReturned: "goes on after it to",
	flows.WayClosed: "goes on, when staff close it, to", flows.WayDue: "goes on then to", flows.WayElse: "no reply that fits leads to",
	flows.WayEmpty: "nothing to list leads to", flows.WayTimeout: "no reply leads to",
}

// leads are the ways of a step that lead elsewhere now.
func (p *pair) leads(was, now *flows.Step) []Change {
	before, after := p.before.leads(was, p.now), p.after.leads(now, nil)
	var all []Change
	seen := map[string]bool{}
	for _, l := range append(after, before...) {
		if seen[l.why] {
			continue
		}
		seen[l.why] = true
		if b, a := to(before, l.why), to(after, l.why); b != a {
			all = append(all, Change{What: l.why, Before: b, After: a})
		}
	}
	if len(all) == 0 {
		all = append(all, Change{What: "arrows", After: "written otherwise, and lead where they led"})
	}
	return all
}

// leads are the ways on from a step of one side, with the names that steps have
// now.
func (s side) leads(step *flows.Step, now map[string]string) []lead {
	var all []lead
	var conditions []string
	name := func(t flows.Target) string {
		if t.Kind == flows.ToAgain {
			t = flows.Target{Kind: flows.ToStep, Name: step.Name}
		}
		if t.Kind == flows.ToStep && now[t.Name] != "" {
			t.Name = now[t.Name]
		}
		return t.String()
	}
	written := map[flows.WayKind]bool{}
	for _, w := range s.flow.Ways(s.org, step) {
		written[w.Kind] = true
		switch w.Kind {
		case flows.WayChoice:
			all = append(all, lead{"choice " + w.Choice + " leads to", name(w.To)})
		case flows.WayWhen:
			conditions = append(conditions, "if "+w.Words+": "+name(w.To))
		case flows.WayOther:
			conditions = append(conditions, "else: "+name(w.To))
		default:
			all = append(all, lead{whys[w.Kind], name(w.To)})
		}
	}
	if len(conditions) > 0 {
		all = append(all, lead{"decides", strings.Join(conditions, "; ")})
	}
	for _, kind := range s.unwritten(step) {
		if !written[kind] {
			all = append(all, lead{whys[kind], nothingWritten[kind]})
		}
	}
	return all
}

// unwritten are the kinds of way that a step has even where it does not say so.
func (s side) unwritten(step *flows.Step) []flows.WayKind {
	if step.Ask == nil {
		return nil
	}
	kinds := []flows.WayKind{flows.WayElse, flows.WayTimeout}
	if step.Options != nil && step.Options.From != "" {
		kinds = append(kinds, flows.WayEmpty)
	}
	return kinds
}

// to returns where a way leads, empty if there is none.
func to(all []lead, why string) string {
	for _, l := range all {
		if l.why == why {
			return l.to
		}
	}
	return ""
}
