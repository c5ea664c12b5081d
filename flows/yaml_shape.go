package flows

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// wellShaped refuses the parts of YAML that make a file read otherwise than it
// looks: anchors, aliases, tags, and two keys of one name. Merge keys are keys
// that no table has. It
// reports false when the file nests too deeply to be read at all.
func (s *source) wellShaped(top *yaml.Node) bool {
	return s.shape(top, "", 1)
}

// shape checks a node that stands under a key.
func (s *source) shape(n *yaml.Node, under string, depth int) bool {
	if depth > deepest {
		s.faultAt("too-deep", n, fmt.Sprintf("this is more than %d levels deep.", deepest), "", "write it with fewer brackets or less indent.")
		return false
	}
	s.plain(n)
	if n.Kind != yaml.MappingNode {
		for _, c := range n.Content {
			if !s.shape(c, "", depth+1) {
				return false
			}
		}
		return true
	}
	s.keysOnce(n, under)
	for i := 0; i+1 < len(n.Content); i += 2 {
		s.key(n.Content[i])
		if !s.shape(n.Content[i+1], n.Content[i].Value, depth+1) {
			return false
		}
	}
	return true
}

// plain refuses anchors, aliases and tags. Most are texts that begin with a sign.
func (s *source) plain(n *yaml.Node) {
	switch {
	case n.Kind == yaml.AliasNode:
		s.quoteIt(Pos{Line: n.Line, Column: n.Column}, "*")
	case n.Anchor != "":
		s.quoteIt(Pos{Line: n.Line, Column: n.Column}, "&")
	case n.Style&yaml.TaggedStyle != 0:
		s.quoteIt(Pos{Line: n.Line, Column: n.Column}, "!")
	}
}

// key refuses keys that are not words.
func (s *source) key(k *yaml.Node) {
	s.plain(k)
	if k.Kind != yaml.ScalarNode {
		s.faultAt("quote-it", k, "a key must be a word, not a list in brackets.", "", "put the whole text in double quotes if the brackets belong to it.")
	}
}

// keysOnce refuses two keys of one name.
func (s *source) keysOnce(n *yaml.Node, under string) {
	kind := map[string]string{"steps": "steps", "options": "choices", "queues": "queues", "consents": "consents", "hours": "hours"}[under]
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		line, seen := first[k.Value]
		if !seen || k.Kind != yaml.ScalarNode {
			first[k.Value] = k.Line
			continue
		}
		message := fmt.Sprintf("%q stands here twice (the other is on line %d).", k.Value, line)
		fix := "delete one of them."
		if kind != "" {
			message = fmt.Sprintf("there are two %s called %q (the other is on line %d).", kind, k.Value, line)
			fix = "give one of them another name."
		}
		s.faultAt("twice", k, message, "only one of them can be reached.", fix)
	}
}

// quoteIt reports a text that begins with a sign that means something in YAML.
func (s *source) quoteIt(pos Pos, sign string) {
	s.fault("quote-it", pos, 1, fmt.Sprintf("a text can't begin with %s unless it is in quotes.", sign), "",
		"put the whole text in double quotes. A blank to fill in is written <name>, which needs none.")
}
