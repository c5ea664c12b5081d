package flows

import "slices"

// publishes draws another version of the flows, to which conversations move: with
// other words, with the choices in another order, or with other names for steps.
// A step is given another name once at the most.
func (d dice) publishes(o *Org) (*Org, string) {
	next := *o
	next.Flows = map[string]*Flow{}
	kind := pick(d, "words", "order", "names")
	for id, f := range o.Flows {
		next.Flows[id] = d.version(f, kind)
	}
	return &next, "publish " + kind
}

func (d dice) version(f *Flow, kind string) *Flow {
	next := &Flow{ID: f.ID, Title: f.Title, Parts: f.Parts, Record: f.Record}
	names := map[string]string{}
	for _, s := range f.Steps {
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
		s.renames(names)
	}
	return next
}

func otherWords(t *Text) *Text {
	if t == nil {
		return nil
	}
	return words(t.Source + "!")
}

// renames has every arrow of a step lead to the names of now.
func (s *Step) renames(names map[string]string) {
	renamed := func(t *Target) *Target {
		if t == nil || t.Kind != ToStep || names[t.Name] == "" {
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
