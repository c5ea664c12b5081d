package flows

import "slices"

// publishes draws another version of the flows, to which conversations move: with
// other words, with the choices in another order, with other names for steps, or
// without some of them. A step is given another name once at the most.
func (d dice) publishes(o *Org) (*Org, string) {
	next := *o
	next.Flows = map[string]*Flow{}
	kind := pick(d, "words", "order", "names", "steps")
	for id, f := range o.Flows {
		next.Flows[id] = d.version(f, kind)
	}
	return &next, "publish " + kind
}

func (d dice) version(f *Flow, kind string) *Flow {
	next := &Flow{ID: f.ID, Title: f.Title, Parts: f.Parts, Record: f.Record}
	names, gone := map[string]string{}, map[string]bool{}
	for i, s := range f.Steps {
		if kind == "steps" && i > 0 && d.in100(20) {
			gone[s.Name] = true
			continue
		}
		changed := *s
		switch {
		case kind == "words":
			changed.Say, changed.Ask = otherWords(s.Say), otherWords(s.Ask)
		case kind == "order" && s.Options != nil:
			options := *s.Options
			options.Fixed = slices.Clone(options.Fixed)
			slices.Reverse(options.Fixed)
			changed.Options = &options
		case kind == "names" && s.Was == "" && d.in100(40):
			names[s.Name] = "r" + s.Name
			changed.Name, changed.Was = names[s.Name], s.Name
			if s.Ask != nil {
				changed.Save = s.saves()
			}
		}
		next.Steps = append(next.Steps, &changed)
	}
	for _, s := range next.Steps {
		s.renames(names, gone)
	}
	return next
}

func otherWords(t *Text) *Text {
	if t == nil {
		return nil
	}
	return words(t.Source + "!")
}

// renames has every arrow of a step lead to the names of now, or end where that step
// is gone.
func (s *Step) renames(names map[string]string, gone map[string]bool) {
	renamed := func(t *Target) *Target {
		switch {
		case t != nil && t.Kind == ToStep && gone[t.Name]:
			return &Target{Kind: ToEnd}
		case t == nil || t.Kind != ToStep || names[t.Name] == "":
			return t
		}
		return &Target{Kind: ToStep, Name: names[t.Name]}
	}
	s.Then, s.Else = renamed(s.Then), renamed(s.Else)
	if s.Timeout != nil {
		s.Timeout = &Timeout{After: s.Timeout.After, Then: renamed(s.Timeout.Then)}
	}
	s.When = slices.Clone(s.When)
	for i := range s.When {
		s.When[i].Then = *renamed(&s.When[i].Then)
	}
	if s.Options != nil {
		options := *s.Options
		options.Fixed = slices.Clone(options.Fixed)
		for i := range options.Fixed {
			options.Fixed[i].Then = renamed(options.Fixed[i].Then)
		}
		s.Options = &options
	}
}
