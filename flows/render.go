package flows

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/locales"
)

// maxNested is how deep blanks may stand in the words for other blanks.
const maxNested = 4

// skipped is stored when somebody would rather not choose. It has no words.
const skipped = "skip"

// text returns a text in a language. A text that no catalog holds is taken as
// it was written.
func (o *Org) text(tag string, text *Text, count *int, fill func(string) string) string {
	if text == nil || text.ID == "" && text.Source == "" {
		return ""
	}
	if o.texts != nil && text.ID != "" {
		if found, _, ok := o.texts.Render(tag, text.ID, count, fill); ok {
			return found
		}
	}
	return fillIn(text.Source, fill)
}

// fillIn replaces the blanks of a text; without fill it is left as it is.
func fillIn(text string, fill func(string) string) string {
	if fill == nil || strings.IndexByte(text, '<') < 0 {
		return text
	}
	var out strings.Builder
	end := 0
	for _, b := range locales.Blanks(text) {
		out.WriteString(text[end:b.Start])
		if value := fill(b.Name); value != "" {
			out.WriteString(value)
		} else {
			out.WriteString(b.Fallback)
		}
		end = b.End
	}
	out.WriteString(text[end:])
	return out.String()
}

// words returns a text of the flow in the person's language, its blanks filled
// with words.
func (t *turn) words(text *Text) string {
	return strings.TrimSpace(t.org.text(t.lang, text, t.count(text), t.blank))
}

// rowWords is words for a text about one row: the row's columns come first.
func (t *turn) rowWords(text *Text, row Row) string {
	return strings.TrimSpace(t.org.text(t.lang, text, t.count(text), func(name string) string {
		if cell := t.column(row, name); cell != "" {
			return t.shown(cell)
		}
		return t.blank(name)
	}))
}

// raw returns what an assignment or a group's name stands for: blanks give what
// is stored, never the words for it. A text that is one blank gives its whole
// value, a list if it is one.
func (t *turn) raw(source string) Value {
	blanks := locales.Blanks(source)
	if len(blanks) == 1 && blanks[0].Start == 0 && blanks[0].End == len(source) {
		if v := t.value(blanks[0].Name); !v.Empty() {
			return v
		}
	}
	return Value{One: fillIn(source, func(name string) string { return t.value(name).String() })}
}

// count returns the number that chooses a text's plural form; nil if it has one
// form only.
func (t *turn) count(text *Text) *int {
	if text == nil || text.Count == "" {
		return nil
	}
	n := 0
	if v := t.value(text.Count); v.Many != nil {
		n = len(v.Many)
	} else if parsed, err := strconv.Atoi(strings.TrimSpace(v.One)); err == nil {
		n = parsed
	} else {
		n, _ = strconv.Atoi(t.blank(text.Count))
	}
	return &n
}

// blank returns the words for a blank, in the person's language.
func (t *turn) blank(name string) string {
	if t.depth == maxNested {
		return ""
	}
	t.depth++
	defer func() { t.depth-- }()
	base, column, dotted := strings.Cut(name, ".")
	switch {
	case base == "me" && dotted:
		return t.wordsFor(name, t.mine(column))
	case !dotted:
		return t.wordsFor(name, t.value(name))
	case column == "members":
		return t.members(base)
	}
	if v, ok := t.frame().Vars[name]; ok && base == asker {
		return t.wordsFor("me."+column, v)
	}
	if words, ok := t.answers(base, column); ok {
		return words
	}
	if row, _ := t.row(base); row != nil {
		return t.shown(t.column(row, column))
	}
	words, _ := t.staffed(base, column)
	return words
}

// members tells how many people are in a group, which is named by its id or by
// a variable.
func (t *turn) members(name string) string {
	if v := t.frame().Vars[name]; v.One != "" {
		name = v.One
	}
	if t.w.Members == nil {
		return ""
	}
	return strconv.Itoa(t.w.Members(name))
}

// wordsFor returns a stored value as people read it.
func (t *turn) wordsFor(name string, v Value) string {
	if v.Many == nil {
		return t.wordFor(name, v.One)
	}
	items := make([]string, 0, len(v.Many))
	for _, item := range v.Many {
		items = append(items, t.wordFor(name, item))
	}
	return strings.Join(items, ", ")
}

func (t *turn) wordFor(name, item string) string {
	switch {
	case item == "":
		return ""
	case name == "me.language":
		return languageName(item)
	case name == "me.groups":
		if row := t.org.List(fromGroups).Row(item); row != nil {
			return t.column(row, "name")
		}
	}
	for _, s := range t.saversOf(name) {
		if words, ok := t.choiceWords(s, item); ok {
			return words
		}
	}
	if text := t.org.given[given{name, item}]; text != nil {
		return t.words(text)
	}
	return t.own(t.shown(item))
}

// choiceWords returns the label behind an id, if the question offers it.
func (t *turn) choiceWords(s saver, id string) (string, bool) {
	opts := s.step.Options
	switch {
	case opts == nil:
		return "", false
	case opts.From == fromLanguages:
		return languageName(id), slices.Contains(t.org.Languages, id)
	case opts.From != "":
		from := t.org.listBehind(opts.From)
		row := t.org.List(from).Row(id)
		return t.column(row, "name"), row != nil
	}
	for i := range opts.Fixed {
		if opt := &opts.Fixed[i]; opt.ID == id {
			if label := t.words(&opt.Label); label != "" {
				return label, true
			}
			return t.org.optionLabel(t.lang, *opt), true
		}
	}
	return "", id == skipped && s.step.Opt
}

// shown returns a text as it is, but days and moments in the language's form.
func (t *turn) shown(cell string) string {
	if len(cell) != len(dayOnly) && len(cell) != len(dayAndTime) {
		return cell
	}
	at, layout, ok := readMoment(cell)
	if !ok || layout == timeOnly {
		return cell
	}
	day := t.day(at)
	if layout == dayOnly {
		return day
	}
	return locales.Say(t.lang, "date.at", "time", at.Format(timeOnly), "date", day)
}

// day returns a date such as 2 May 2026.
func (t *turn) day(at time.Time) string {
	return dateIn(t.lang, at)
}

// dateIn is day in a language.
func dateIn(tag string, at time.Time) string {
	month := at.Format("01")
	if names := dateWords(tag, "date.months"); len(names) == 12 {
		month = names[at.Month()-1]
	}
	return strconv.Itoa(at.Day()) + " " + month + " " + strconv.Itoa(at.Year())
}

// dateWords returns the names of the months or days in a language.
func dateWords(tag, id string) []string {
	names := strings.Split(locales.Say(tag, id), ",")
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	return names
}
