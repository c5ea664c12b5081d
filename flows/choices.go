package flows

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// Where choices come from that are not written in the flow, beside lists.
const (
	fromGroups    = "groups"
	fromMyGroups  = "my groups"
	fromEvents    = "events" // to come
	fromLanguages = "languages"
)

// usualLimit is how many rows of a list a question offers unless it says.
const usualLimit = 24

// languagesOf returns every language that a flow may be played in.
func (f *Flow) languagesOf(o *Org) []string {
	all := []string{f.language(o)}
	for _, tag := range slices.Concat([]string{o.Language}, o.Languages, f.Languages) {
		if tag != "" && !slices.Contains(all, tag) {
			all = append(all, tag)
		}
	}
	return all
}

// language returns the language that the flow is written in.
func (f *Flow) language(o *Org) string {
	if f.Language != "" {
		return f.Language
	}
	return o.Language
}

// titlesOf returns the flow as a line of the menu in each language.
func (f *Flow) titlesOf(o *Org) map[string]choice {
	titles := make(map[string]choice)
	for _, tag := range f.languagesOf(o) {
		c := choice{id: f.ID, label: o.text(tag, &f.Title, nil, nil)}
		if c.label == "" {
			c.label = f.ID
		}
		c.own = []string{locales.Fold(c.label)}
		if source := locales.Fold(f.Title.Source); source != "" && source != c.own[0] {
			c.source = []string{source}
		}
		titles[tag] = c
	}
	return titles
}

// fixedChoices returns the written choices of a question in each language, in
// the order of Options.Fixed. Labels with blanks are filled in when they are
// shown.
func (f *Flow) fixedChoices(o *Org, s *Step) map[string][]choice {
	all := make(map[string][]choice)
	for _, tag := range f.languagesOf(o) {
		list := make([]choice, len(s.Options.Fixed))
		for i, opt := range s.Options.Fixed {
			list[i] = f.fixedChoice(o, s, opt, tag)
		}
		all[tag] = list
	}
	return all
}

func (f *Flow) fixedChoice(o *Org, s *Step, opt Option, tag string) choice {
	own := f.language(o)
	c := choice{id: opt.ID, label: o.optionLabel(f.labelled(o, s, opt, tag), opt), own: o.optionNames(tag, opt, s.Exact)}
	if tag != own {
		c.source = o.optionNames(own, opt, s.Exact)
	}
	return c
}

// optionLabel returns the words of a written choice. The ids that need none,
// such as yes and no, have the engine's.
func (o *Org) optionLabel(tag string, opt Option) string {
	if label := o.text(tag, &opt.Label, nil, keepBlank); label != "" {
		return label
	}
	if isUsual(opt.ID) {
		return locales.Say(tag, "label."+opt.ID)
	}
	return opt.ID
}

// keepBlank leaves a blank as it is written, to be filled in when it is shown.
func keepBlank(name string) string { return "<" + name + ">" }

// optionNames returns what chooses a written choice in one language, folded.
func (o *Org) optionNames(tag string, opt Option, exact bool) []string {
	names := []string{locales.Fold(o.optionLabel(tag, opt))}
	for i := range opt.Also {
		names = append(names, locales.Fold(o.text(tag, &opt.Also[i], nil, nil)))
	}
	if isUsual(opt.ID) {
		names = append(names, usualWords(tag, opt.ID, exact)...)
	}
	return names
}

// isUsual tells whether an id is one of those that everybody has words for.
func isUsual(id string) bool {
	switch id {
	case "yes", "no", "skip", "none", "other":
		return true
	}
	return false
}

// usualWords returns the words for a usual id. Where a consent is recorded, a
// yes must have the word itself in it: OK is not enough.
func usualWords(tag, id string, exact bool) []string {
	words := locales.Words(tag, "words."+id)
	if !exact || id != "yes" || len(words) == 0 {
		return words
	}
	var sure []string
	for _, word := range words {
		if strings.Contains(spaced(word), spaced(words[0])) {
			sure = append(sure, word)
		}
	}
	return sure
}

// choices returns what a question offers now, in order.
func (t *turn) choices(s *Step) []choice {
	if s.Options.From == "" {
		return t.written(s)
	}
	return t.listed(s.Options)
}

// written returns the written choices whose conditions are true.
func (t *turn) written(s *Step) []choice {
	fixed := t.flow.turns[s.Name].fixed
	all, ok := fixed[t.lang]
	if !ok {
		all = fixed[t.flow.language(t.org)]
	}
	plain := true
	for i := range s.Options.Fixed {
		opt := &s.Options.Fixed[i]
		plain = plain && opt.If == nil && strings.IndexByte(all[i].label, '<') < 0
	}
	if plain {
		return all
	}
	open := make([]choice, 0, len(all))
	for i := range s.Options.Fixed {
		if opt := &s.Options.Fixed[i]; opt.If.Eval(scope{t}) {
			open = append(open, t.filled(opt, all[i]))
		}
	}
	return open
}

// filled returns a written choice with the blanks of its label filled in.
func (t *turn) filled(opt *Option, c choice) choice {
	if strings.IndexByte(c.label, '<') < 0 {
		return c
	}
	c.label = t.words(&opt.Label)
	c.own = slices.Concat([]string{locales.Fold(c.label)}, c.own[1:])
	return c
}

// listed returns the choices that come from a list, each with its names.
func (t *turn) listed(opts *Options) []choice {
	switch opts.From {
	case fromLanguages:
		return t.languageChoices()
	case fromGroups, fromMyGroups, fromEvents:
	default:
		if name, ok := variableName(opts.From); ok {
			return t.itemChoices(name)
		}
	}
	rows := t.rows(opts)
	all := make([]choice, 0, len(rows))
	for _, row := range rows {
		all = append(all, t.rowChoice(opts, row))
	}
	return all
}

func (t *turn) rowChoice(opts *Options, row Row) choice {
	c := choice{id: row["id"], label: t.column(row, "name")}
	if opts.Label != nil {
		c.label = t.rowWords(opts.Label, row)
	}
	if c.label == "" {
		c.label = c.id
	}
	c.own = []string{locales.Fold(c.label)}
	for _, name := range []string{t.column(row, "name"), row["name"]} {
		if folded := locales.Fold(name); folded != "" && !slices.Contains(c.own, folded) {
			c.own = append(c.own, folded)
		}
	}
	return c
}

func (t *turn) languageChoices() []choice {
	var all []choice
	for _, tag := range t.org.Languages {
		name := languageName(tag)
		all = append(all, choice{id: tag, label: name, own: append([]string{locales.Fold(name)}, languageNames(tag)...)})
	}
	return all
}

// itemChoices offers the items of a list that was given as an answer.
func (t *turn) itemChoices(variable string) []choice {
	var all []choice
	for _, item := range t.frame().Vars[variable].Items() {
		all = append(all, choice{id: item, label: item, own: []string{locales.Fold(item)}})
	}
	return all
}

// languageName returns a language's name as its speakers write it.
func languageName(tag string) string {
	for _, l := range locales.Languages() {
		if l.Tag == tag {
			return l.Name
		}
	}
	return tag
}

func languageNames(tag string) []string {
	for _, l := range locales.Languages() {
		if l.Tag == tag {
			return l.Names
		}
	}
	return nil
}

// variableName returns the name in "<name>".
func variableName(text string) (string, bool) {
	name, ok := strings.CutPrefix(text, "<")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(name, ">")
}
