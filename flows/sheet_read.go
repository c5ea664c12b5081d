package flows

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// sheetFlow reads one flow as far as its texts go; nil if it has a fault.
func sheetFlow(folder fs.FS, id string) (*Flow, []Finding) {
	var found []Finding
	l := newOrgLoad(folder, ".", &found)
	if !l.readOrg() {
		return nil, found
	}
	f := l.org.own
	if id != ownWords {
		l.readFlow(id+".yaml", id)
		f = l.org.Flows[id]
	}
	found = slices.DeleteFunc(found, func(f Finding) bool { return f.Severity != Error })
	if len(found) > 0 {
		return nil, found
	}
	return f, nil
}

// read reads the file that there is, or begins a new one.
func (s *Sheet) read(folder fs.FS, found *[]Finding) bool {
	text, err := fs.ReadFile(folder, s.File)
	if errors.Is(err, fs.ErrNotExist) {
		s.New = true
		s.doc, s.texts = newSheet(s.flow, s.Language)
		return true
	}
	src := newSource(s.File, string(text), found)
	if err != nil {
		src.fault("no-file", Pos{}, 0, "this file can't be read.", "", "check that it may be read.")
		return false
	}
	s.before = string(text)
	top := src.mapping()
	if top == nil || anyError(*found) {
		return false
	}
	s.doc = &yaml.Node{}
	if err := yaml.Load([]byte(strings.ReplaceAll(s.before, "\r\n", "\n")), s.doc); err != nil { // it has been read once: this is a fault of ours
		src.fault("broken", Pos{}, 0, "this file can't be read.", "", "")
		return false
	}
	return s.understand(src, s.doc.Content[0])
}

// understand finds the texts in the file, and refuses one whose texts do not
// stand where they should: it could not be kept in step without losing some.
func (s *Sheet) understand(src *source, top *yaml.Node) bool {
	l := &loader{source: src, places: map[string]Pos{}}
	if tag := valueOfKey(top, "language"); tag == nil {
		setKey(top, "language", textNode(s.Language))
	} else if tag.Value != s.Language {
		l.wrongKind(tag, "language", "the language in the file's name")
		return false
	}
	for _, part := range []struct {
		name string
		into **yaml.Node
	}{{"texts", &s.texts}, {"gone", &s.gone}} {
		v := valueOfKey(top, part.name)
		if v == nil || v.Tag == "!!null" {
			continue
		}
		if v.Kind != yaml.MappingNode {
			l.wrongKind(v, part.name, "the texts, each with its place")
			return false
		}
		for i := 0; i+1 < len(v.Content); i += 2 {
			if pair := v.Content[i+1]; pair.Kind != yaml.MappingNode {
				l.wrongKind(pair, v.Content[i].Value, "the words and the translation, such as {en: Hello, cy: Helo}")
				return false
			}
		}
		*part.into = v
	}
	if s.texts == nil {
		s.texts = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		setKey(top, "texts", s.texts)
	}
	return true
}

// isSheet tells whether a file is a translation, by its name: groups.cy.yaml.
func isSheet(file string) bool {
	parts := 0
	for _, r := range path.Base(file) {
		if r == '.' {
			parts++
		}
	}
	return parts > 1
}
