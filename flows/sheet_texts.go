package flows

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/connective-messaging/connective/locales"
)

// sheetAsk is one text that a sheet asks for, or keeps if it is there.
type sheetAsk struct {
	place    string
	was      string // the place under its step's former name; empty if it has none
	words    wording
	wanted   bool // it is asked for where it is missing
	optional bool // it may stay empty
}

// wording is what a text says: one form, several by number, or a list of words.
type wording struct {
	forms  map[string]string
	plural bool
	list   []string
	isList bool
}

// words is a wording of one form.
func oneForm(text string) wording { return wording{forms: map[string]string{"other": text}} }

func (w wording) equal(other wording) bool {
	return w.isList == other.isList && slices.Equal(w.list, other.list) && w.plural == other.plural && maps.Equal(w.forms, other.forms)
}

// String gives the words on one line: of a plural those of its last form, of a
// list all of them.
func (w wording) String() string {
	if w.isList {
		return strings.Join(w.list, ", ")
	}
	return lastForm(w.forms)
}

// sheetAsks returns the texts of the flow in their order: the title, the start
// words, then step by step.
func (f *Flow) sheetAsks() []sheetAsk {
	var asks []sheetAsk
	if f.places["title"].Line > 0 {
		asks = append(asks, f.ask("title", oneForm(f.Title.Source), true))
	}
	if len(f.Start.Words) > 0 {
		asks = append(asks, f.ask("start.words", wording{list: f.Start.Words, isList: true}, true))
	}
	for _, w := range f.written {
		place := strings.TrimPrefix(w.ID, f.ID+"/")
		if w.fixed || place == "title" {
			continue
		}
		if choice, also := cutAlso(place); also {
			asks = f.askAlso(asks, choice, w)
			continue
		}
		ask := f.ask(place, wording{forms: w.forms, plural: w.Count != ""}, isTranslated(f, place, w))
		if isGiven(place) && len(locales.Blanks(w.Source)) == 0 {
			ask.wanted, ask.optional = true, true
		}
		asks = append(asks, ask)
	}
	return f.askStandard(asks)
}

func (f *Flow) ask(place string, words wording, wanted bool) sheetAsk {
	a := sheetAsk{place: place, words: words, wanted: wanted}
	step, rest, _ := strings.Cut(place, ".")
	if s := f.Step(step); s != nil && s.Was != "" {
		a.was = s.Was + "." + rest
	}
	return a
}

// isGiven tells whether a place is that of a value for a called flow, which is
// stored as it is written, and may have words in other languages.
func isGiven(place string) bool {
	_, rest, _ := strings.Cut(place, ".")
	return strings.HasPrefix(rest, "with.")
}

// cutAlso returns the place of a choice's other words, of which a text is one.
func cutAlso(place string) (string, bool) {
	at := strings.LastIndex(place, ".also.")
	if at < 0 || !strings.Contains(place[:at], ".options.") {
		return place, false
	}
	return place[:at+len(".also")], true
}

// askAlso adds another word of a choice to those before it.
func (f *Flow) askAlso(asks []sheetAsk, place string, w written) []sheetAsk {
	if last := len(asks) - 1; last >= 0 && asks[last].place == place {
		asks[last].words.list = append(asks[last].words.list, w.Source)
		return asks
	}
	a := f.ask(place, wording{list: []string{w.Source}, isList: true}, true)
	a.optional = true
	return append(asks, a)
}

// askStandard adds the choices that bring their own words, after the other texts
// of their step. A translator may give them others.
func (f *Flow) askStandard(asks []sheetAsk) []sheetAsk {
	for _, s := range f.Steps {
		if s.Options == nil {
			continue
		}
		for _, opt := range s.Options.Fixed {
			if opt.Label.Source != "" {
				continue
			}
			a := f.ask(s.Name+".options."+opt.ID, oneForm(locales.Say(f.Language, "label."+opt.ID)), false)
			asks = slices.Insert(asks, lastOfStep(asks, s.Name), a)
		}
	}
	return asks
}

// lastOfStep is the place in the list after the last text of a step.
func lastOfStep(asks []sheetAsk, step string) int {
	for i := len(asks) - 1; i >= 0; i-- {
		if strings.HasPrefix(asks[i].place, step+".") {
			return i + 1
		}
	}
	return len(asks)
}

// wordingOf reads what a node of a translation file says. Only choices have
// arrows.
func wordingOf(place string, v *yaml.Node) wording {
	switch v.Kind {
	case yaml.SequenceNode:
		w := wording{isList: true}
		for _, item := range v.Content {
			if words, ok := scalar(item); ok {
				w.list = append(w.list, words)
			}
		}
		return w
	case yaml.MappingNode:
		return wording{forms: plainForms(place, v), plural: true}
	}
	if words := strings.TrimSpace(v.Value); isListPlace(place) && words != "" {
		return wording{list: []string{words}, isList: true}
	}
	return wording{forms: plainForms(place, v)}
}

// isListPlace tells whether a place holds a list of words.
func isListPlace(place string) bool {
	return place == "start.words" || strings.HasSuffix(place, ".also")
}
