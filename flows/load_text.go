package flows

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/connective-messaging/connective/locales"
)

// written is a text with all its plural forms, as it stands in a file.
type written struct {
	Text
	forms map[string]string // CLDR form to words; "other" alone for one form
	fixed bool              // not sent as it is, so never translated
}

// maxText is the most letters that one text may have, far above what parts allow.
const maxText = 1000

// text reads a text, or a plural {count, one, …, other}.
func (l *loader) text(v *yaml.Node) (*Text, bool) {
	if v.Kind == yaml.MappingNode && len(v.Content) > 0 {
		if !isPlural(v) {
			return nil, l.blankInBraces(v)
		}
		return l.plural(v)
	}
	words, ok := scalar(v)
	if !ok {
		return nil, false
	}
	l.hashCut(v)
	return l.keep(v, words, map[string]string{"other": words}, ""), true
}

// keep adds a text to the flow under the path being read.
func (l *loader) keep(v *yaml.Node, words string, forms map[string]string, count string) *Text {
	t := Text{ID: l.id(), Source: words, Count: count, Pos: l.pos(v)}
	if n := len([]rune(words)); n > maxText {
		l.faultAt("too-big", v, fmt.Sprintf("this text has %d letters; the limit is %d.", n, maxText), "no phone shows so long a text well.", "shorten it, or ask in two steps.")
	}
	l.flow.written = append(l.flow.written, written{Text: t, forms: forms})
	return &t
}

// isPlural tells whether a mapping is meant as a text with several forms.
func isPlural(v *yaml.Node) bool {
	for i := 0; i < len(v.Content); i += 2 {
		if name := v.Content[i].Value; name == "count" || slices.Contains(pluralNames, name) {
			return true
		}
	}
	return false
}

// blankInBraces reports a text such as {name}, in which somebody most likely
// wants a blank to be filled in.
func (l *loader) blankInBraces(v *yaml.Node) bool {
	k := v.Content[0]
	if v.Style&yaml.FlowStyle == 0 || len(v.Content) != 2 || v.Content[1].Tag != "!!null" {
		return false
	}
	l.fault("quote-it", Pos{Line: v.Line, Column: v.Column + l.shifted[v.Line]}, 1, signMessage("{"), "YAML takes it for a list of keys.", "write a blank to fill in as <"+k.Value+">, or put the whole text in double quotes.")
	return true
}

// plural reads a text with one form for each number of something.
func (l *loader) plural(v *yaml.Node) (*Text, bool) {
	allowed := append([]string{"count"}, locales.PluralForms(l.flow.Language)...)
	if !slices.Contains(allowed, "other") {
		allowed = append(allowed, "other")
	}
	forms, count := map[string]string{}, ""
	for i := 0; i+1 < len(v.Content); i += 2 {
		k, item := v.Content[i], v.Content[i+1]
		words, ok := scalar(item)
		switch {
		case !slices.Contains(allowed, k.Value):
			l.unknownKey(k, item, "a plural text", allowed)
		case !ok:
			l.wrongKind(item, k.Value, takesText)
		case k.Value == "count":
			count = strings.Trim(words, "<>")
		default:
			l.hashCut(item)
			forms[k.Value] = words
		}
	}
	if count == "" || len(forms) == 0 {
		l.faultAt("wrong-kind", v, "a text with several forms needs count: and the forms.", "", `write it like  {count: n, one: "<n> person", other: "<n> people"}`)
		return nil, true
	}
	return l.keep(v, lastForm(forms), forms, count), true
}

// lastForm returns the form that stands for numbers whose own form is missing.
func lastForm(forms map[string]string) string {
	for _, form := range slices.Backward(pluralNames) {
		if forms[form] != "" {
			return forms[form]
		}
	}
	return ""
}

// hashCut reports a text that goes on after a #, which YAML drops.
func (l *loader) hashCut(v *yaml.Node) {
	note := v.LineComment
	if v.Style&^yaml.FlowStyle != 0 || !strings.HasPrefix(note, "#") || len(note) < 2 || note[1] == ' ' || note[1] == '#' {
		return
	}
	at := l.find(l.pos(v), note)
	l.fault("hash-cut", at, len([]rune(note)), "everything from "+quoted(note)+" on is being ignored.",
		"in YAML a # after a space starts a note to yourself, so people would be sent only "+quoted(v.Value)+".", "put the whole text in double quotes.")
}
