package flows

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

var checkShadowsCommand = check{
	Code: "shadows-command",
	What: "A start word or a choice is a word that works everywhere.",
	Why:  "Words such as STOP, HELP and MENU always mean the same, whatever is being asked; the law asks for some of them. Nobody could ever reach this flow or this choice with the word.",
	Mend: "Choose another word. Those that work everywhere are HELP, MENU, BACK, MORE, PERSON, MYDATA, FORGET, STOP, START, and the names of languages.",
	Bad: `start: {words: [STOP]}
steps:
  top: {say: Tea comes.}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
`,
	Org: func(c *orgLint) {
		if command := commandOf(c.org.Word); command != "" {
			c.said.fault("shadows-command", c.said.places["word"], len([]rune(c.org.Word)), quoted(c.org.Word)+" is a word that works everywhere, so it can't also choose this organisation.",
				"people who text it would get "+command+", and never reach it.", "choose another word.")
		}
	},
	Flow: func(c *flowLint) {
		for _, word := range c.f.Start.Words {
			command := commandOf(word)
			if command == "" {
				continue
			}
			pos := c.f.places["start.words."+word]
			c.in(pos).fault("shadows-command", pos, len([]rune(word)), quoted(word)+" is a word that works everywhere, so it can't also start this flow.",
				"people who text it would get "+command+", never this flow.", "choose another word.")
		}
		c.f.eachLabel(func(t Text) { c.shadows(t.Pos, t.Source) })
		c.eachTranslated(func(t translated) {
			if strings.Contains(t.place, ".options.") {
				c.shadows(t.pos, t.forms["other"])
			}
		})
	},
}

// shadows reports words of a choice that are a command.
func (c *flowLint) shadows(pos Pos, words string) {
	if command := commandOf(words); command != "" {
		c.in(pos).fault("shadows-command", pos, len([]rune(words)), "the choice "+quoted(words)+" is also a word that works everywhere.",
			"someone who texts "+command+" means the command; they could only pick this by number.", "choose other words.")
	}
}

// eachLabel visits the labels and synonyms of every written choice.
func (f *Flow) eachLabel(visit func(Text)) {
	for _, s := range f.Steps {
		if s.Options == nil {
			continue
		}
		for _, o := range s.Options.Fixed {
			for _, t := range append([]Text{o.Label}, o.Also...) {
				if t.Source != "" {
					visit(t)
				}
			}
		}
	}
}

// commands are the engine's lists of words that work everywhere.
var commands = []string{"stop", "help", "menu", "back", "more", "person", "mydata", "forget", "start"}

// Command returns the command that a text is in any language, such as STOP, or
// nothing: what works everywhere can start no flow and choose nothing.
func Command(text string) string { return commandOf(text) }

// commandOf returns the command that a text is, in any language; nothing if it
// is none.
func commandOf(text string) string {
	word := locales.Fold(text)
	for _, command := range commands {
		if slices.Contains(locales.AllWords(command), word) {
			return strings.ToUpper(command)
		}
	}
	for _, l := range locales.Languages() {
		if slices.Contains(l.Names, word) {
			return "the language " + l.Name
		}
	}
	return ""
}
