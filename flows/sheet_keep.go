package flows

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/connective-messaging/connective/locales"
)

// sheetEntry is a text of the file: its place, and the pair of words.
type sheetEntry struct{ key, pair *yaml.Node }

func entriesOf(m *yaml.Node) []sheetEntry {
	if m == nil {
		return nil
	}
	var all []sheetEntry
	for i := 0; i+1 < len(m.Content); i += 2 {
		all = append(all, sheetEntry{m.Content[i], m.Content[i+1]})
	}
	return all
}

// keep brings the file into step with the flow.
func (s *Sheet) keep() {
	there := map[string]sheetEntry{}
	var loose []sheetEntry // what no text of the flow asks for
	for _, e := range entriesOf(s.texts) {
		if slices.ContainsFunc(s.asks, func(a sheetAsk) bool { return a.place == e.key.Value }) {
			there[e.key.Value] = e
		} else {
			loose = append(loose, e)
		}
	}
	shelf := &sheetShelf{loose: append(loose, entriesOf(s.gone)...), tag: s.Language, source: s.Source}
	s.texts.Content = nil
	for _, ask := range s.asks {
		e, has := there[ask.place]
		if !has || !hasWords(valueOfKey(e.pair, s.Language)) {
			if old, found := shelf.take(ask); found {
				e, has = old, true
			}
		}
		if !has && !ask.wanted {
			continue
		}
		if !has {
			e = sheetEntry{textNode(ask.place), &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}}
		}
		s.refresh(ask, e.pair, shelf)
		s.texts.Content = append(s.texts.Content, e.key, e.pair)
	}
	s.putAside(shelf.loose)
}

// refresh brings one text into step: its words, its plural forms, and whether it
// must be looked at again. What is in step stays as it is laid out.
func (s *Sheet) refresh(ask sheetAsk, pair *yaml.Node, shelf *sheetShelf) {
	source, words, was := valueOfKey(pair, s.Source), valueOfKey(pair, s.Language), valueOfKey(pair, wasKey)
	fresh := source == nil || words == nil
	same := source != nil && wordingOf(ask.place, source).equal(ask.words)
	if !same {
		if was == nil && source != nil && hasWords(source) && hasWords(words) {
			was = source
		}
		setFirst(pair, s.Source, sourceNode(ask.words))
	}
	if words == nil {
		words = emptyNode(ask.words, s.Language)
		setKey(pair, s.Language, words)
	}
	before := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	if was != nil {
		setKey(before, s.Source, was)
	}
	setKey(before, s.Language, words)
	fitted := s.fit(ask, before, words, shelf)
	if fitted != words {
		setKey(pair, s.Language, fitted)
	}
	if was != nil && (wordingOf(ask.place, was).equal(ask.words) || !hasWords(fitted)) {
		was = nil
	}
	if had := valueOfKey(pair, wasKey); was == nil && had != nil {
		dropKey(pair, wasKey)
	} else if was != nil {
		setKey(pair, wasKey, was)
	}
	if fresh || !same || fitted != words {
		layOut(ask.place, pair)
	}
}

// setFirst gives a mapping a key's value, as its first key if it is new.
func setFirst(m *yaml.Node, name string, v *yaml.Node) {
	if valueOfKey(m, name) != nil {
		setKey(m, name, v)
		return
	}
	m.Content = append([]*yaml.Node{textNode(name), v}, m.Content...)
}

// fit gives the translation the shape that the text has now, and returns it. What
// does not fit is put on the shelf.
func (s *Sheet) fit(ask sheetAsk, before, words *yaml.Node, shelf *sheetShelf) *yaml.Node {
	has := wordingOf(ask.place, words)
	fitted := words
	switch {
	case words.Tag == "!!null":
		fitted = emptyNode(ask.words, s.Language)
	case ask.words.isList && !has.isList:
		fitted = emptyNode(ask.words, s.Language)
		if text := has.String(); text != "" {
			fitted = listNode([]string{text})
		}
	case ask.words.isList:
	case has.isList && isListPlace(ask.place):
	case ask.words.plural:
		fitted = s.fitForms(ask, words, has, shelf)
	case has.plural || has.isList:
		shelf.keep(ask.place, before)
		fitted = textNode(has.String())
	}
	return fitted
}

// fitForms asks for exactly the plural forms that the language has. A text that
// had one form stands in each of them, to be looked at.
func (s *Sheet) fitForms(ask sheetAsk, words *yaml.Node, has wording, shelf *sheetShelf) *yaml.Node {
	needed := locales.PluralForms(s.Language)
	if !has.plural {
		forms := map[string]string{}
		for _, form := range needed {
			forms[form] = has.String()
		}
		return formsNode(needed, forms, true)
	}
	fitted := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Style: words.Style, HeadComment: words.HeadComment, LineComment: words.LineComment, FootComment: words.FootComment}
	for _, form := range needed {
		v := valueOfKey(words, form)
		if v == nil {
			v = textNode("")
		}
		fitted.Content = append(fitted.Content, textNode(form), v)
	}
	for _, e := range entriesOf(words) {
		switch form := e.key.Value; {
		case slices.Contains(needed, form), form == "count", !hasWords(e.pair):
		case form == "other": // fractions may take it
			fitted.Content = append(fitted.Content, e.key, e.pair)
		default:
			shelf.keep(ask.place+"#"+form, e.pair)
		}
	}
	if sameTree(fitted, words) {
		return words
	}
	return fitted
}

// putAside puts what no text of the flow asks for under gone:. What nobody wrote
// anything in is dropped.
func (s *Sheet) putAside(loose []sheetEntry) {
	gone := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	if s.gone != nil {
		*gone = *s.gone
		gone.Content = nil
	}
	s.Gone = nil
	for _, e := range loose {
		if words := valueOfKey(e.pair, s.Language); !hasWords(words) && !hasNotes(e.pair) && !hasNotes(e.key) {
			continue
		}
		place, n := e.key.Value, 1
		for valueOfKey(gone, e.key.Value) != nil {
			n++
			e.key.Value = place + " (" + strconv.Itoa(n) + ")"
		}
		s.Gone = append(s.Gone, place)
		gone.Content = append(gone.Content, e.key, e.pair)
	}
	top := s.doc.Content[0]
	if len(gone.Content) == 0 {
		dropKey(top, "gone")
		return
	}
	isNew := valueOfKey(top, "gone") == nil
	setKey(top, "gone", gone)
	if isNew {
		top.Content[len(top.Content)-2].HeadComment = "# No longer in the flow. Nothing is sent from here; delete what nobody needs."
	}
}

// sheetShelf holds what no text of the flow asks for: translations that a text
// may still be made from.
type sheetShelf struct {
	loose       []sheetEntry
	tag, source string
}

// take finds the translation of a text that has moved: its step has another name
// now, it was gone and has come back, or its words stand elsewhere in the flow.
func (s *sheetShelf) take(ask sheetAsk) (sheetEntry, bool) {
	at := slices.IndexFunc(s.loose, func(e sheetEntry) bool {
		return s.usable(e) && (e.key.Value == ask.place || e.key.Value == ask.was)
	})
	if at < 0 {
		at = s.sameWords(ask)
	}
	if at < 0 {
		return sheetEntry{}, false
	}
	e := s.loose[at]
	s.loose = slices.Delete(s.loose, at, at+1)
	key := *e.key
	key.Value = ask.place
	return sheetEntry{&key, e.pair}, true
}

// sameWords finds the one translation of just these words.
func (s *sheetShelf) sameWords(ask sheetAsk) int {
	found := -1
	for i, e := range s.loose {
		source := valueOfKey(e.pair, s.source)
		if !s.usable(e) || source == nil || valueOfKey(e.pair, wasKey) != nil || !wordingOf(ask.place, source).equal(ask.words) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// usable tells whether an entry is a text with a translation.
func (s *sheetShelf) usable(e sheetEntry) bool {
	return e.pair.Kind == yaml.MappingNode && hasWords(valueOfKey(e.pair, s.tag)) && !strings.Contains(e.key.Value, "#")
}

// keep puts a copy of a translation, or of one of its forms, on the shelf.
func (s *sheetShelf) keep(place string, v *yaml.Node) {
	pair := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	if v.Kind == yaml.MappingNode {
		pair.Content = append(pair.Content, v.Content...)
	} else {
		setKey(pair, s.tag, v)
	}
	s.loose = append(s.loose, sheetEntry{textNode(place), pair})
}
