package flows

import (
	"maps"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

var checkLangClash = check{
	Code: "lang-clash",
	What: "Two choices of a question have the same words in a translation.",
	Why:  "Two words of one language are often one word in another. If somebody answers with it, nobody can tell which of the two they mean.",
	Mend: "Ask the translator for words that tell the two apart.",
	Bad: `start: {words: [TEA]}
steps:
  top:
    ask: Which drink?
    options: {hot: Warm drink, warm: Hot drink}
-- try.cy.yaml --
language: cy
texts:
  top.options.hot: {en: Warm drink, cy: Diod gynnes}
  top.options.warm: {en: Hot drink, cy: Diod gynnes}
`,
	Good: `start: {words: [TEA]}
steps:
  top:
    ask: Which drink?
    options: {hot: Warm drink, warm: Hot drink}
-- try.cy.yaml --
language: cy
texts:
  top.options.hot: {en: Warm drink, cy: Diod gynnes}
  top.options.warm: {en: Hot drink, cy: Diod boeth}
`,
	Flow: func(c *flowLint) {
		for _, tag := range slices.Sorted(maps.Keys(c.f.translated)) {
			for _, s := range c.f.Steps {
				if s.Options != nil && len(s.Options.Fixed) > 0 {
					c.langClash(tag, s)
				}
			}
		}
	},
}

// langClash reports choices that have the same words in a language, and not in
// the flow's own, where it is another finding.
func (c *flowLint) langClash(tag string, s *Step) {
	taken := map[string]Option{}
	for _, o := range s.Options.Fixed {
		label := c.org.optionLabel(tag, o)
		for i, name := range c.ownNames(tag, o) {
			first, seen := taken[name]
			if !seen {
				taken[name] = o
				continue
			}
			if first.ID == o.ID || first.If != nil || o.If != nil || c.sameInSource(first, o) {
				continue
			}
			pos, words := o.Pos, name
			if t, own := c.f.translated[tag][s.Name+".options."+o.ID]; own {
				pos = t.pos
			}
			if i == 0 {
				words = label
			}
			c.in(pos).fault("lang-clash", pos, len([]rune(label)), "in "+englishName(tag)+", choices "+quoted(first.ID)+" and "+quoted(o.ID)+" have the same words ("+quoted(words)+").",
				"the word can't tell them apart.", "give one of them other words in "+englishName(tag)+".")
			break
		}
	}
}

// ownNames returns what an author wrote for a choice in a language, folded, the
// label first.
func (c *flowLint) ownNames(tag string, o Option) []string {
	names := []string{locales.Fold(c.org.optionLabel(tag, o))}
	for i := range o.Also {
		if words := locales.Fold(c.org.text(tag, &o.Also[i], nil, nil)); words != "" && !slices.Contains(names, words) {
			names = append(names, words)
		}
	}
	return names
}

// sameInSource tells whether two choices have the same words in the flow's own
// language too.
func (c *flowLint) sameInSource(a, b Option) bool {
	others := c.ownNames(c.f.Language, b)
	return slices.ContainsFunc(c.ownNames(c.f.Language, a), func(name string) bool { return strings.TrimSpace(name) != "" && slices.Contains(others, name) })
}
