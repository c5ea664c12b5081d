package flows

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// worst returns the most parts, and the room they take, of a step's text in a
// language of the flow try.
func worst(t *testing.T, files, step, tag string) (parts, units int) {
	t.Helper()
	book, found := Load(folder(files))
	require.Len(t, book.Orgs, 1, printed(found))
	o := book.ByID()[0]
	for _, e := range newPaths(newCosts(o)).endings() {
		if e.flow.ID == "try" && e.step.Name == step && e.tag == tag && e.kind != endAgain && e.kind != endMean && e.parts(sureSize) >= parts {
			parts, units = e.parts(sureSize), max(units, e.sent().sure.Count().Units)
		}
	}
	return parts, units
}

func TestAllThatIsSaidBetweenTwoQuestionsCounts(t *testing.T) {
	flow := `start: {words: [TEA]}
steps:
  top: {say: "` + strings.Repeat("a", 50) + `", then: check}
  check: {when: {me.area is set: long, else: short}}
  long: {say: "` + strings.Repeat("b", 80) + `", then: ask}
  short: {say: "` + strings.Repeat("c", 10) + `", then: ask}
  ask: {ask: "` + strings.Repeat("d", 20) + `", answer: number 1-5}
  done: {say: "` + strings.Repeat("e", 30) + `"}
`
	_, units := worst(t, flow, "ask", "en")
	require.Equal(t, 50+1+80+1+20, units, "the longest way")
	_, units = worst(t, flow, "done", "en")
	require.Equal(t, 30, units, "what follows an answer is another text")
}

func TestWhatACalledFlowSaysIsOneTextWithWhatFollows(t *testing.T) {
	files := `start: {words: [TEA]}
steps:
  top: {say: "` + strings.Repeat("a", 40) + `", then: go}
  go: {call: brew}
  after: {say: "` + strings.Repeat("b", 30) + `", then: menu}
-- brew.yaml --
steps:
  first: {say: "` + strings.Repeat("c", 20) + `", then: sugar}
  sugar: {ask: "Sugar?", options: {yes: Yes, no: No -> end}}
  last: {say: "` + strings.Repeat("d", 15) + `"}
-- org.yaml --
` + baseOrg + "menu: [try]\n"
	_, units := worst(t, files, "after", "en")
	require.Equal(t, 15+1+30+len("\nTea Town. Reply with a number.\n1 try"), units)
	book, _ := Load(folder(files))
	for _, e := range newPaths(newCosts(book.ByID()[0])).endings() {
		if e.step.Name == "sugar" && e.kind == endAsk {
			require.Equal(t, 40+1+20+len("\nSugar?\n1 Yes\n2 No"), e.whole.sure.Count().Units)
			require.Equal(t, []string{`"try/top"`, `"first"`}, e.saidBefore())
		}
	}
}

func TestTheLongestValueOfABlankCounts(t *testing.T) {
	top := "start: {words: [TEA]}\nsteps:\n  q: {ask: \"Q?\", "
	for name, c := range map[string]struct {
		question, text string
		units          int
	}{
		"a written choice":           {"options: {a: Tea, b: Green tea}", "<q>!", len("Green tea!")},
		"several choices":            {"options: {many: yes, a: Tea, b: Milk}", "<q>", len("TeaMilk") + 2*maxChoices},
		"a row of a list":            {"options: {from: groups}", "<q>: <q.about>", len("Knit and natter: We walk.")},
		"columns of the same row":    {"options: {from: groups}", "<q.name>: <q.about>", len("Knit and natter: We knit.")},
		"a number":                   {"answer: number 1-120", "<q>", 3},
		"a name":                     {"answer: name", "<q>", 40},
		"a postcode":                 {"answer: postcode", "<q>", 8},
		"a day":                      {"answer: date", "<q>", len("28 September 2026")},
		"a time":                     {"answer: time", "<q>", 5},
		"a phone number":             {"answer: phone", "<q>", 16},
		"people's own words":         {"answer: text", "You wrote: <q>", len("You wrote: ")},
		"what stands in for nothing": {"answer: number 1-5, optional: yes", "<q|nothing at all>", len("nothing at all")},
		"the person's language":      {"answer: number 1-5", "<me.language>", len("English")},
		"all of a person's groups":   {"answer: number 1-5", "<me.groups>", len("Walking group, Knit and natter, ")},
		"members of a group":         {"answer: number 1-5", "<walkers.members>", 6},
		"a field that no flow fills": {"answer: number 1-5", "<me.first_name>", 40},
	} {
		_, units := worst(t, top+c.question+"}\n  done: {say: \""+c.text+"\"}\n", "done", "en")
		require.Equal(t, c.units, units, name)
	}
}

func TestEachPluralFormAndEachLanguageCounts(t *testing.T) {
	files := `languages: [en, cy]
start: {words: [TEA]}
steps:
  q: {ask: "How many?", answer: number 1-9}
  done: {say: {count: q, one: "<q> cup of tea", other: "<q> cups"}}
-- try.cy.yaml --
language: cy
texts:
  q.ask: {en: "How many?", cy: "Faint?"}
  done.say: {en: {one: "<q> cup of tea", other: "<q> cups"}, cy: {zero: "<q> dim", one: "<q> cwpan", two: "<q> gwpan", few: "<q> chwpan o de twym", many: "<q> chwpan", other: "<q> tŷ"}}
-- org.yaml --
` + strings.Replace(baseOrg, "[en]", "[en, cy]", 1)
	_, units := worst(t, files, "done", "en")
	require.Equal(t, len("9 cup of tea"), units)
	parts, units := worst(t, files, "done", "cy")
	require.Equal(t, len("9 chwpan o de twym"), units)
	require.Equal(t, 1, parts)
}

func TestRowsThatAreNeverOfferedTogetherAreNotCountedTogether(t *testing.T) {
	for where, want := range map[string]int{
		"kind is club":                                     4,
		"kind is club and area is <me.area>":               2,
		"area is <me.area>":                                3,
		"words has <me.area>":                              3,
		"area is <me.area> and not joined":                 3,
		"area is <me.area> or kind is club":                6,
		"not kind is club":                                 2,
		"kind is one of club, group and area is <me.area>": 3,
		"date after today":                                 6,
	} {
		book, found := Load(folder(`-- groups.csv --
id,name,area,kind,words,date
a,Aa,north,club,red blue,2026-05-02
b,Bb,north,club,red,
c,Cc,south,club,blue,
d,Dd,south,club,green,
e,Ee,south,group,red,
f,Ff,west,group,,
-- try.yaml --
start: {words: [TEA]}
steps:
  q: {ask: "Which?", options: {from: groups, where: "` + where + `", empty: end}}
`))
		require.Len(t, book.Orgs, 1, printed(found))
		o := book.ByID()[0]
		require.Equal(t, want, newCosts(o).mostRows(o.Flows["try"].Steps[0].Options, o.Lists["groups"]), where)
	}
}
