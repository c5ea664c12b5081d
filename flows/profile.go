package flows

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/locales"
)

// Field is what org.yaml says of a profile field, if it has one of that name.
func (o *Org) Field(name string) (ProfileField, bool) {
	i := slices.IndexFunc(o.Profile, func(p ProfileField) bool { return p.Name == name })
	if i < 0 {
		return ProfileField{}, false
	}
	return o.Profile[i], true
}

// ReadField reads what a list or a form says of a person for a profile field,
// into the form in which a conversation would keep it. Of a choice it takes the id,
// or the words of it in any language, and returns all ids that there are where it
// takes none; can is empty for fields that are no choice.
func (o *Org) ReadField(name, text string, now time.Time) (value string, can []string, ok bool) {
	text = strings.Join(strings.Fields(text), " ")
	f, known := o.Field(name)
	if !known || text == "" {
		return "", nil, false
	}
	switch f.Type {
	case "choice":
		return o.readChoice(name, text)
	case "outcode", answerPostcode:
		value, ok = readPostcode(text)
		return o.fitting(name, value), nil, ok
	}
	read := reader{now: now, speaks: []*lexicon{lexiconOf(o.Language)}, langs: o.Languages, region: o.region()}
	answer := &Answer{Kind: f.Type}
	switch f.Type {
	case answerNumber:
		answer.Max = maxNumber
	case answerList:
		answer.Min, answer.Max = 1, maxItems
	}
	got, ok := read.read(answer, text)
	return got.String(), nil, ok
}

// What is read where no question sets a limit.
const (
	maxNumber = 1_000_000
	maxItems  = 20
)

// readChoice finds the choice that is meant. Where its questions make their choices
// from lists, every row is one; where there are none, everything is.
func (o *Org) readChoice(name, text string) (value string, can []string, ok bool) {
	meant := map[string]string{} // ids by folded words
	ids := map[string]bool{}
	add := func(id string, words ...string) {
		ids[id] = true
		for _, w := range append(words, id) {
			meant[locales.Fold(w)] = id
		}
	}
	for _, s := range o.savers["me."+name] {
		if s.step.Options == nil {
			return text, nil, true // an answer of one's own may be anything
		}
		for _, option := range s.step.Options.Fixed {
			words := []string{option.Label.Source}
			for _, lang := range o.Languages {
				words = append(words, o.texts.Wordings(lang, option.Label.ID)...)
			}
			add(option.ID, words...)
		}
		if list := o.List(s.step.Options.From); list != nil {
			for _, row := range list.Rows {
				add(row["id"], row["name"])
			}
		}
	}
	if len(ids) == 0 {
		return text, nil, true
	}
	can = slices.Sorted(maps.Keys(ids))
	value, ok = meant[locales.Fold(text)]
	return value, can, ok
}
