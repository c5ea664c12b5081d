package flows

// WayKind tells what makes a conversation take a way out of a step.
type WayKind string

// The kinds of way.
const (
	WayNext     WayKind = "next"     // nothing: the step goes on by itself
	WayChoice   WayKind = "choice"   // the person picked a written choice
	WaySkip     WayKind = "skip"     // the person picked none and texted SKIP
	WayAnswer   WayKind = "answer"   // the person answered, in words of their own or from a list
	WayWhen     WayKind = "when"     // a condition is true
	WayOther    WayKind = "other"    // no condition is true
	WayElse     WayKind = "else"     // no reply fitted, however often it was asked
	WayEmpty    WayKind = "empty"    // there is nothing to choose from
	WayTimeout  WayKind = "timeout"  // nobody replied
	WayReturned WayKind = "returned" // the called flow has ended
	WayClosed   WayKind = "closed"   // staff have closed the case
	WayDue      WayKind = "due"      // the moment that the step waits for has come
)

// Way is one way out of a step, for whoever shows a flow or compares two.
type Way struct {
	Kind   WayKind
	Choice string // the id of a choice
	Words  string // the words of a choice in the flow's language, or a condition as it is written
	If     string // the condition on which a choice is offered; empty is always
	To     Target
}

// Ways returns the ways out of a step, in the order in which they are written.
// What holds when nothing is written is not among them, but for the way on to
// the step below.
func (f *Flow) Ways(o *Org, s *Step) []Way {
	all := f.choiceWays(o, s)
	add := func(kind WayKind, to *Target) {
		if to != nil {
			all = append(all, Way{Kind: kind, To: *to})
		}
	}
	for _, b := range s.When {
		if b.If == nil {
			add(WayOther, &b.Then)
		} else {
			all = append(all, Way{Kind: WayWhen, Words: b.If.Source, To: b.Then})
		}
	}
	if on := f.following(s); len(s.When) == 0 {
		switch {
		case s.Options == nil || len(s.Options.Fixed) == 0:
			add(f.onKind(s), &on)
		case s.Opt:
			add(WaySkip, &on)
		}
	}
	if s.Options != nil {
		add(WayEmpty, s.Options.Empty)
	}
	add(WayElse, s.Else)
	if s.Timeout != nil {
		add(WayTimeout, s.Timeout.Then)
	}
	return all
}

// choiceWays are the ways of written choices. Where conditions say where the
// conversation goes, a choice without a target has no way of its own.
func (f *Flow) choiceWays(o *Org, s *Step) []Way {
	if s.Options == nil {
		return nil
	}
	var all []Way
	for _, opt := range s.Options.Fixed {
		to := f.following(s)
		switch {
		case opt.Then != nil && !s.Options.Many:
			to = *opt.Then
		case len(s.When) > 0:
			continue
		}
		w := Way{Kind: WayChoice, Choice: opt.ID, Words: o.optionLabel(f.language(o), opt), To: to}
		if opt.If != nil {
			w.If = opt.If.Source
		}
		all = append(all, w)
	}
	return all
}

// onKind is what lets a step go on to the one below.
func (f *Flow) onKind(s *Step) WayKind {
	switch {
	case s.Ask != nil:
		return WayAnswer
	case s.Call != "":
		return WayReturned
	case s.Hand != nil:
		return WayClosed
	case s.Wait != nil:
		return WayDue
	}
	return WayNext
}
