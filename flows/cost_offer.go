package flows

import (
	"github.com/connective-messaging/connective/locales"
)

// choosing bounds what a question lets people choose from.
type choosing struct {
	most   int      // how many choices there can be
	labels []amount // of each; of all together where they are what somebody wrote
	fixed  bool     // they are always the same, in this order
}

// choosing returns what a question offers.
func (k *costs) choosing(at reading, s *Step) choosing {
	opts := s.Options
	if opts.From == "" {
		all := choosing{most: len(opts.Fixed), fixed: true}
		for i := range opts.Fixed {
			all.fixed = all.fixed && opts.Fixed[i].If == nil
			all.labels = append(all.labels, k.label(at, s, &opts.Fixed[i]))
		}
		return all
	}
	if name, ok := variableName(opts.From); ok {
		return choosing{most: k.mostItems(at.flow, name, map[*Flow]bool{}), labels: []amount{k.raw(at, name)}}
	}
	if opts.From == fromLanguages {
		all := choosing{most: len(k.org.Languages), fixed: true}
		for _, c := range k.voice(at.tag).languageChoices() {
			all.labels = append(all.labels, k.exactly(c.label))
		}
		return all
	}
	return k.listed(at, opts)
}

// label bounds the words of a written choice.
func (k *costs) label(at reading, s *Step, opt *Option) amount {
	key := textKey{&opt.Label, at.tag, at.depth}
	if known, ok := k.labels[key]; ok {
		return known
	}
	label := k.org.optionLabel(at.flow.labelled(k.org, s, *opt, at.tag), *opt)
	a := k.exactly(label)
	if len(locales.Blanks(label)) > 0 {
		a = k.words(at, &opt.Label)
	}
	k.labels[key] = a
	return a
}

// listed returns what a question offers of a list.
func (k *costs) listed(at reading, opts *Options) choosing {
	list := k.org.listOf(opts.From)
	if list == nil {
		return choosing{}
	}
	all := choosing{most: min(k.mostRows(opts, list), opts.limit()), labels: k.names(at, opts)}
	if opts.Label != nil {
		all.labels = k.rowLabels(at, opts.Label, list)
	}
	return all
}

// limit is how many rows of a list a question offers.
func (o *Options) limit() int {
	if o.Limit <= 0 {
		return usualLimit
	}
	return min(o.Limit, maxChoices)
}

// names bounds the names of a list's rows.
func (k *costs) names(at reading, opts *Options) []amount {
	list := k.org.listOf(opts.From)
	if list == nil {
		return nil
	}
	names := append([]amount(nil), k.column(list, "name", at.tag)...)
	for i := range names {
		if names[i].empty() {
			names[i] = k.exactly(list.Rows[i]["id"])
		}
	}
	return names
}

// rowLabels bounds the words that label: makes of each row.
func (k *costs) rowLabels(at reading, label *Text, list *List) []amount {
	all := make([]amount, len(list.Rows))
	for _, form := range k.forms(at.tag, label) {
		blanks := locales.Blanks(form)
		for i := range list.Rows {
			var a amount
			end := 0
			for _, b := range blanks {
				a = a.then(k.exactly(form[end:b.Start]))
				end = b.End
				cell := k.column(list, b.Name, at.tag)[i]
				if cell.empty() {
					cell = k.blank(at, b.Name).or(k.exactly(b.Fallback))
				}
				a = a.then(cell)
			}
			all[i] = all[i].or(a.then(k.exactly(form[end:])))
		}
	}
	return all
}

// ids bounds what is stored of a choice.
func (k *costs) ids(at reading, opts *Options) amount {
	var all []amount
	for _, o := range opts.Fixed {
		all = append(all, k.exactly(o.ID))
	}
	if name, ok := variableName(opts.From); ok {
		return k.raw(at, name)
	}
	if list := k.org.listOf(opts.From); list != nil {
		for _, row := range list.Rows {
			all = append(all, k.exactly(row["id"]))
		}
	}
	if opts.From == fromLanguages {
		all = append(all, plainly(len("zh-Hant-TW")))
	}
	if !opts.Many {
		return longestOf(1, all)
	}
	return longestOf(maxChoices, all).then(plainly(maxChoices * len(", ")))
}

// mostItems is how many items a list can hold that somebody has written.
func (k *costs) mostItems(f *Flow, name string, seen map[*Flow]bool) int {
	if seen[f] {
		return 0
	}
	seen[f] = true
	most := 0
	for _, s := range k.savers[name] {
		switch {
		case s.flow != f:
		case s.step.Answer != nil && s.step.Answer.Kind == answerList:
			most = max(most, s.step.Answer.Max)
		default:
			most = maxChoices
		}
	}
	if f.takes(name) {
		for _, from := range k.leads[f.ID] {
			most = max(most, k.mostItems(from.flow, name, seen))
		}
	}
	for _, s := range f.Steps {
		for _, a := range s.Set {
			if a.Name == name {
				most = maxChoices
			}
		}
	}
	return min(most, maxChoices)
}

// told bounds the choices of a question to others.
func (k *costs) told(at reading, opts *Options) choosing {
	all := choosing{}
	if name, ok := variableName(opts.From); ok {
		all = choosing{most: k.mostItems(at.flow, name, map[*Flow]bool{}), labels: []amount{k.raw(at, name)}}
	}
	for i := range opts.Fixed {
		all.labels = append(all.labels, k.words(at, &opts.Fixed[i].Label).or(k.exactly(k.org.optionLabel(at.tag, opts.Fixed[i]))))
		all.most++
	}
	all.most = min(all.most, mostTold)
	return all
}
