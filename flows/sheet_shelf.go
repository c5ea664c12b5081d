package flows

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

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
