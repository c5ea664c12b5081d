package flows

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// offered returns the ids that the first question of a flow offers.
func offered(k *talk) string {
	k.begin("main")
	if k.c.Now == nil {
		return ""
	}
	return strings.Join(k.c.Now.Shown, " ")
}

func listFlow(options string) string {
	return "steps:\n  pick:\n    ask: Which?\n    options: {from: groups, empty: none" + options + "}\n    then: end\n  none: {say: None.}\n"
}

func TestWhereSortAndLimit(t *testing.T) {
	for options, want := range map[string]string{
		"":                                 "walk knit quit",
		", where: kind is club":            "walk knit",
		", where: kind is club, limit: 1":  "walk",
		", sort: name":                     "knit quit walk",
		", sort: area":                     "walk knit quit",
		", where: joined":                  "knit",
		", where: not joined":              "walk quit",
		", where: area is <me.area>":       "quit",
		", where: date >= 2026-01-01":      "walk",
		", where: kind is <me.choice>":     "",
		", where: name starts with \"st\"": "quit",
	} {
		k := newTalk(t, loadFlow(t, listFlow(options)))
		k.w.Groups = []string{"knit"}
		k.w.Me["area"] = "WB3"
		require.Equal(t, want, offered(k), options)
		if want == "" {
			require.Equal(t, "None.", k.last.Text)
		}
	}
}

func TestNearSortsByDistance(t *testing.T) {
	o := loadFlow(t, listFlow(", near: <me.area>"))
	for area, want := range map[string]string{
		"WB1":  "walk knit quit",
		"WB3":  "quit knit walk",
		"wb2":  "knit walk quit",
		"ZZ9":  "knit quit walk", // not known: by name
		"":     "knit quit walk",
		"skip": "knit quit walk",
	} {
		k := newTalk(t, o)
		k.w.Me["area"] = area
		require.Equal(t, want, offered(k), area)
		require.NotContains(t, k.last.Text, "mile")
	}
}

func TestNearKnowsARowsOwnPosition(t *testing.T) {
	o := load(t, map[string]string{
		"places.csv": "id,name,lat,lon\nfar,Far,52.0,-4.0\nnowhere,Nowhere,,\nclose,Close,51.01,-4.0\nanother,Another,,\n",
		"main.yaml":  strings.ReplaceAll(listFlow(", near: <me.area>"), "groups", "places"),
	})
	k := newTalk(t, o)
	k.w.Me["area"] = "WB1 2AB"
	require.Equal(t, "close far another nowhere", offered(k))
}

func TestMyGroups(t *testing.T) {
	o := loadFlow(t, strings.ReplaceAll(listFlow(""), "from: groups", "from: my groups"))
	k := newTalk(t, o)
	require.Empty(t, offered(k))
	k.w.Groups = []string{"quit", "walk", "gone"}
	require.Equal(t, "walk quit", offered(k))
}

func TestRowsInTheReadersLanguage(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  pick: {ask: "Which?", options: {from: groups, sort: name, label: "<name> (<area>)"}, save: group}
  done: {say: "<group>, <group.name>, <group.area>, <group.kind>, <group.date|no date>, <group.members>."}
`))
	k.w.Members = func(group string) int { return len(group) }
	k.c.Lang = "cy-GB"
	says(t, k.begin("main"), "Which?", "1 Cerdded (WB1)", "2 Gwau (WB2)", "3 Rhoi'r gorau i ysmygu (WB3)")
	says(t, k.hear("walking"), "Cerdded, Cerdded, WB1, club, 2 Mai 2026, 4.")
	k.c.Lang = "en"
	k.begin("main")
	says(t, k.hear("knitting (wb2)"), "Knitting, Knitting, WB2, club, no date, 4.")
}

func TestAListThatSomebodyWroteBecomesChoices(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  items: {ask: "What are the choices?", answer: list 2-6}
  pick: {ask: "Which of <items>?", options: {from: <items>}}
  done: {say: {count: items, one: "<pick> of one.", other: "<pick> of several."}}
`))
	k.begin("main")
	says(t, k.hear("Tea, Coffee , milk"), "Which of Tea, Coffee, milk?", "1 Tea", "2 Coffee", "3 milk")
	says(t, k.hear("coffee"), "Coffee of several.")
}

func TestChoicesWithConditions(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  pick:
    ask: Which?
    options:
      mine: {label: "My <me.area> groups", if: me.area is set}
      join: {label: Join us, if: not me.groups has walk}
      leave: {label: Leave us, if: me.groups has walk}
  done: {say: "<pick>."}
`))
	says(t, k.begin("main"), "Which?", "1 Join us")
	k.w.Me["area"] = "WB1"
	k.w.Groups = []string{"walk"}
	says(t, k.begin("main"), "Which?", "1 My WB1 groups", "2 Leave us")
	says(t, k.hear("my wb1 groups"), "My WB1 groups.")
	k.begin("main")
	says(t, k.hear("2"), "Leave us.")
}

func TestAQuestionWithoutChoicesShowsTheMenuUnlessToldOtherwise(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
title: Main
steps:
  pick: {ask: "Which?", options: {from: groups, where: kind is <me.choice>}}
  done: {say: "<pick>."}
`))
	says(t, k.begin("main"), "Mill Town. Reply with a number.", "1 Main")
	require.Nil(t, k.c.Now)
}

func TestWordsOfARowThatAnotherFlowChose(t *testing.T) {
	k := newTalk(t, load(t, map[string]string{
		"main.yaml":  "steps:\n  group: {ask: \"Which?\", options: {from: groups}}\n  go: {call: other}\n",
		"other.yaml": "needs: [group]\nsteps:\n  hi: {say: \"<group.name> in <group.area>, <group>.\"}\n",
	}))
	k.begin("main")
	says(t, k.hear("2"), "Knitting in WB2, Knitting.")
}

func TestBlanksInBlanksComeToAnEnd(t *testing.T) {
	o := build(t, &Flow{ID: "main", Steps: []*Step{
		{Name: "a", Ask: words("?"), Options: &Options{Fixed: []Option{{ID: "x", Label: Text{Source: "X <a>"}}}}},
		{Name: "b", Say: words("<a|none>.")},
	}})
	p := o.Begin(Conversation{}, World{Now: morning}, "main", nil)
	p = o.Hear(p.Conversation, World{Now: morning}, "1")
	require.NoError(t, p.Fault)
	require.Contains(t, p.Text, "X X")
}

func TestPluralsFollowTheirCount(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  n: {ask: "How many?", answer: number 0-9}
  done: {say: {count: n, one: "<n> walker.", other: "<n> walkers."}}
`))
	k.begin("main")
	says(t, k.hear("1"), "1 walker.")
	k.begin("main")
	says(t, k.hear("4"), "4 walkers.")
}

func TestMomentsInTheLanguagesForm(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  first: {set: {at: 2026-05-02 17:30, day: "2026-09-15", hour: "17:30"}}
  done: {say: "<at>; <day>; <hour>."}
`))
	says(t, k.begin("main"), "17:30 on 2 May 2026; 15 September 2026; 17:30.")
	k.c.Lang = "cy"
	says(t, k.begin("main"), "17:30, 2 Mai 2026; 15 Medi 2026; 17:30.")
}
