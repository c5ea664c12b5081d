package graph

import (
	"fmt"
	"strings"
)

// inDot keeps words from ending the text that they stand in, and from being read
// as one of Graphviz's escapes or entities.
var inDot = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;")

// Dot gives a picture in the language of Graphviz.
func (p *Picture) Dot() string {
	var out strings.Builder
	fmt.Fprintf(&out, "digraph \"%s\" {\n  label=\"%s\";\n  labelloc=t;\n  fontname=\"Arial\";\n", inDot.Replace(p.ID), inDot.Replace(p.Title))
	out.WriteString("  node [fontname=\"Arial\", fontsize=11];\n  edge [fontname=\"Arial\", fontsize=10];\n")
	for _, b := range p.Boxes {
		look := looks[b.Kind]
		fmt.Fprintf(&out, "  %s [label=\"%s\", %s, fillcolor=\"%s\", color=\"%s\", fontcolor=\"%s\", penwidth=%s];\n", b.ID, dotWords(b.told()), look.dot, look.fill, look.edge, ink, num(look.thick))
	}
	for _, a := range p.Arrows {
		fmt.Fprintf(&out, "  %s -> %s", p.Boxes[a.From].ID, p.Boxes[a.To].ID)
		if len(a.Labels) > 0 {
			fmt.Fprintf(&out, " [label=\"%s\"]", dotWords(a.words()))
		}
		out.WriteString(";\n")
	}
	out.WriteString("}\n")
	return out.String()
}

// dotWords joins lines as Graphviz breaks them.
func dotWords(lines []string) string {
	safe := make([]string, len(lines))
	for i, l := range lines {
		safe[i] = inDot.Replace(l)
	}
	return strings.Join(safe, `\n`)
}
