package flows

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const teaFlow = `start: {words: [TEA]}
steps:
  name: {ask: What's your name?, answer: name}
  kind:
    ask: "Which tea, <name>?"
    options: {black: {label: Black, also: [dark]}, yes: Any}
  cups: {ask: How many?, answer: number 1-5}
  comes: {say: {count: cups, one: One cup comes., other: <cups> cups come.}}
`

func TestTranslationsAreSentWhereThereAreAny(t *testing.T) {
	org := loaded(t, teaFlow+`-- try.cy.yaml --
language: cy
texts:
  start.words: {en: [TEA], cy: [TE]}
  name.ask: {en: "What's your name?", cy: ""}
  kind.ask: {en: "Which tea, <name>?", cy: "Pa de, <name>?"}
  kind.options.black: {en: Black, cy: Du}
  kind.options.black.also: {en: [dark], cy: [tywyll, cryf]}
  comes.say: {en: {one: One cup comes., other: <cups> cups come.}, cy: {zero: Dim, one: Daw un, two: Daw dau, few: Daw <cups>, many: Daw <cups>, other: Daw <cups>}}
`)
	say := func(language, id string, count *int) string {
		text, _, _ := org.texts.Render(language, id, count, func(blank string) string { return "[" + blank + "]" })
		return text
	}
	two := 2
	require.Equal(t, "Pa de, [name]?", say("cy", "try/kind.ask", nil))
	require.Equal(t, "Which tea, [name]?", say("en", "try/kind.ask", nil))
	require.Equal(t, "What's your name?", say("cy", "try/name.ask", nil), "an empty translation is English")
	require.Equal(t, "try", say("cy", "try/title", nil), "a missing one is, too")
	require.Equal(t, "Du", say("cy", "try/kind.options.black", nil))
	require.Equal(t, "Daw dau", say("cy", "try/comes.say", &two))
	require.Equal(t, "[cups] cups come.", say("en", "try/comes.say", &two))
	flow := org.Flows["try"]
	require.Equal(t, []string{"TEA", "TE"}, flow.Start.Words)
	also := flow.Steps[1].Options.Fixed[0].Also
	require.Len(t, also, 2)
	require.Equal(t, "cryf", say("cy", also[1].ID, nil))
	require.Empty(t, say("en", also[1].ID, nil), "a synonym that only Welsh has")
}

func TestAFlowInAnotherLanguageFallsBackToItsOwnWords(t *testing.T) {
	org := loaded(t, "language: cy\nstart: {words: [TE]}\nsteps:\n  top: {say: Daw te.}\n-- try.en.yaml --\nlanguage: en\ntexts:\n  title: {cy: try, en: Tea}\n")
	for id, want := range map[string]string{"try/title": "Tea", "try/top.say": "Daw te."} {
		text, _, _ := org.texts.Render("en", id, nil, nil)
		require.Equal(t, want, text)
	}
}

func TestABlankThatTheFlowHasWrongIsNotFoundInItsTranslationsToo(t *testing.T) {
	const files = `start: {words: [TEA]}
steps:
  name: {ask: "Name?", answer: name}
  top: {say: "Tea, <nmae>."}
-- try.cy.yaml --
language: cy
texts:
  name.ask: {en: "Name?", cy: "Enw?"}
  top.say: {en: "Tea, <nmae>.", cy: "Te, <name>."}
`
	blanks := func(files string) []string {
		_, found := Load(folder(files))
		var of []string
		for _, f := range found {
			if f.Code == "unknown-blank" || f.Code == "lost-blank" {
				of = append(of, f.Pos.File+" "+f.Code)
			}
		}
		return of
	}
	require.Equal(t, []string{"try.yaml unknown-blank"}, blanks(files))
	mended := strings.Replace(files, "<nmae>", "<name>", 2)
	require.Empty(t, blanks(mended))
	require.Equal(t, []string{"try.cy.yaml lost-blank", "try.cy.yaml unknown-blank"}, blanks(strings.Replace(mended, "Te, <name>", "Te, <enw>", 1)))
}

func TestANumberAsItIsDialledIsNamedInFull(t *testing.T) {
	_, found := Load(folder("-- org.yaml --\n" + strings.Replace(baseOrg, `"+447700900002"`, `07700 900002`, 1)))
	require.Contains(t, found[0].Fix, `number: "+447700900002"`)
}

func TestBadTranslationsAreExplained(t *testing.T) {
	for texts, want := range map[string]string{
		`kind.ask: {en: x, cy: Pa de?}`:                     "the Welsh of kind.ask leaves out <name>.",
		`kind.ask: {en: x, cy: "Pa de, <nmae>, <name>?"}`:   "<nmae> is not in the text that this translates.",
		`kind.aks: {en: x, cy: Pa de?}`:                     `try.cy.yaml translates "kind.aks", which is no longer in the flow.`,
		`kind.ask: Pa de?`:                                  `kind.ask must be the words and the translation, such as {en: Hello, cy: Helo}, not "Pa de?".`,
		`start.words: {en: [TEA], cy: [un dau tri pedwar]}`: `a start word must be one to three words, not "un dau tri pedwar".`,
		`start.words: {en: [TEA], cy: [HELP]}`:              `"HELP" is a word that works everywhere, so it can't also start this flow.`,
		`kind.options.black: {en: x, cy: Bwydlen}`:          `the choice "Bwydlen" is also a word that works everywhere.`,
		`kind.options.green.also: {en: [x], cy: [gwyrdd]}`:  `kind.options.green.also must be the other words of a choice, such as [debt, rent], not "kind.options.green.also".`,
		`comes.say: {en: x, cy: {one: Un, lots: Llawer}}`:   `a plural text can't have "lots".`,
	} {
		_, found := Load(folder(teaFlow + "-- try.cy.yaml --\nlanguage: cy\ntexts:\n  " + texts + "\n"))
		require.NotEmpty(t, found, texts)
		messages := make([]string, len(found))
		for i, f := range found {
			messages[i] = f.Message
		}
		require.Contains(t, messages, want)
	}
	_, found := Load(folder(teaFlow + "-- try.cy.yaml --\nlanguage: cy\ntexts:\n  start.words: {en: [TEA], cy: [TE, HELP]}\n"))
	require.Equal(t, "try.cy.yaml:3:37", found[0].place(), "a start word is reported where it stands")
	_, found = Load(folder(teaFlow + "-- coffee.cy.yaml --\nlanguage: cy\n"))
	require.Equal(t, "orphan", found[0].Code)
	_, found = Load(folder(teaFlow + "-- try.cy.yaml --\nlanguage: pl\ntexts: {}\n"))
	require.Equal(t, `language must be the language in the file's name, not "pl".`, found[0].Message)
}

func TestWhatIsGivenToACalledFlowIsShownInThePersonsLanguage(t *testing.T) {
	org := loaded(t, `start: {words: [TEA]}
steps:
  top: {call: helped, with: {who: the brewer}}
-- try.cy.yaml --
language: cy
texts:
  top.with.who: {en: the brewer, cy: y bragwr}
-- helped.yaml --
needs: [who]
record: helped
steps:
  rate: {ask: "Did <who> help?", options: {yes: , no: }}
-- helped.cy.yaml --
language: cy
texts:
  rate.ask: {en: "Did <who> help?", cy: "A oedd <who> o help?"}
-- org.yaml --
name: Tea Town
number: "+447700900002"
languages: [en, cy]
`)
	for tag, want := range map[string]string{"en": "Did the brewer help?", "cy": "A oedd y bragwr o help?"} {
		p := org.Begin(Conversation{V: schema, Lang: tag}, World{}, "try", nil)
		require.Contains(t, p.Text, want)
		p = org.Hear(p.Conversation, World{}, "1")
		require.Equal(t, "the brewer", p.Effects[0].Row["who"], "what is kept is the same in every language")
	}
}
