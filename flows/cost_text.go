package flows

import (
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// reading is where a text is read: in a flow, in a language, and within how many
// other texts.
type reading struct {
	flow  *Flow
	tag   string
	depth int
}

// words bounds a text with its blanks filled in: every plural form, and for each
// blank its longest value.
func (k *costs) words(at reading, text *Text) amount {
	if text == nil {
		return amount{}
	}
	key := textKey{text, at.tag, at.depth}
	if a, known := k.texts[key]; known {
		return a
	}
	var a amount
	for i, form := range k.forms(at.tag, text) {
		if one := k.form(at, form); i == 0 {
			a = one
		} else {
			a = a.or(one)
		}
	}
	k.texts[key] = a
	return a
}

// forms returns the words that a text can have in a language.
func (k *costs) forms(tag string, text *Text) []string {
	if k.org.texts != nil && text.ID != "" {
		if forms := k.org.texts.Wordings(tag, text.ID); len(forms) > 0 {
			return forms
		}
	}
	return []string{text.Source}
}

// form bounds one form of a text. Blanks that are columns of one row are filled
// from the same row.
func (k *costs) form(at reading, form string) amount {
	form = strings.TrimSpace(form)
	var all amount
	var columns []locales.Blank
	row, end := "", 0
	for _, b := range locales.Blanks(form) {
		all = all.then(k.exactly(form[end:b.Start]))
		end = b.End
		base, column, dotted := strings.Cut(b.Name, ".")
		if dotted && column != membersColumn && base != "me" && len(k.listsOf(base)) > 0 && (row == "" || row == base) {
			row, columns = base, append(columns, b)
			continue
		}
		all = all.then(k.blank(at, b.Name).or(k.exactly(b.Fallback)))
	}
	all = all.then(k.exactly(form[end:]))
	if row == "" {
		return all
	}
	return all.then(k.row(at, row, columns))
}

// row bounds the blanks of a text that are columns of one row: those of the row
// whose words are longest together.
func (k *costs) row(at reading, base string, columns []locales.Blank) amount {
	var longest amount
	first := true
	for _, list := range k.listsOf(base) {
		for i := range list.Rows {
			var a amount
			for _, b := range columns {
				cell := k.column(list, b.Name[len(base)+1:], at.tag)[i]
				if cell.empty() {
					cell = k.exactly(b.Fallback)
				}
				a = a.then(cell)
			}
			if first {
				longest, first = a, false
			} else {
				longest = longest.or(a)
			}
		}
	}
	return longest
}

// column bounds a column of a list, row by row.
func (k *costs) column(list *List, column, tag string) []amount {
	key := cellKey{list, column, tag}
	if known, ok := k.cells[key]; ok {
		return known
	}
	voice := k.voice(tag)
	all := make([]amount, len(list.Rows))
	for i, row := range list.Rows {
		all[i] = k.exactly(voice.shown(voice.column(row, column)))
	}
	k.cells[key] = all
	return all
}

// listsOf returns the lists of whose rows a variable can hold one.
func (k *costs) listsOf(variable string) []*List {
	var lists []*List
	for _, s := range k.savers[variable] {
		if s.step.Options == nil {
			continue
		}
		if list := k.org.listOf(s.step.Options.From); list != nil {
			lists = append(lists, list)
		}
	}
	return lists
}

// voice says things in a language as the engine does.
func (k *costs) voice(tag string) *turn {
	if k.voices[tag] == nil {
		k.voices[tag] = &turn{base: k.org, org: k.org, lang: tag}
	}
	return k.voices[tag]
}
