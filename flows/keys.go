package flows

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// key is one thing that can be written in a mapping of an organisation's file.
// The tables of keys are the one place that knows what there is: they drive the
// loader, the fixes that findings propose, and the tables of the flow reference.
type key[T any] struct {
	name  string
	takes string // what its value must be, as a finding says it after "must be"
	deflt string // what holds when it is not written
	note  string // one sentence
	read  func(l *loader, v *yaml.Node, into *T) bool
}

// readKeys reads a mapping with a table of keys. What is what the mapping is
// called in a finding: "a step".
func readKeys[T any](l *loader, m *yaml.Node, what string, table []key[T], into *T) bool {
	m = l.undashed(m)
	if m.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		k, v := m.Content[i], m.Content[i+1]
		at := indexOfKey(table, k.Value)
		if at < 0 {
			l.unknownKey(k, v, what, keyNames(table))
			continue
		}
		l.under(k.Value, v, func() {
			if entry := table[at]; !entry.read(l, v, into) {
				l.wrongKind(v, k.Value, entry.takes)
			}
		})
	}
	return true
}

func indexOfKey[T any](table []key[T], name string) int {
	for i, k := range table {
		if k.name == name {
			return i
		}
	}
	return -1
}

func keyNames[T any](table []key[T]) []string {
	names := make([]string, len(table))
	for i, k := range table {
		names[i] = k.name
	}
	return names
}

// unknownKey reports a key that its mapping cannot have.
func (l *loader) unknownKey(k, v *yaml.Node, what string, names []string) {
	if l.tight(k, v) {
		return
	}
	if v.Tag == "!!null" && v.Value == "" && (strings.ContainsRune(k.Value, ' ') || k.Line == v.Line && l.endsItem(k)) {
		l.comma(k)
		return
	}
	l.faultAt("unknown-key", k, what+" can't have "+quoted(k.Value)+".", "it would be ignored, and the conversation would not do what the file seems to say.",
		didYouMean(k.Value, names)+"It can have: "+strings.Join(names, ", ")+".")
}

// tight reports a key without a space behind its colon, as in {say:Tea}.
func (l *loader) tight(k, v *yaml.Node) bool {
	m := tightKey.FindStringSubmatch(k.Value)
	if m == nil || v.Tag != "!!null" || v.Value != "" {
		return false
	}
	l.tightColon(k, m[1])
	return true
}

func (l *loader) tightColon(n *yaml.Node, key string) {
	pos := l.pos(n)
	pos.Column += len(key)
	l.fault("no-space", pos, 1, "a space is missing after this colon.", "without the space YAML takes it all for one text.", "write  "+key+": "+firstLine(n.Value[len(key)+1:]))
}

// endsItem tells whether a comma or a bracket follows a key, in place of a colon.
func (l *loader) endsItem(k *yaml.Node) bool {
	line := l.lines[k.Line-1]
	rest := strings.TrimSpace(line[min(byteOf(line, l.pos(k).Column)+len(k.Value), len(line)):])
	return rest != "" && strings.IndexByte(",}", rest[0]) >= 0
}

// comma reports a text in {curly brackets} that a comma has cut in two.
func (l *loader) comma(k *yaml.Node) {
	l.faultAt("comma", k, "the comma before this ends the text, because it stands in {curly brackets}.", "people would be sent only the part before the comma.",
		"put the whole text in double quotes.")
}

// wrongKind reports a value that its key cannot take.
func (l *loader) wrongKind(v *yaml.Node, name, takes string) {
	message := name + " must be " + takes
	switch m := tightKey.FindStringSubmatch(v.Value); {
	case v.Kind == yaml.ScalarNode && v.Value == "" && l.hashOnly(v):
		return
	case m != nil && v.Kind == yaml.ScalarNode && v.Style&^yaml.FlowStyle == 0:
		l.tightColon(v, m[1])
		return
	case v.Kind != yaml.ScalarNode:
		message += ", not a list of other things."
	case v.Value == "":
		message += ", and there is nothing here."
	default:
		message += ", not " + quoted(firstLine(v.Value)) + "."
	}
	l.faultAt("wrong-kind", v, message, "the bot could not tell what is meant.", "write "+takes+".")
}

// hashAlone matches a key with nothing behind it but a # and a word.
var hashAlone = regexp.MustCompile(`:\s+(#[^\s#].*)$`)

// hashOnly reports a text that begins with a #, so that nothing is left of it.
func (l *loader) hashOnly(v *yaml.Node) bool {
	if v.Line < 1 || v.Line > len(l.lines) {
		return false
	}
	line := l.lines[v.Line-1]
	m := hashAlone.FindStringSubmatchIndex(line)
	if m == nil {
		return false
	}
	l.fault("hash-cut", Pos{Line: v.Line, Column: utf8.RuneCountInString(line[:m[2]]) + 1}, utf8.RuneCountInString(line[m[2]:]), "everything from "+quoted(firstLine(line[m[2]:]))+" on is being ignored.",
		"in YAML a # after a space starts a note to yourself, so people would be sent nothing.", "put the whole text in double quotes.")
	return true
}

// firstLine is the first line of a text, cut to what fits a finding.
func firstLine(text string) string {
	line, _, more := strings.Cut(text, "\n")
	if letters := []rune(line); len(letters) > 60 {
		line, more = string(letters[:60]), true
	}
	if more {
		line += "…"
	}
	return line
}
