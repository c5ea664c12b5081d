package flows

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// only returns the findings of one code.
func only(found []Finding, code string) []Finding {
	return slices.DeleteFunc(found, func(f Finding) bool { return f.Code != code })
}

var bilingual = strings.Replace(baseOrg, "[en]", "[en, cy]", 1)

func TestTooLongSaysInWhichLanguageWhyAndWhere(t *testing.T) {
	_, found := Load(folder(`parts: 1
start: {words: [TEA]}
steps:
  hello: {say: "Welcome to Tea Town."}
  more: {say: "Tea is served in the hall every day."}
-- try.cy.yaml --
language: cy
texts:
  hello.say: {en: "Welcome to Tea Town.", cy: "Croeso i Dref y Te, y tŷ te gorau."}
  more.say:
    en: "Tea is served in the hall every day."
    cy: "Mae te ar gael yn y neuadd bob dydd, croeso i bawb."
-- org.yaml --
` + bilingual))
	found = only(found, "too-long")
	require.Len(t, found, 1, printed(found))
	require.Equal(t, `try.cy.yaml:6:10: warning: this is 2 SMS parts in Welsh (86 letters); the limit is 1. [too-long]
    6 |     cy: "Mae te ar gael yn y neuadd bob dydd, croeso i bawb."
      |          ^
  why: each person it is sent to costs 2 texts. "ŷ" isn't in the basic SMS alphabet, so only 67 letters fit in a part instead of 153. It goes out together with what "hello" says.
  fix: shorten it, or ask something in between.`, found[0].String())
}

func TestTooLongLooksAtWhatOthersAreToldAndAtTheMenu(t *testing.T) {
	long := strings.Repeat("Tea is good. ", 13) // 169 letters
	for name, c := range map[string]struct{ flow, want string }{
		"a text to others":         {"  top: {tell: {who: group walkers, text: \"" + long + "\"}, say: Done.}", "this is 2 SMS parts in English (168 letters)"},
		"a question to others":     {"  top: {tell: {who: group walkers, text: \"" + long[:155] + "\", options: {yes: Yes, no: No}}, say: Done.}", "this is 2 SMS parts in English (166 letters)"},
		"when nobody answers":      {"  top: {say: Wait., hand_over: {queue: brewers, if_nobody: \"" + long + "\"}}", "this is 2 SMS parts in English (168 letters)"},
		"a hint":                   {"  top: {ask: \"Tea?\", answer: number 1-5, hint: \"" + long + "\"}", "asked again after a reply that isn't followed, this is 2 SMS parts in English"},
		"three choices":            {"  top: {ask: \"" + long[:140] + "?\", options: {a: Black tea, b: Green tea}}", "this is 2 SMS parts in English (165 letters)"},
		"a choice with many words": {"  top: {ask: Which?, options: {a: \"" + long + "\", b: Milk}}", "this is 2 SMS parts in English (184 letters)"},
	} {
		_, found := Load(folder("parts: 1\nstart: {words: [CUPS]}\nsteps:\n" + c.flow + "\n"))
		found = only(found, "too-long")
		require.Len(t, found, 1, name)
		require.Contains(t, found[0].Message, c.want, name)
	}
	_, found := Load(folder("start: {words: [CUPS]}\nsteps:\n  top: {say: \"" + strings.Repeat(long, 2)[:300] + "\", then: menu}\n-- org.yaml --\n" + baseOrg + "menu: [try]\n"))
	require.Contains(t, printed(only(found, "too-long")), "with the menu below it, this is 3 SMS parts in English")
}

func TestPagesAreCountedInEachLanguage(t *testing.T) {
	var rows strings.Builder
	for i := range 24 {
		rows.WriteString(string(rune('a'+i)) + ",Tea party number " + string(rune('a'+i)) + ",Parti te ŵyl " + string(rune('a'+i)) + " yn y neuadd\n")
	}
	_, found := Load(folder("-- groups.csv --\nid,name,name:cy\n" + rows.String() + "-- org.yaml --\n" + bilingual + "-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n  browse: {ask: \"Which?\", options: {from: groups}}\n"))
	found = only(found, "paged")
	require.Len(t, found, 1)
	require.Equal(t, `"browse" has up to 24 choices: 3 pages in English, 8 in Welsh.`, found[0].Message)
}

func TestAPageThatIsTooSmallNamesTheLanguage(t *testing.T) {
	book, found := Load(folder("-- org.yaml --\n" + bilingual + `-- try.yaml --
parts: 1
start: {words: [TEA]}
steps:
  browse: {ask: "Which tea?", options: {a: Black tea with milk, b: Green tea of the day, c: Mint tea, d: Water}}
-- try.cy.yaml --
language: cy
texts:
  browse.ask: {en: "Which tea?", cy: "Pa de?"}
  browse.options.a: {en: Black tea with milk, cy: Te du ŵyl gyda llaeth}
  browse.options.b: {en: Green tea of the day, cy: Te gwyrdd y dydd heddiw}
  browse.options.c: {en: Mint tea, cy: Te mintys o'r ardd}
  browse.options.d: {en: Water, cy: Dŵr}
`))
	require.Empty(t, book.Orgs)
	found = only(found, "page-too-small")
	require.Len(t, found, 1, printed(found))
	require.Equal(t, `fewer than 3 choices fit a page of "browse" in Welsh.`, found[0].Message)
	require.Equal(t, "3 are sent all the same, and take 2 SMS parts; the limit is 1.", found[0].Why)
}

func TestSignsAreReportedOnlyWhereTheyCostAPart(t *testing.T) {
	long := strings.Repeat("Tea is good. ", 6)
	for text, want := range map[string]string{
		"Hello 💚": "", long + "💚": `"💚" costs 1 extra part here.`, long + "• Milk": `"•" costs 1 extra part here.`, long + "👍🏽 yes": `"👍🏽" costs 1 extra part here.`,
		long + "don’t – stop…": "", long + "£5, €5": "", long + "tŷ": "", long + "tŷ 💚": "", strings.Repeat(long, 3) + "→": `"→" costs 2 extra parts here.`,
	} {
		_, found := Load(folder("parts: 4\nstart: {words: [CUPS]}\nsteps:\n  top: {say: \"" + text + "\"}\n"))
		found = only(found, "fancy")
		if want == "" {
			require.Empty(t, printed(found), text)
			continue
		}
		require.Len(t, found, 1, text)
		require.Equal(t, want, found[0].Message)
	}
	_, found := Load(folder("parts: 4\nstart: {words: [CUPS]}\nsteps:\n  top: {say: Hello 💚, then: ask}\n  ask: {ask: \"" + long + "?\", answer: text}\n"))
	require.Len(t, only(found, "fancy"), 1, "it turns the whole text, the question too")
}

func TestLinksAreReported(t *testing.T) {
	for text, want := range map[string]string{
		"More: millbrook.example/privacy":                                                   "",
		"Read https://bit.ly/3xYz please, it says when tea is served.":                      "people distrust short links, and bit.ly hides where this one leads.",
		"See https://www.teatown.example/events/tea/2026/in-the-hall.":                      "a link of 55 letters; people distrust short links, but this one takes most of the text.",
		strings.Repeat("Tea is good. ", 5) + "https://www.teatown.example/a-page-about-tea": "a link of 44 letters; people distrust short links, but this one takes a third of the text.",
		strings.Repeat("Tea is good. ", 9) + "https://www.teatown.example/a-page-about-tea": "",
	} {
		_, found := Load(folder("start: {words: [CUPS]}\nsteps:\n  top: {say: \"" + text + "\"}\n"))
		found = only(found, "url")
		if want == "" {
			require.Empty(t, printed(found), text)
			continue
		}
		require.Len(t, found, 1, text)
		require.Equal(t, want, found[0].Message)
	}
}
