package flows

import (
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"

	"github.com/connective-messaging/connective/locales"
)

// readTexts puts the words of every flow into the organisation's catalog, and
// those of the translation files beside them: groups.cy.yaml for groups.yaml.
func (l *orgLoad) readTexts(files []string) {
	for _, f := range l.org.withWords() {
		for _, w := range f.written {
			l.add(f, f.Language, w.ID, w.forms)
		}
	}
	for _, name := range files {
		base, ok := strings.CutSuffix(name, ".yaml")
		id, tag, translated := strings.Cut(base, ".")
		if !ok || !translated {
			continue
		}
		s, ok := l.open(name)
		if !ok {
			continue
		}
		f := l.org.Flows[id]
		if id == ownWords {
			f = l.org.own
		}
		if _, err := language.Parse(tag); err != nil || f == nil {
			s.fault("orphan", Pos{}, 0, "there is no flow called "+quoted(id)+" that this file could translate.", "nobody would be sent what it says.", "call it as the flow's file, with the language before .yaml, such as groups.cy.yaml.")
			continue
		}
		l.readTranslation(s, f, tag)
	}
	// A flow in another language than the organisation's falls back to its own.
	for _, f := range l.flows() {
		for _, w := range f.written {
			if _, has := l.org.texts.Source(l.org.Language, w.ID); !has {
				l.add(f, l.org.Language, w.ID, w.forms)
			}
		}
	}
}

// add puts one text into the catalog.
func (l *orgLoad) add(f *Flow, tag, id string, forms map[string]string) {
	if err := l.org.texts.Add(tag, id, forms); err != nil {
		l.sources[f.File].fault("broken", Pos{Line: 1, Column: 1}, 1, "a text of this flow can't be used: "+err.Error()+".", "this is a fault of the program, not of yours.", "please report it together with the file.")
	}
}

// wasKey is what the words are called that a translation was made from, where
// they have changed since.
const wasKey = "was"

// goneTexts is what gone: takes.
const goneTexts = "texts that are no longer in the flow, as in texts"

// translation is a translation file.
type translation struct {
	*loader
	org   *orgLoad
	flow  *Flow
	tag   string
	draft bool
}

// translationKeys is what a translation file can have.
func translationKeys(t *translation) []key[translation] {
	return []key[translation]{
		{"language", "the language in the file's name", "must be there", "The language that this file translates into.", func(_ *loader, v *yaml.Node, _ *translation) bool {
			text, _ := scalar(v)
			return text == t.tag
		}},
		{"draft", takesYes, "no", "Made by a machine, or not checked yet by a speaker: what asks for consent or tells how to stop is sent in the flow's language.", func(_ *loader, v *yaml.Node, t *translation) bool {
			return yesNo(v, &t.draft)
		}},
		{"texts", "the texts, each with its place, the words and the translation", "must be there", "Each text by its place in the flow, such as  top.ask: {en: Hello, cy: Helo}.", func(_ *loader, v *yaml.Node, _ *translation) bool {
			return t.read(v)
		}},
		{"gone", goneTexts, "none", "Translations of texts that are no longer in the flow. Nothing is sent from here.", func(_ *loader, v *yaml.Node, _ *translation) bool {
			return v.Kind == yaml.MappingNode
		}},
	}
}

func (l *orgLoad) readTranslation(s *source, f *Flow, tag string) {
	top := s.mapping()
	if top == nil {
		return
	}
	t := &translation{loader: &loader{source: s, places: map[string]Pos{}}, org: l, flow: f, tag: tag}
	t.readDraft(top) // it decides which of the texts above it are sent
	readKeys(t.loader, top, "a translation", translationKeys(t), t)
}

// read reads the texts.
func (t *translation) read(v *yaml.Node) bool {
	if v.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i+1 < len(v.Content); i += 2 {
		k, pair := v.Content[i], v.Content[i+1]
		if pair.Kind != yaml.MappingNode {
			t.wrongKind(pair, k.Value, "the words and the translation, such as {en: Hello, cy: Helo}")
			continue
		}
		if words := valueOfKey(pair, t.tag); words != nil && words.Value+"x" != "x" || words != nil && len(words.Content) > 0 {
			t.text(k, words, pair)
		}
	}
	return true
}

// text reads one translated text, a plural, or a list of words.
func (t *translation) text(k, v, pair *yaml.Node) {
	if k.Value == "start.words" {
		t.startWords(v)
		return
	}
	if words, ok := strings.CutSuffix(k.Value, ".also"); ok {
		t.also(k, words, v)
		return
	}
	w, there := t.flow.writtenAt(k.Value)
	if !there && !t.standard(k.Value) {
		t.orphan(k)
		return
	}
	forms := t.forms(k.Value, v)
	if forms == nil {
		t.wrongKind(v, k.Value, "a text, or one for each number, such as {one: …, other: …}")
		return
	}
	if len(forms) == 0 {
		return
	}
	if there {
		t.lostBlanks(k, v, w, forms)
	}
	t.note(k, v, pair, forms)
	if !t.withheld(k.Value) {
		t.org.add(t.flow, t.tag, t.flow.ID+"/"+k.Value, forms)
	}
}

// orphan reports a translation of a text that is not there, unless the flow has
// faults of its own, because of which texts may be missing.
func (t *translation) orphan(k *yaml.Node) {
	if t.org.sources[t.flow.File].count > 0 {
		return
	}
	names := make([]string, 0, len(t.flow.written))
	for _, w := range t.flow.written {
		names = append(names, strings.TrimPrefix(w.ID, t.flow.ID+"/"))
	}
	t.warn("orphan", t.pos(k), nodeWidth(k), path.Base(t.file)+" translates "+quoted(k.Value)+", which is no longer in the flow.", "nobody is sent it.",
		didYouMean(k.Value, names)+"Delete it, or give it the place of a text that is there.")
}

// standard tells whether a place is that of a choice which brings its own words.
func (t *translation) standard(place string) bool {
	step, choice, ok := strings.Cut(place, ".options.")
	s := t.flow.Step(step)
	return ok && s != nil && s.Options != nil && slices.ContainsFunc(s.Options.Fixed, func(o Option) bool { return o.ID == choice })
}

// forms reads the plural forms of a translated text; "other" alone for one form.
func (t *translation) forms(place string, v *yaml.Node) map[string]string {
	if words, ok := scalar(v); ok {
		return map[string]string{"other": withoutArrow(place, words)}
	}
	if v.Kind != yaml.MappingNode {
		return nil
	}
	needed := append(locales.PluralForms(t.tag), "other")
	forms := map[string]string{}
	for i := 0; i+1 < len(v.Content); i += 2 {
		k := v.Content[i]
		words, ok := scalar(v.Content[i+1])
		switch {
		case k.Value == "count":
		case !slices.Contains(needed, k.Value):
			t.unknownKey(k, v.Content[i+1], "a plural text", needed)
		case ok:
			forms[k.Value] = words
		}
	}
	return forms
}
