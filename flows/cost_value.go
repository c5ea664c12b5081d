package flows

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// takes tells whether a flow is given a value by whatever leads to it.
func (f *Flow) takes(name string) bool { return slices.Contains(f.Needs, name) }

// value bounds the words for what a variable or a me. field holds.
func (k *costs) value(at reading, name string) amount {
	return k.kept(at, name, false)
}

// raw bounds what a variable or a me. field holds, ids and all.
func (k *costs) raw(at reading, name string) amount {
	return k.kept(at, name, true)
}

// kept bounds a value from everything that can fill it: questions, set:, the
// flows that lead here, and what org.yaml says of a field that no flow fills.
func (k *costs) kept(at reading, name string, raw bool) amount {
	key := valueKey{at.flow, name, at.tag, at.depth, raw}
	field, mine := profileField(name)
	if mine {
		key.flow = nil
	}
	if a, known := k.values[key]; known {
		return a
	}
	if k.asking[key] {
		return freely(varLetters)
	}
	k.asking[key] = true
	a, filled := amount{}, false
	flows := []*Flow{at.flow}
	if mine {
		flows = k.org.flowsByID()
	}
	for _, f := range flows {
		one, some := k.filledIn(reading{f, at.tag, at.depth}, name, raw)
		a, filled = a.or(one), filled || some
	}
	if !mine && at.flow.takes(name) {
		a = a.or(k.givenTo(at, name, raw))
	}
	if mine && !filled {
		a = k.ofType(at, field)
	}
	delete(k.asking, key)
	k.values[key] = a
	return a
}

// filledIn bounds what the steps of a flow put under a name.
func (k *costs) filledIn(at reading, name string, raw bool) (a amount, filled bool) {
	for _, s := range at.flow.Steps {
		if s.Ask != nil && s.saves() == name {
			a, filled = a.or(k.answered(at, s, raw)), true
		}
		for i := range s.Set {
			if s.Set[i].Name == name {
				a, filled = a.or(k.assigned(at, name, s.Set[i].Value.Source, raw)), true
			}
		}
	}
	return a, filled
}

// givenTo bounds what a flow is given under a name by those that lead to it.
func (k *costs) givenTo(at reading, name string, raw bool) amount {
	var a amount
	for _, from := range k.leads[at.flow.ID] {
		there := reading{from.flow, at.tag, at.depth}
		a = a.or(k.kept(there, name, raw))
		for i, w := range from.step.With {
			if from.step.Call != at.flow.ID || w.Name != name {
				continue
			}
			a = a.or(k.assigned(there, name, w.Value.Source, raw))
			if len(locales.Blanks(w.Value.Source)) == 0 {
				a = a.or(k.words(there, &from.step.With[i].Value))
			}
		}
		if tell := from.step.Tell; name == "answer" && tell != nil && tell.Options != nil {
			a = a.or(k.ids(there, tell.Options))
		}
	}
	return a
}

// assigned bounds a value that is written, or made of others.
func (k *costs) assigned(at reading, name, source string, raw bool) amount {
	var a amount
	end := 0
	blanks := locales.Blanks(source)
	for _, b := range blanks {
		a = a.then(k.exactly(source[end:b.Start])).then(k.stored(at, b.Name).or(k.exactly(b.Fallback)))
		end = b.End
	}
	a = a.then(k.exactly(source[end:]))
	if raw {
		return a
	}
	for _, s := range k.savers[name] {
		switch { // an id is shown as its words
		case len(blanks) == 0:
			a = a.or(k.wordsOf(reading{s.flow, at.tag, at.depth}, s.step, source))
		case len(blanks) == 1 && s.step.Options != nil:
			a = a.or(longestOf(1, k.choosing(reading{s.flow, at.tag, at.depth}, s.step).labels))
		}
	}
	return a
}

// stored bounds what a name of set: or with: stands for: what is stored.
func (k *costs) stored(at reading, name string) amount {
	base, column, dotted := strings.Cut(name, ".")
	switch {
	case !dotted:
		return k.raw(at, name)
	case base == "me":
		switch column {
		case "language", "groups", "consents", "phone":
			return k.mine(at, column)
		}
		return k.raw(at, name)
	case base == asker:
		return k.raw(at, "me."+column)
	}
	a := k.answers(at, base, column)
	for _, list := range k.listsOf(base) {
		for _, row := range list.Rows {
			a = a.or(k.exactly(row[column]))
		}
	}
	return a
}

// answered bounds what the answer to a question is kept as, or the words for it.
func (k *costs) answered(at reading, s *Step, raw bool) amount {
	if s.Options == nil {
		return k.ofKind(at, s.Answer, raw)
	}
	if raw {
		return k.ids(at, s.Options)
	}
	labels := k.choosing(at, s).labels
	for _, other := range k.savers[s.saves()] { // one id may have other words elsewhere
		if other.step != s && other.step.Options != nil {
			for _, o := range s.Options.Fixed {
				labels = append(labels, k.wordsOf(reading{other.flow, at.tag, at.depth}, other.step, o.ID))
			}
		}
	}
	if s.Options.From != "" && s.Options.Label != nil {
		labels = append(labels, k.names(at, s.Options)...)
	}
	if !s.Options.Many {
		return longestOf(1, labels)
	}
	return longestOf(maxChoices, labels).then(plainly(maxChoices * len(", ")))
}

// wordsOf bounds the words for an id, where the question offers it.
func (k *costs) wordsOf(at reading, s *Step, id string) amount {
	if s.Options == nil {
		return amount{}
	}
	for i := range s.Options.Fixed {
		if s.Options.Fixed[i].ID == id {
			return k.label(at, s, &s.Options.Fixed[i])
		}
	}
	if row := k.org.listOf(s.Options.From).Row(id); row != nil {
		return k.exactly(k.voice(at.tag).column(row, "name"))
	}
	return amount{}
}
