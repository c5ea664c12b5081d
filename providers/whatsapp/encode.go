package whatsapp

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf16"

	"github.com/connective-messaging/connective/providers"
)

// What buttons and lists may hold, in letters (Meta, Interactive Reply Buttons and
// Interactive Lists). Of the body of a list Meta's pages name 4096 and others' code
// 1024; the lesser holds in any case.
const (
	mostButtons   = 3
	buttonTitle   = 20
	mostRows      = 10
	rowTitle      = 24
	rowText       = 72
	choicesBody   = 1024
	listButton    = 20
	longestChoice = 200 // an id
)

// maxParameter is the longest text that a template's blank takes with some of the
// template's own around it: the whole may have 1024 letters.
const maxParameter = 900

// encode is the body of POST messages. Our reference comes back in status reports.
func (p *Provider) encode(m providers.Message, body map[string]any) []byte {
	body["messaging_product"] = Name
	body["recipient_type"] = "individual"
	if _, name := m.To.App(); strings.HasPrefix(name, "+") {
		body["to"] = name[1:]
	} else {
		body["recipient"] = name
	}
	if m.Ref != "" {
		body["biz_opaque_callback_data"] = m.Ref
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	_ = e.Encode(body) // of strings and maps alone
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// free is a text in its own words: with buttons for up to three short choices, a
// list for up to ten, and as it is, with its numbers, for all others.
func free(m providers.Message) map[string]any {
	if c := m.Choices; c != nil && lettersOf(c.Body) <= choicesBody && strings.TrimSpace(c.Body) != "" {
		if shown, ok := buttons(c); ok {
			return shown
		}
		if shown, ok := list(c); ok {
			return shown
		}
	}
	return map[string]any{"type": "text", "text": map[string]any{"preview_url": false, "body": m.Text}}
}

// Tapped reports whether the choices of a text are shown as buttons or a list: else
// it goes with its numbers.
func Tapped(m providers.Message) bool { return free(m)["type"] == "interactive" }

func buttons(c *providers.Choices) (map[string]any, bool) {
	if len(c.List) == 0 || len(c.List) > mostButtons || !distinct(c.List, buttonTitle) {
		return nil, false
	}
	all := make([]any, len(c.List))
	for i, one := range c.List {
		all[i] = map[string]any{"type": "reply", "reply": map[string]any{"id": one.ID, "title": one.Label}}
	}
	return interactive("button", c.Body, map[string]any{"buttons": all}), true
}

func list(c *providers.Choices) (map[string]any, bool) {
	if len(c.List) == 0 || len(c.List) > mostRows || c.Button == "" || lettersOf(c.Button) > listButton || !distinct(titles(c.List), rowTitle) {
		return nil, false
	}
	rows := make([]any, len(c.List))
	for i, one := range c.List {
		row := map[string]any{"id": one.ID, "title": titleOf(one.Label)}
		if titleOf(one.Label) != one.Label {
			if lettersOf(one.Label) > rowText {
				return nil, false
			}
			row["description"] = one.Label
		}
		rows[i] = row
	}
	return interactive("list", c.Body, map[string]any{"button": c.Button, "sections": []any{map[string]any{"rows": rows}}}), true
}

func interactive(kind, words string, action map[string]any) map[string]any {
	return map[string]any{"type": "interactive", "interactive": map[string]any{"type": kind, "body": map[string]any{"text": words}, "action": action}}
}

// titles are the choices with what stands on their rows.
func titles(all []providers.Choice) []providers.Choice {
	short := make([]providers.Choice, len(all))
	for i, one := range all {
		short[i] = providers.Choice{ID: one.ID, Label: titleOf(one.Label)}
	}
	return short
}

// titleOf is a label that fits on a row: the first words of a long one, which stands
// whole below it.
func titleOf(label string) string {
	if lettersOf(label) <= rowTitle {
		return label
	}
	short := ""
	for _, word := range strings.Fields(label) {
		longer := strings.TrimSpace(short + " " + word)
		if lettersOf(longer) > rowTitle-1 {
			break
		}
		short = longer
	}
	return short + "…"
}

// distinct reports whether labels differ, are there, and have at most so many
// letters, and ids are of a length that comes back.
func distinct(all []providers.Choice, most int) bool {
	seen := map[string]bool{}
	for _, one := range all {
		label := strings.TrimSpace(one.Label)
		if label == "" || label == "…" || lettersOf(one.Label) > most || seen[label] || one.ID == "" || len(one.ID) > longestChoice || seen["id "+one.ID] {
			return false
		}
		seen[label], seen["id "+one.ID] = true, true
	}
	return true
}

// byTemplate is a text in the one blank of a template.
func byTemplate(m providers.Message) map[string]any {
	return map[string]any{"type": "template", "template": map[string]any{
		"name": m.Template.Name, "language": map[string]any{"code": m.Template.Language},
		"components": []any{map[string]any{"type": "body", "parameters": []any{map[string]any{"type": "text", "text": flat(m.Text)}}}},
	}}
}

// flat is a text on one line: a blank takes no line breaks, and no row of spaces.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// lettersOf counts as strictly as anybody may: an emoji is two.
func lettersOf(text string) int { return len(utf16.Encode([]rune(text))) }
