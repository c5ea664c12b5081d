package flows

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// wellShaped refuses the parts of YAML that make a file read otherwise than it
// looks: anchors, aliases, tags, and two keys of one name. Merge keys are keys
// that no table has. It reports false when the file nests too deeply to be read
// at all.
func (s *source) wellShaped(top *yaml.Node) bool {
	return s.shape(top, "", 1)
}

// shape checks a node that stands under a key.
func (s *source) shape(n *yaml.Node, under string, depth int) bool {
	if depth > deepest {
		s.faultAt("too-deep", n, fmt.Sprintf(tooDeep, deepest), tooDeepWhy, tooDeepFix)
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
		s.quoteIt(n, "*")
	case n.Anchor != "":
		s.quoteIt(n, "&")
	case n.Style&yaml.TaggedStyle != 0:
		s.quoteIt(n, "!")
	case n.Kind == yaml.ScalarNode && n.Style&^yaml.FlowStyle == 0:
		s.bare(n)
	}
}

// bare reports a text without quotes that YAML reads otherwise than it looks.
func (s *source) bare(n *yaml.Node) {
	first, _ := utf8.DecodeRuneInString(n.Value)
	last, _ := utf8.DecodeLastRuneInString(n.Value)
	switch {
	case strings.ContainsRune("“‘„", first) && strings.ContainsRune("”’“‘", last) && len(n.Value) > utf8.RuneLen(first):
		s.fault("curly-quotes", s.pos(n), 1, curlyMessage, curlyWhy, curlyFix)
	case len(n.Value) > 1 && first == '-' && n.Value[1] != '>' && unicode.IsLetter([]rune(n.Value)[1]):
		s.fault("dash", s.pos(n), 1, "a space is missing after this dash.", "without the space YAML takes the line for a text.", "write  - "+firstLine(n.Value[1:])+"  or put the whole text in double quotes if the dash belongs to it.")
	}
}

// key refuses keys that are not words.
func (s *source) key(k *yaml.Node) {
	s.plain(k)
	if k.Kind != yaml.ScalarNode {
		s.faultAt("quote-it", k, "a key must be a word, not a list in brackets.", "YAML takes a text that begins with a bracket for a list.", "put the whole text in double quotes if the brackets belong to it.")
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

// undashed returns the mapping that was meant where each of its keys stands behind
// a dash, as  - tea: Tea.  The dashes are reported. Anything else is returned as it
// is.
func (s *source) undashed(v *yaml.Node) *yaml.Node {
	if v.Kind != yaml.SequenceNode || len(v.Content) == 0 {
		return v
	}
	meant := &yaml.Node{Kind: yaml.MappingNode, Line: v.Line, Column: v.Column}
	for _, item := range v.Content {
		if item.Kind != yaml.MappingNode || item.Style&yaml.FlowStyle != 0 {
			return v
		}
		meant.Content = append(meant.Content, item.Content...)
	}
	s.fault("dash", Pos{Line: v.Line, Column: v.Column + s.shifted[v.Line]}, 1, "there must be no dash here.", "a dash makes it the item of a list. Here each line has a name of its own.", "delete the dashes of this line and of those beside it.")
	return meant
}

// quoteIt reports a text that begins with a sign that means something in YAML.
func (s *source) quoteIt(n *yaml.Node, sign string) {
	pos := Pos{Line: n.Line, Column: n.Column + s.shifted[n.Line]}
	s.fault("quote-it", pos, 1, signMessage(sign), signWhy(sign), quoteFix)
}
