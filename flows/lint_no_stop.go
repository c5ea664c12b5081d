package flows

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

var checkNoStop = check{
	Code:     "no-stop",
	Severity: Warning,
	What:     "The welcome never tells people that they can text STOP.",
	Why:      "People have a right to stop texts, and can only use it if they know how. In the United Kingdom the rules for texts ask you to say it (PECR, regulation 22).",
	Mend:     "Say it in the welcome, in each language, such as \"Text STOP at any time to stop.\".",
	Bad: `-- org.yaml --
name: Tea Town
number: "+447700900002"
welcome: try
-- try.yaml --
steps:
  top: {say: Welcome to Tea Town.}
`,
	Good: `-- org.yaml --
name: Tea Town
number: "+447700900002"
welcome: try
-- try.yaml --
steps:
  top: {say: Welcome to Tea Town. Text STOP at any time to stop.}
`,
	Flow: func(c *flowLint) {
		if c.f.ID != c.org.Welcome {
			return
		}
		for _, tag := range c.org.Languages { // in which people can be welcomed
			if !c.saysStop(tag, c.f, map[string]bool{}) {
				c.noStop(tag)
			}
		}
	},
}

// noStop reports that the welcome does not tell how to stop in a language: in its
// translation, if there is one.
func (c *flowLint) noStop(tag string) {
	word := strings.ToUpper(append(locales.Words(tag, "words.stop"), "STOP")[0])
	at, pos := c.source, c.f.Title.Pos
	in, fix := "", "add such as  Text "+word+" at any time to stop.  to one of its texts."
	if tag != c.f.Language {
		in, fix = "in "+englishName(tag)+", ", "say in "+englishName(tag)+" that people can text "+word+", in the translation of one of its texts."
		file := strings.TrimSuffix(c.f.File, ".yaml") + "." + tag + ".yaml"
		if s := c.sources[file]; s != nil {
			at, pos = s, Pos{}
		}
	}
	at.warn("no-stop", Pos{Line: max(pos.Line, 1), Column: max(pos.Column, 1)}, 1, in+c.f.ID+" never tells people they can text STOP.", "people can only stop if they know how.", fix)
}

// saysStop tells whether a flow, or one that it calls or leaves for, names a word
// that stops all texts. A choice is no such place: it may be the name of a group,
// such as Stop Smoking.
func (c *flowLint) saysStop(tag string, f *Flow, seen map[string]bool) bool {
	if f == nil || seen[f.ID] {
		return false
	}
	seen[f.ID] = true
	for _, w := range f.written {
		if w.fixed || strings.Contains(w.ID, ".options.") || w.ID == f.Title.ID {
			continue
		}
		words := spaced(locales.Fold(c.org.text(tag, &w.Text, nil, nil)))
		if slices.ContainsFunc(locales.AllWords("stop"), func(stop string) bool { return strings.Contains(words, " "+stop+" ") }) {
			return true
		}
	}
	for _, next := range leadsTo(f) {
		if c.saysStop(tag, c.org.Flows[next], seen) {
			return true
		}
	}
	return false
}

// leadsTo returns the flows that a flow calls or leaves for.
func leadsTo(f *Flow) []string {
	var next []string
	for i, s := range f.Steps {
		if s.Call != "" {
			next = append(next, s.Call)
		}
		for _, w := range waysOut(f, i) {
			if w.to.Kind == ToFlow {
				next = append(next, w.to.Name)
			}
		}
	}
	return next
}
