package flows

import (
	"slices"

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
