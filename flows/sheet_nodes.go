package flows

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/connective-messaging/connective/locales"
)

// newSheet begins a translation file. It is a draft until somebody says that it
// is not.
func newSheet(f *Flow, tag string) (doc, texts *yaml.Node) {
	texts = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	top := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	name := englishName(tag)
	setKey(top, "language", textNode(tag))
	top.Content[0].HeadComment = "# " + f.ID + ".yaml in " + name + ". Write each text in " + name + " behind " + tag + ": and leave the rest as it is.\n" +
		"# What is in <angle brackets> stays as it is; it is filled in when the text is sent.\n"
	setKey(top, "draft", textNode("yes"))
	top.Content[3].LineComment = "# delete this line when somebody who speaks " + name + " has checked every text"
	setKey(top, "texts", texts)
	return &yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{top}}, texts
}

// setKey gives a mapping a key's value, as its last key if it is new.
func setKey(m *yaml.Node, name string, v *yaml.Node) {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == name {
			m.Content[i+1] = v
			return
		}
	}
	m.Content = append(m.Content, textNode(name), v)
}

// dropKey takes a key out of a mapping.
func dropKey(m *yaml.Node, name string) {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == name {
			m.Content = append(m.Content[:i:i], m.Content[i+2:]...)
			return
		}
	}
}

// textNode is a text, in double quotes where it needs any: a single quotation
// mark in it stays one then.
func textNode(text string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
	switch {
	case strings.Contains(text, "\n") && !strings.ContainsAny(text, "\t\r") && !oddSpaces.MatchString(text):
		n.Style = yaml.LiteralStyle
		n.Value = strings.TrimRight(text, "\n") + "\n"
	case !isPlain(text):
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// requote puts double quotes round the texts in {curly brackets} that need any:
// the YAML library would take single ones, and write each ' in them twice.
func requote(v *yaml.Node, inside bool) {
	if inside && v.Kind == yaml.ScalarNode && v.Style == 0 && v.Value != "" && !isPlain(v.Value) {
		v.Style = yaml.DoubleQuotedStyle
	}
	for _, item := range v.Content {
		requote(item, inside || v.Style&yaml.FlowStyle != 0)
	}
}

// isPlain tells whether a text may stand without quotes, also in {curly
// brackets}.
func isPlain(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return (unicode.IsLetter(first) || unicode.IsDigit(first) || first == '<') && !strings.ContainsAny(text, ":#?,[]{}\"\\") &&
		strings.TrimSpace(text) == text
}

// sourceNode is what a text says in the flow's language.
func sourceNode(w wording) *yaml.Node {
	switch {
	case w.isList:
		return listNode(w.list)
	case w.plural:
		return formsNode(pluralNames, w.forms, false)
	}
	return textNode(w.forms["other"])
}

func listNode(words []string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: yaml.FlowStyle}
	for _, word := range words {
		n.Content = append(n.Content, textNode(word))
	}
	return n
}

// formsNode is a plural with the forms that are named, in their order; with
// empty it has those too that say nothing.
func formsNode(names []string, forms map[string]string, empty bool) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Style: yaml.FlowStyle}
	for _, name := range names {
		if forms[name] != "" || empty {
			setKey(n, name, textNode(forms[name]))
		}
	}
	return n
}

// emptyNode is where a translator writes: a text, each plural form that the
// language has, or a list.
func emptyNode(w wording, tag string) *yaml.Node {
	switch {
	case w.isList:
		return listNode(nil)
	case w.plural:
		return formsNode(locales.PluralForms(tag), nil, true)
	}
	return textNode("")
}

// hasWords tells whether there is anything in a node but empty texts.
func hasWords(v *yaml.Node) bool {
	if v == nil {
		return false
	}
	if v.Kind == yaml.ScalarNode {
		return v.Tag != "!!null" && strings.TrimSpace(v.Value) != ""
	}
	for i, item := range v.Content {
		if v.Kind == yaml.MappingNode && i%2 == 0 {
			continue
		}
		if hasWords(item) {
			return true
		}
	}
	return false
}

// hasNotes tells whether an author wrote a comment anywhere in a node.
func hasNotes(v *yaml.Node) bool {
	if v.HeadComment != "" || v.LineComment != "" || v.FootComment != "" {
		return true
	}
	for _, item := range v.Content {
		if hasNotes(item) {
			return true
		}
	}
	return false
}

// layOut puts a text and its translation on one line where they fit.
func layOut(place string, pair *yaml.Node) {
	width, lines := len(place), false
	for _, v := range pair.Content {
		width += flatWidth(v) + len(": ")
		lines = lines || v.Style&yaml.LiteralStyle != 0 || hasNotes(v)
	}
	pair.Style = 0
	if width <= widestPair && !lines {
		pair.Style = yaml.FlowStyle
	}
}

// widestPair is how many letters a text and its translation may have on a line.
const widestPair = 110

func flatWidth(v *yaml.Node) int {
	width := utf8.RuneCountInString(v.Value)
	for _, item := range v.Content {
		width += flatWidth(item) + len(", ")
	}
	return width
}

// sameTree tells whether two nodes say the same.
func sameTree(a, b *yaml.Node) bool {
	if a.Kind != b.Kind || len(a.Content) != len(b.Content) || a.Kind == yaml.ScalarNode && a.Value != b.Value {
		return false
	}
	for i := range a.Content {
		if !sameTree(a.Content[i], b.Content[i]) {
			return false
		}
	}
	return true
}
