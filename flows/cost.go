package flows

import "github.com/connective-messaging/connective/providers"

// amount bounds how long a text of a flow can be. Sure counts what the
// organisation has written and offers, and 40 letters for a name. Most counts
// also what people write themselves, in any alphabet. Free is how many letters of
// theirs are in it at most.
type amount struct {
	sure, most providers.Size
	free       int
}

// exactly is the amount of words that are known.
func exactly(words string) amount {
	s := providers.Measure(words)
	return amount{sure: s, most: s}
}

// plainly is the amount of so many letters that every alphabet has, such as
// digits.
func plainly(letters int) amount {
	s := providers.PlainLetters(letters)
	return amount{sure: s, most: s}
}

// freely is the amount of what somebody writes.
func freely(letters int) amount {
	return amount{most: providers.AnyLetters(letters), free: letters}
}

// aName is the amount of somebody's name.
func aName() amount {
	return amount{sure: providers.PlainLetters(maxNameLetters), most: providers.AnyLetters(maxNameLetters)}
}

func (a amount) then(b amount) amount {
	return amount{a.sure.Then(b.sure), a.most.Then(b.most), a.free + b.free}
}

func (a amount) or(b amount) amount {
	return amount{a.sure.Or(b.sure), a.most.Or(b.most), max(a.free, b.free)}
}

func (a amount) empty() bool { return a.most.Empty() }

// below is a text with another in the lines below it.
func (a amount) below(b amount) amount {
	if a.empty() || b.empty() {
		return a.then(b)
	}
	return a.then(plainly(len("\n"))).then(b)
}

// longestOf is the n longest of several texts, one behind the other.
func longestOf(n int, all []amount) amount {
	sure, most := make([]providers.Size, len(all)), make([]providers.Size, len(all))
	free := 0
	for i, a := range all {
		sure[i], most[i] = a.sure, a.most
		free += a.free
	}
	return amount{providers.Longest(n, sure), providers.Longest(n, most), free}
}

// written tells how many parts it takes when what people write is in letters that each take
// one unit: in the basic alphabet where that can be, and beyond it.
func (a amount) written() (basic, beyond int) {
	all := a.sure.Then(providers.PlainLetters(a.free))
	return all.Parts(), max(all.Parts(), all.InUCS2().Parts())
}

// costs works out how long the texts of an organisation can be. It reads them as
// the engine does, but with the longest value for each blank.
type costs struct {
	org    *Org
	voices map[string]*turn   // one for each language, to say things as the engine does
	savers map[string][]saver // the questions that fill a name, in any flow
	leads  map[string][]lead  // the steps that lead to a flow, by its id
	texts  map[textKey]amount
	cells  map[cellKey][]amount
	values map[valueKey]amount
	asking map[valueKey]bool // values that are being worked out
	labels map[textKey]amount
	titles map[string]choosing // the lines of the menu, by language
	plain  bool                // signs are left out; see lint_fancy.go
}

type textKey struct {
	text  *Text
	tag   string
	depth int
}

type cellKey struct {
	list   *List
	column string
	tag    string
}

type valueKey struct {
	flow      *Flow
	name, tag string
	depth     int
	raw       bool
}

// lead is a step that leads to another flow.
type lead struct {
	flow *Flow
	step *Step
}

func newCosts(o *Org) *costs {
	k := &costs{
		org: o, voices: map[string]*turn{}, savers: map[string][]saver{}, leads: map[string][]lead{},
		texts: map[textKey]amount{}, cells: map[cellKey][]amount{}, values: map[valueKey]amount{}, asking: map[valueKey]bool{}, titles: map[string]choosing{}, labels: map[textKey]amount{},
	}
	for _, tag := range o.Languages {
		k.voices[tag] = &turn{base: o, org: o, lang: tag}
	}
	for _, f := range o.flowsByID() {
		for i, s := range f.Steps {
			if s.Ask != nil {
				k.savers[s.saves()] = append(k.savers[s.saves()], saver{f, s})
			}
			for _, id := range leadsToFrom(f, i) {
				k.leads[id] = append(k.leads[id], lead{f, s})
			}
		}
	}
	return k
}

// leadsToFrom returns the flows that a step calls, leaves for, or starts for
// others.
func leadsToFrom(f *Flow, at int) []string {
	s := f.Steps[at]
	var ids []string
	if s.Call != "" {
		ids = append(ids, s.Call)
	}
	if s.Tell != nil && s.Tell.Flow != "" {
		ids = append(ids, s.Tell.Flow)
	}
	for _, w := range waysOut(f, at) {
		if w.to.Kind == ToFlow {
			ids = append(ids, w.to.Name)
		}
	}
	return ids
}

// exactly is the amount of words that are known, as this reading counts them.
func (k *costs) exactly(words string) amount {
	if k.plain {
		words = withoutFancy(words)
	}
	return exactly(words)
}
