package flows

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/connective-messaging/connective/locales"
)

// Draft is a translation file that no speaker of its language has checked yet.
// What asks for consent, and what tells people how to stop, is not sent from it,
// but in the flow's own words.
type Draft struct {
	Flow     string   // the flow's id; "org" for the words of org.yaml
	Language string   // the language that it translates into
	File     string   // the translation file, as findings show it
	Pos      Pos      // where it says so
	Withheld []string // the places of the texts that are not sent from it, such as top.ask
}

// Drafts returns the translation files that are drafts, by flow and language.
func (o *Org) Drafts() []Draft {
	var all []Draft
	for _, f := range o.withWords() {
		for _, tag := range slices.Sorted(maps.Keys(f.drafts)) {
			all = append(all, *f.drafts[tag])
		}
	}
	return all
}

// DraftWords returns the English names of the organisation's languages in which
// Connective's own words are a draft: it says what is urgent in English then.
func (o *Org) DraftWords() []string {
	var names []string
	for _, tag := range o.Languages {
		if locales.IsDraft(tag) {
			names = append(names, englishName(tag))
		}
	}
	return names
}

// readDraft reads whether the file is a draft, wherever in it that stands.
func (t *translation) readDraft(top *yaml.Node) {
	v := valueOfKey(top, "draft")
	if v == nil || !yesNo(v, &t.draft) || !t.draft {
		return
	}
	if t.flow.drafts == nil {
		t.flow.drafts = map[string]*Draft{}
	}
	t.flow.drafts[t.tag] = &Draft{Flow: t.flow.ID, Language: t.tag, File: t.file, Pos: t.pos(v)}
}

// withheld tells whether the text of a place must not be sent, because the file
// is a draft, and takes it down.
func (t *translation) withheld(place string) bool {
	if !t.draft || !t.flow.guarded(place) {
		return false
	}
	d := t.flow.drafts[t.tag]
	d.Withheld = append(d.Withheld, place)
	return true
}

// guarded tells whether a wrong word in the text of a place does harm, so that it
// never comes from a draft: it is said in a crisis, stands in a step that asks
// for a consent or records one, or tells people how to stop.
func (f *Flow) guarded(place string) bool {
	if f.ID == ownWords {
		return true // what is said in a crisis
	}
	name, _, _ := strings.Cut(place, ".")
	if s := f.Step(name); s != nil && s.consents() {
		return true
	}
	at := slices.IndexFunc(f.written, func(w written) bool { return w.ID == f.ID+"/"+place })
	return at >= 0 && slices.ContainsFunc(slices.Collect(maps.Values(f.written[at].forms)), locales.TellsStop)
}

// consents tells whether a step asks for a consent, which takes exact words, or
// records one.
func (s *Step) consents() bool { return s.Exact || len(s.OptIn) > 0 || len(s.OptOut) > 0 }

// labelled returns the language of a choice's label. Where consent is asked, the
// engine's own yes and no are not taken from a draft either.
func (f *Flow) labelled(o *Org, s *Step, opt Option, tag string) string {
	if opt.Label.Source != "" || !s.consents() || !locales.IsDraft(tag) {
		return tag
	}
	if o.texts != nil {
		if _, own := o.texts.Source(tag, opt.Label.ID); own {
			return tag
		}
	}
	return f.language(o)
}
