package flows

import (
	"maps"
	"slices"
	"strings"
)

// Fact is one of the facts that a flow's shape is taken from, such as
// "way", pick:tea and sugar: who picks tea goes to the step sugar.
type Fact struct {
	Name   string
	Values []string
}

// Facts returns what a flow's shape is taken from, for whoever tells why two
// shapes differ: the facts of the flow itself under "", those of each step under
// its name. Two flows have the same facts if and only if one program gives them
// the same shape. The facts of what a step tells others begin with "tell ".
func (f *Flow) Facts() map[string][]Fact {
	all, step := map[string][]Fact{}, ""
	d := newDigest()
	d.note = func(fact Fact) {
		if fact.Name == "step" {
			step = fact.Values[0]
			all[step] = nil
			return
		}
		all[step] = append(all[step], fact)
	}
	f.shape(d)
	return all
}

// Wording is one text of a flow, in every language in which it is sent.
type Wording struct {
	Place string                       // "title", or the step's name and the key: top.ask
	In    map[string]map[string]string // by language and plural form; "other" alone for one form
	Stale []string                     // the languages whose words were made from others than the flow's
}

// Wordings returns the texts of a flow that people or staff read, in their order.
func (f *Flow) Wordings(o *Org) []Wording {
	if o.texts == nil {
		return nil // an organisation made by hand
	}
	var all []Wording
	seen := map[string]bool{}
	add := func(id string) {
		place := strings.TrimPrefix(id, f.ID+"/")
		if id == "" || seen[place] {
			return
		}
		seen[place] = true
		if w := f.wording(o, id, place); len(w.In) > 0 {
			all = append(all, w)
		}
	}
	for _, w := range f.written {
		if !w.fixed {
			add(w.ID)
		}
	}
	for _, s := range f.Steps { // what translations alone say
		for _, opts := range s.allOptions() {
			for _, opt := range opts.Fixed {
				add(opt.Label.ID)
				for _, also := range opt.Also {
					add(also.ID)
				}
			}
		}
	}
	return all
}

func (f *Flow) wording(o *Org, id, place string) Wording {
	w := Wording{Place: place, In: map[string]map[string]string{}}
	own := f.language(o)
	for _, tag := range f.languagesOf(o) {
		t, translated := f.translated[tag][place]
		if tag == o.Language && tag != own && !translated {
			continue // lent by the flow's own language
		}
		if forms := o.texts.Forms(tag, id); forms != nil {
			w.In[tag] = forms
		}
		if now := w.In[own]; translated && tag != own && len(t.from) > 0 && now != nil && !maps.Equal(t.from, f.formsAt(place)) {
			w.Stale = append(w.Stale, tag)
		}
	}
	return w
}

// formsAt returns the words of a text as the flow's file has them.
func (f *Flow) formsAt(place string) map[string]string {
	w, _ := f.writtenAt(place)
	return w.forms
}

// allOptions are the choices that a step gives, to the person and to others.
func (s *Step) allOptions() []*Options {
	all := []*Options{s.Options}
	if s.Tell != nil {
		all = append(all, s.Tell.Options)
	}
	return slices.DeleteFunc(all, func(o *Options) bool { return o == nil })
}
