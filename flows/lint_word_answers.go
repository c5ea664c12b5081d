package flows

import (
	"fmt"

	"github.com/connective-messaging/connective/locales"
)

var checkWordAnswers = check{
	Code:     "word-answers",
	Severity: Warning,
	What:     "A start word is also the answer to a question.",
	Why:      "At that question the word is the answer; everywhere else it starts the flow. Somebody who wants the flow while the question is open would not get it.",
	Mend:     "If you mean it, it is fine. Otherwise change the word, or the words of the choice.",
	Bad: `start: {words: [MILK]}
steps:
  top: {say: Milk comes.}
-- brew.yaml --
start: {words: [BREW]}
steps:
  top:
    ask: What in your tea?
    options: {milk: Milk, sugar: Sugar}
`,
	Good: `start: {words: [DAIRY]}
steps:
  top: {say: Milk comes.}
-- brew.yaml --
start: {words: [BREW]}
steps:
  top:
    ask: What in your tea?
    options: {milk: Milk, sugar: Sugar}
`,
	Org: func(c *orgLint) {
		answers := map[string]Pos{}
		for _, f := range c.flows() {
			for _, s := range f.Steps {
				if s.Options != nil {
					c.answersOf(f, s.Options, answers)
				}
			}
		}
		for _, f := range c.flows() {
			for _, word := range f.Start.Words {
				pos, at := f.places["start.words."+word], answers[locales.Fold(word)]
				if at.Line > 0 {
					c.sources[pos.File].warn("word-answers", pos, len([]rune(word)), fmt.Sprintf("%q starts %s, and is also an answer at %s:%d.", word, f.ID, at.File, at.Line),
						"at that question it is the answer, elsewhere it starts the flow.", "fine if you mean it; otherwise change the word.")
				}
			}
		}
	},
}

// answersOf notes where each word that chooses something is written. The first
// place counts.
func (c *orgLint) answersOf(f *Flow, opts *Options, into map[string]Pos) {
	note := func(words string, pos Pos) {
		if folded := locales.Fold(words); folded != "" && into[folded].Line == 0 && pos.Line > 0 {
			into[folded] = pos
		}
	}
	for _, o := range opts.Fixed {
		note(o.Label.Source, o.Label.Pos)
		for _, t := range o.Also {
			note(t.Source, t.Pos)
		}
		for _, tag := range f.languagesOf(c.org) {
			for _, words := range c.org.optionNames(tag, o, false) {
				note(words, o.Pos)
			}
		}
	}
}
