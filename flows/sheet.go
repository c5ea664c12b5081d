package flows

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v4"

	"github.com/connective-messaging/connective/locales"
)

// SheetState tells what a translator has to do about a text.
type SheetState string

// The states of a text.
const (
	SheetDone  SheetState = ""         // nothing
	SheetToDo  SheetState = "to do"    // translate it: the flow's language is sent until then
	SheetCheck SheetState = "to check" // the flow's words have changed since it was translated
)

// SheetText is one text of a sheet: a text, one plural form of it, or a list of
// words.
type SheetText struct {
	Place  string // such as top.ask; a plural form stands behind a #, as in top.say#few
	State  SheetState
	Source string // the flow's words
	Words  string // the translation; empty where there is none
	Was    string // what the flow's words were when it was translated, where they have changed
}

// Sheet is a translation file: the texts of a flow and their translation, side
// by side. OpenSheet brings it into step with the flow. The sheet of a list is the
// list itself, in which each language has columns of its own.
type Sheet struct {
	Flow     string   // the flow's id; "org" for the words of org.yaml; the file's name of a list
	Source   string   // the language of the flow
	Language string   // the language that it translates into
	File     string   // the file's name, such as groups.cy.yaml
	New      bool     // there is no such file yet
	Gone     []string // the places of translations that no text of the flow asks for any more
	flow     *Flow
	before   string
	doc      *yaml.Node
	texts    *yaml.Node // the mapping of texts
	gone     *yaml.Node // the mapping of texts that are no longer in the flow; nil for none
	asks     []sheetAsk
	older    map[string]bool // places whose translation, taken from rows, is of older words
	list     *listSheet      // where it is the sheet of a list
}

// SheetFlows returns what can be translated in an organisation's folder: the ids
// of its flows, "org" where org.yaml has words for people, and the files of the
// lists that people are shown.
func SheetFlows(folder fs.FS) ([]string, []Finding) {
	var found []Finding
	l := newOrgLoad(folder, ".", &found)
	if !l.readOrg() {
		return nil, found
	}
	var ids []string
	if len(l.org.own.written) > 0 {
		ids = append(ids, ownWords)
	}
	ids = append(ids, l.flowNames()...)
	if lists, _ := readLists(folder); lists != nil {
		ids = append(ids, lists.listFiles()...)
	}
	return ids, found
}

// SheetLanguages returns the languages that a flow or a list must be translated
// into.
func SheetLanguages(folder fs.FS, flow string) ([]string, []Finding) {
	id := flow
	if isListFile(flow) {
		id = ownWords // a list has the languages of the organisation
	}
	f, found := sheetFlow(folder, id)
	if f == nil {
		return nil, found
	}
	var tags []string
	for _, tag := range f.Languages {
		if tag != f.Language {
			tags = append(tags, tag)
		}
	}
	return tags, found
}

// OpenSheet reads the translation of a flow into a language from the
// organisation's folder, and brings it into step with the flow: in the flow's
// order, with what is missing asked for in exactly the plural forms that the
// language has. Nothing that a translator wrote is lost: where the flow's words
// have changed, the old ones stand under was:, and what is no longer in the flow
// goes under gone:. A flow or a translation that cannot be read gives nil and
// the findings that say why; the file must not be written then.
func OpenSheet(folder fs.FS, flow, tag string) (*Sheet, []Finding) {
	if isListFile(flow) {
		return openListSheet(folder, flow, tag)
	}
	f, found := sheetFlow(folder, flow)
	if f == nil {
		return nil, found
	}
	s := &Sheet{Flow: flow, Source: f.Language, Language: tag, File: flow + "." + tag + ".yaml", flow: f, asks: f.sheetAsks(), older: map[string]bool{}}
	if tag == f.Language {
		newSource(f.File, "", &found).fault("wrong-kind", Pos{}, 0, "this flow is written in "+englishName(tag)+" already.", "", "name another language.")
		return nil, found
	}
	if !s.read(folder, &found) {
		return nil, found
	}
	s.keep()
	return s, nil
}

// Texts returns the texts of the sheet in the flow's order.
func (s *Sheet) Texts() []SheetText {
	var all []SheetText
	for _, ask := range s.asks {
		all = append(all, s.textsOf(ask)...)
	}
	return all
}

// textsOf returns one text, or each form of a plural.
func (s *Sheet) textsOf(ask sheetAsk) []SheetText {
	pair := valueOfKey(s.texts, ask.place)
	if pair == nil {
		return nil
	}
	was := ""
	if v := valueOfKey(pair, wasKey); v != nil {
		was = wordingOf(ask.place, v).String()
	}
	has := wordingOf(ask.place, valueOfKey(pair, s.Language))
	if !ask.words.plural {
		return []SheetText{ask.text(ask.place, ask.words.String(), has.String(), was)}
	}
	var all []SheetText
	for _, form := range locales.PluralForms(s.Language) {
		source := ask.words.forms[form]
		if source == "" {
			source = ask.words.String()
		}
		all = append(all, ask.text(ask.place+"#"+form, source, has.forms[form], was))
	}
	return all
}

// text is a text of the sheet, with what is to do about it.
func (a sheetAsk) text(place, source, words, was string) SheetText {
	t := SheetText{Place: place, Source: source, Words: words, Was: was}
	switch {
	case was != "":
		t.State = SheetCheck
	case words == "" && a.wanted && !a.optional:
		t.State = SheetToDo
	}
	return t
}

// ErrSheet is a sheet that was put together wrongly, which is a fault of ours:
// nothing is written then.
var ErrSheet = errors.New("the sheet would not read as it was meant")

// Text returns the file as it should stand.
func (s *Sheet) Text() ([]byte, error) {
	if s.list != nil {
		return s.list.text(s)
	}
	requote(s.doc, false)
	text, err := yaml.Dump(s.doc, yaml.WithIndent(2), yaml.WithLineWidth(-1))
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", s.File, err)
	}
	if len(text) > maxSheet {
		return nil, fmt.Errorf("write %s: it would have %d KB; the limit is %d: move a part of the flow into a flow of its own", s.File, len(text)>>10, maxSheet>>10)
	}
	var found []Finding
	again := newSource(s.File, string(text), &found).mapping()
	if again == nil || !sameTree(again, s.doc.Content[0]) {
		return nil, fmt.Errorf("write %s: %w", s.File, ErrSheet)
	}
	return bytes.TrimLeft(text, "\n"), nil
}

// Changed tells whether Text is another than what the file says.
func (s *Sheet) Changed() (bool, error) {
	text, err := s.Text()
	return string(text) != s.before, err
}
