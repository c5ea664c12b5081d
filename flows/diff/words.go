package diff

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Text is words that differ in one language.
type Text struct {
	Place       string `json:"place"`    // within the step, such as ask or options.tea
	Language    string `json:"language"` // its short name
	Before      string `json:"before"`   // empty if there was none
	After       string `json:"after"`
	PartsBefore int    `json:"parts_before"` // what the words alone take, with their blanks as they are written
	PartsAfter  int    `json:"parts_after"`
	Stale       bool   `json:"stale,omitempty"` // they were made from other words than the flow has now
}

// texts are the words of a step that differ, by place and language; those of the
// flow itself where no step is named.
func (p *pair) texts(was, now string) []Text {
	before, after := p.before.wordings(was), p.after.wordings(now)
	var all []Text
	for _, place := range places(before, after) {
		b, a := before.of(place), after.of(place)
		for _, tag := range tags(p, b, a) {
			stale := slices.Contains(a.Stale, tag) && !slices.Contains(b.Stale, tag)
			if maps.Equal(b.In[tag], a.In[tag]) && !stale {
				continue
			}
			t := Text{Place: place, Language: tag, Before: joined(b.In[tag]), After: joined(a.In[tag]), Stale: stale}
			t.PartsBefore, t.PartsAfter = parts(b.In[tag]), parts(a.In[tag])
			all = append(all, t)
		}
	}
	return all
}

// wordings are texts of one step, by their place in it.
type wordings []flows.Wording

func (s side) wordings(step string) wordings {
	var all wordings
	for _, w := range s.flow.Wordings(s.org) {
		name, place, inStep := strings.Cut(w.Place, ".")
		switch {
		case inStep && name == step:
			w.Place = place
		case inStep || step != "":
			continue
		}
		all = append(all, w)
	}
	return all
}

// of returns the text at a place, empty if there is none.
func (all wordings) of(place string) flows.Wording {
	for _, w := range all {
		if w.Place == place {
			return w
		}
	}
	return flows.Wording{}
}

// places are those of both versions, in the order of the new one.
func places(before, after wordings) []string {
	var all []string
	for _, w := range slices.Concat(after, before) {
		if !slices.Contains(all, w.Place) {
			all = append(all, w.Place)
		}
	}
	return all
}

// tags are the languages of a text, the organisation's first.
func tags(p *pair, before, after flows.Wording) []string {
	all := slices.Clone(p.after.org.Languages)
	for _, in := range []map[string]map[string]string{after.In, before.In} {
		for _, tag := range slices.Sorted(maps.Keys(in)) {
			if !slices.Contains(all, tag) {
				all = append(all, tag)
			}
		}
	}
	return all
}

// formOrder is the order in which plural forms are shown.
var formOrder = []string{"zero", "one", "two", "few", "many", "other"}

// joined is a text with all its plural forms.
func joined(forms map[string]string) string {
	if len(forms) <= 1 {
		return forms["other"]
	}
	var all []string
	for _, form := range formOrder {
		if words := forms[form]; words != "" && (form != "other" || !slices.Contains(all, words)) {
			all = append(all, form+": "+words)
		}
	}
	return strings.Join(all, " / ")
}

// parts is the most that any form takes; 0 for no words.
func parts(forms map[string]string) int {
	most := 0
	for _, words := range forms {
		most = max(most, providers.Segments(words).Parts)
	}
	return most
}

// languageName is what a language is called in English.
func languageName(tag string) string {
	if name := display.English.Languages().Name(language.Make(tag)); name != "" {
		return name
	}
	return tag
}
