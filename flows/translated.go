package flows

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// translated is one text of a translation file: what it was made from, and what
// it says now. It is kept for findings alone; people are sent the catalog's.
type translated struct {
	place string            // its place in the flow: top.ask
	tag   string            // the language
	pos   Pos               // where the translation stands, in its own file
	from  map[string]string // the words that it was made from, nil where they are not written
	was   bool              // these are under was:, so that it has not been looked at since
	forms map[string]string // by plural form; "other" alone for one form
}

// note keeps what a translation file says at a place.
func (t *translation) note(k, v, pair *yaml.Node, forms map[string]string) {
	if t.flow.translated == nil {
		t.flow.translated = map[string]map[string]translated{}
	}
	if t.flow.translated[t.tag] == nil {
		t.flow.translated[t.tag] = map[string]translated{}
	}
	n := translated{place: k.Value, tag: t.tag, pos: t.pos(v), forms: forms}
	from := valueOfKey(pair, wasKey)
	if n.was = from != nil; !n.was {
		from = valueOfKey(pair, t.flow.Language)
	}
	if from != nil {
		n.from = plainForms(k.Value, from)
	}
	t.flow.translated[t.tag][k.Value] = n
}

// plainForms returns the words of a text, or of each form of a plural.
func plainForms(place string, v *yaml.Node) map[string]string {
	if words, ok := scalar(v); ok {
		return map[string]string{"other": withoutArrow(place, words)}
	}
	forms := map[string]string{}
	for i := 0; v.Kind == yaml.MappingNode && i+1 < len(v.Content); i += 2 {
		if words, ok := scalar(v.Content[i+1]); ok && v.Content[i].Value != "count" {
			forms[v.Content[i].Value] = words
		}
	}
	return forms
}

// withoutArrow returns the words of a choice without where it leads, and any
// other text as it is.
func withoutArrow(place, words string) string {
	if strings.Contains(place, ".options.") {
		words, _, _ = cutArrow(words)
	}
	return words
}

// eachTranslated visits the translated texts of the flow, by language and place.
func (c *flowLint) eachTranslated(visit func(translated)) {
	for _, tag := range slices.Sorted(maps.Keys(c.f.translated)) {
		for _, place := range slices.Sorted(maps.Keys(c.f.translated[tag])) {
			visit(c.f.translated[tag][place])
		}
	}
}

// in returns the file that a place is in, for findings.
func (c *flowLint) in(pos Pos) *source {
	if s := c.sources[pos.File]; s != nil {
		return s
	}
	return c.source
}

// writtenAt returns the text of the flow at a place, such as top.ask.
func (f *Flow) writtenAt(place string) (written, bool) {
	at := slices.IndexFunc(f.written, func(w written) bool { return w.ID == f.ID+"/"+place && !w.fixed })
	if at < 0 {
		return written{}, false
	}
	return f.written[at], true
}
