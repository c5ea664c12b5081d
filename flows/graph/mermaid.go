package graph

import (
	"fmt"
	"strconv"
	"strings"
)

// Mermaid gives a picture in the language of Mermaid, which many wikis and code
// hosts draw. Its ids begin with s_ or x_, so that none is one of Mermaid's words.
func (p *Picture) Mermaid() string {
	var out strings.Builder
	title := strings.ReplaceAll(strconv.QuoteToASCII(p.Title), "%", `\x25`)
	fmt.Fprintf(&out, "---\ntitle: %s\n---\nflowchart TD\n", title)
	for _, b := range p.Boxes {
		shape := looks[b.Kind].mermaid
		fmt.Fprintf(&out, "  %s%s\"%s\"%s\n", b.ID, shape[0], mermaidWords(b.told()), shape[1])
	}
	for _, a := range p.Arrows {
		label := ""
		if len(a.Labels) > 0 {
			label = "|\"" + mermaidWords(a.words()) + "\"|"
		}
		fmt.Fprintf(&out, "  %s -->%s %s\n", p.Boxes[a.From].ID, label, p.Boxes[a.To].ID)
	}
	for _, kind := range kinds {
		look := looks[kind]
		if ids := p.ofKind(kind); len(ids) > 0 {
			fmt.Fprintf(&out, "  classDef %sBox fill:%s,stroke:%s,color:%s,stroke-width:%spx\n  class %s %sBox\n", kind, look.fill, look.edge, ink, num(look.thick), strings.Join(ids, ","), kind)
		}
	}
	return out.String()
}

// mermaidWords joins lines as Mermaid breaks them.
func mermaidWords(lines []string) string {
	safe := make([]string, len(lines))
	for i, l := range lines {
		safe[i] = inMermaid(l)
	}
	return strings.Join(safe, "<br/>")
}

// inMermaid writes every sign that Mermaid, Markdown or HTML could take for its
// own as its number.
func inMermaid(words string) string {
	var out strings.Builder
	for i, r := range words {
		switch {
		case strings.ContainsRune("#%\"&<>|`*_~$\\[]{}^=", r), i == 0 && strings.ContainsRune("-+", r),
			strings.ContainsRune(".)", r) && isNumber(words[:i]):
			fmt.Fprintf(&out, "#%d;", r)
			if r == '\\' {
				out.WriteString("#8288;") // or an n after it would break the line
			}
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

// isNumber tells whether words are a number, which Markdown would begin a list
// with.
func isNumber(words string) bool {
	return words != "" && strings.Trim(words, "0123456789") == ""
}

// ofKind returns the ids of the boxes of a kind.
func (p *Picture) ofKind(kind Kind) []string {
	var ids []string
	for _, b := range p.Boxes {
		if b.Kind == kind {
			ids = append(ids, b.ID)
		}
	}
	return ids
}

// told is what stands in a box, one line each, without a layout of its own.
func (b Box) told() []string {
	var lines []string
	switch b.Kind {
	case Exit:
		return []string{b.Words}
	case Start:
		lines = append(lines, b.Does)
	default:
		lines = append(lines, b.Name+": "+b.Does)
	}
	lines = append(lines, wrapped(b.Words, boxWidth, fontSize)...)
	if b.Kind == Start {
		return append(lines, b.begins()...)
	}
	lines = append(lines, b.Notes...)
	if b.Urgent {
		lines = append(lines, warning)
	}
	if b.Waiting > 0 {
		lines = append(lines, b.waiting())
	}
	return lines
}
