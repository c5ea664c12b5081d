package flows

import (
	"fmt"
	"path"
	"strings"
	"unicode"

	"github.com/connective-messaging/connective/locales"
)

var checkUntranslated = check{
	Code:     "untranslated",
	Severity: Warning,
	What:     "Texts of a flow are missing in a language that people can choose.",
	Why:      "People who chose the language are sent the flow's own words in the middle of theirs.",
	Mend:     "Fill in the translations beside the words, in the file that ends in the language: try.cy.yaml for try.yaml. What need not be translated is not asked for: notes to colleagues, what staff see, and texts that are blanks alone.",
	Bad: `languages: [en, cy]
start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- try.cy.yaml --
language: cy
texts:
  top.say: {en: Tea comes., cy: ""}
`,
	Good: `languages: [en, cy]
start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- try.cy.yaml --
language: cy
texts:
  top.say: {en: Tea comes., cy: Daw te.}
`,
	Flow: func(c *flowLint) {
		for _, tag := range c.f.Languages {
			if tag != c.f.Language {
				c.untranslated(tag)
			}
		}
	},
}

// untranslated reports how many texts of the flow a language lacks.
func (c *flowLint) untranslated(tag string) {
	var lacking []string
	all := 0
	for _, w := range c.f.written {
		place := strings.TrimPrefix(w.ID, c.f.ID+"/")
		if w.fixed || !isTranslated(c.f, place, w) {
			continue
		}
		all++
		_, has := c.org.texts.Source(tag, w.ID)
		if _, withheld := c.f.translated[tag][place]; !has && !withheld {
			lacking = append(lacking, place)
		}
	}
	if len(lacking) == 0 {
		return
	}
	name := strings.TrimSuffix(path.Base(c.f.File), ".yaml") + "." + tag + ".yaml"
	at, fix := c.source, "make "+name+" with them, or take "+tag+" out of languages:."
	if s := c.sources[path.Join(path.Dir(c.f.File), name)]; s != nil {
		at, fix = s, "write the "+englishName(tag)+" into "+name+"."
	}
	at.warn("untranslated", Pos{Line: 1, Column: 1}, 1,
		fmt.Sprintf("%d of %d texts %s no %s: %s.", len(lacking), all, has(len(lacking)), englishName(tag), strings.Join(shortList(lacking), ", ")),
		englishName(c.f.Language)+" is sent instead.", fix)
}

// has is the verb for so many things.
func has(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// isTranslated tells whether a text needs words of its own in every language:
// people are sent it, it is more than blanks, and it is not the name of the file
// in place of a title.
func isTranslated(f *Flow, place string, w written) bool {
	switch {
	case strings.HasSuffix(place, ".hand_over.about"), strings.Contains(place, ".also."), isGiven(place):
		return false
	case place == "title" && f.places["title"].Line == 0:
		return false
	}
	for _, form := range w.forms {
		if strings.ContainsFunc(withoutBlanks(form), unicode.IsLetter) {
			return true
		}
	}
	return false
}

// withoutBlanks is a text without its blanks, but for what stands in for those
// that are empty.
func withoutBlanks(text string) string {
	var out strings.Builder
	end := 0
	for _, b := range locales.Blanks(text) {
		out.WriteString(text[end:b.Start] + b.Fallback)
		end = b.End
	}
	return out.String() + text[end:]
}
