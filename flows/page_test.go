package flows

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/connective-messaging/connective/providers"
)

func choicesNamed(labels ...string) []choice {
	var all []choice
	for i, label := range labels {
		all = append(all, choice{id: fmt.Sprintf("c%d", i), label: label})
	}
	return all
}

func repeated(label string, n int) []choice {
	labels := make([]string, n)
	for i := range labels {
		labels[i] = label
	}
	return choicesNamed(labels...)
}

func TestNineThatFitGoOutWhole(t *testing.T) {
	p := pager{lang: "en", parts: 1, before: []string{"Which?"}}
	text, shown := p.layOut(repeated("Walks", 9), 0)
	require.Len(t, shown, 9)
	require.True(t, strings.HasSuffix(text, "\n9 Walks"))
}

func TestTenGoOutInPagesOfEight(t *testing.T) {
	p := pager{lang: "en", parts: 2, before: []string{"Which?"}}
	all := repeated("Walks", 10)
	text, shown := p.layOut(all, 0)
	require.Equal(t, ids(all[:8]), shown)
	require.True(t, strings.HasSuffix(text, "\n8 Walks\n9 More\n0 Back"), text)
	text, shown = p.layOut(all, 8)
	require.Equal(t, ids(all[8:]), shown)
	says(t, text, "Which?", "1 Walks", "2 Walks", "0 Back")
}

func TestOneLetterHalvesThePage(t *testing.T) {
	p := pager{lang: "en", parts: 1, before: []string{"Which?"}}
	plain := choicesNamed("Wood carving club", "Wood carving club", "Wood carving club", "Wood carving club", "Wood carving club", "Wood carving club", "Wood carving club")
	_, shown := p.layOut(plain, 0)
	require.Len(t, shown, 7)
	plain[2].label = "Clwb cerfio coed ŵ"
	text, shown := p.layOut(plain, 0)
	require.Len(t, shown, 3, "three at least, even if they do not fit")
	require.Contains(t, text, "9 More")
}

func TestPagesShowEveryChoiceOnceAndFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		label := rapid.StringMatching(`[a-zżŵ ]{1,20}`)
		all := choicesNamed(rapid.SliceOfN(label, 1, 40).Draw(t, "labels")...)
		p := pager{lang: "en", parts: rapid.IntRange(1, 4).Draw(t, "parts"), before: []string{rapid.StringMatching(`[a-z ]{0,100}`).Draw(t, "question")}}
		var seen []string
		at, starts := 0, []int{}
		for at < len(all) {
			text, shown := p.layOut(all, at)
			require.NotEmpty(t, shown)
			if len(shown) > leastChoices {
				require.LessOrEqual(t, providers.Segments(text).Parts, p.parts)
			}
			require.LessOrEqual(t, len(shown), wholeChoices)
			seen = append(seen, shown...)
			starts = append(starts, at)
			at += len(shown)
		}
		require.Equal(t, ids(all), seen)
		for i, start := range starts[1:] {
			require.Equal(t, starts[i], p.previous(all, start), "the page before")
		}
	})
}

func TestLaterPagesSayWhichTheyAre(t *testing.T) {
	all := repeated("Walks", 20)
	for _, c := range []struct{ lang, question, second, third string }{
		{"en", "Groups near WB2. Reply with a number.", "Groups near WB2, page 2 of 3.", "Groups near WB2, page 3 of 3."},
		{"cy", "Grwpiau ger WB2. Atebwch gyda rhif.", "Grwpiau ger WB2, tudalen 2 o 3.", "Grwpiau ger WB2, tudalen 3 o 3."},
		{"pl", "Grupy koło WB2. Odpisz numerem.", "Grupy koło WB2, strona 2 z 3.", "Grupy koło WB2, strona 3 z 3."},
		{"ur", "WB2 کے قریب گروپ۔ نمبر لکھ کر جواب دیں۔", "WB2 کے قریب گروپ، صفحہ 2 از 3۔", "WB2 کے قریب گروپ، صفحہ 3 از 3۔"},
		{"en", "Which? Reply with a number.", "Which? Page 2 of 3.", "Which? Page 3 of 3."},
		{"en", "Which?", "Which? Page 2 of 3.", "Which? Page 3 of 3."},
		{"en", "Reply with a number.", "Page 2 of 3.", "Page 3 of 3."},
		{"cy", "Which?", "Which? Tudalen 2 o 3.", "Which? Tudalen 3 o 3."},
		{"ar", "Which?", "Which? Page 2 of 3.", "Which? Page 3 of 3."},
	} {
		p := pager{lang: c.lang, parts: 4, before: []string{"Hello.", c.question}}
		for n, want := range []string{c.question, c.second, c.third} {
			text, _, number := p.page(all, 8*n, n+1)
			require.Equal(t, n+1, number)
			require.Equal(t, "Hello.\n"+want, strings.Split(text, "\n1 ")[0])
		}
	}
}

func TestTheNumberOfAPageCostsNoPart(t *testing.T) {
	kept, left := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		label := rapid.StringMatching(`[a-zżŵ ]{1,20}`)
		all := choicesNamed(rapid.SliceOfN(label, 10, 40).Draw(t, "labels")...)
		p := pager{lang: rapid.SampledFrom([]string{"en", "cy", "pl", "ur"}).Draw(t, "lang"), parts: rapid.IntRange(1, 3).Draw(t, "parts"), before: []string{rapid.StringMatching(`[a-z ]{1,100}`).Draw(t, "question")}}
		for at, page := 0, 1; at < len(all); page++ {
			bare, same := p.layOut(all, at)
			text, shown, _ := p.page(all, at, page)
			require.Equal(t, same, shown, "it costs no choice")
			require.LessOrEqual(t, partsOf(text), partsOf(bare))
			if at += len(shown); text != bare {
				kept++
			} else if page > 1 {
				left++
			}
		}
	})
	require.Positive(t, kept)
	require.Positive(t, left, "some had no room for it")
}

func TestThePagesThatAreLeftAreCounted(t *testing.T) {
	p := pager{lang: "en", parts: 4, before: []string{"Which?"}}
	text, _, number := p.page(repeated("Walks", 30), 3, 0)
	require.Equal(t, 2, number, "never the first where others stand before it")
	require.True(t, strings.HasPrefix(text, "Which? Page 2 of 5.\n"), text)
}

// longList has more groups than a page, with a flow that browses them.
func longList(t testing.TB, groups int) *talk {
	var csv strings.Builder
	csv.WriteString("id,name\n")
	for i := range groups {
		fmt.Fprintf(&csv, "g%02d,Group %c%c\n", i, 'A'+i/26, 'a'+i%26)
	}
	return newTalk(t, load(t, map[string]string{"groups.csv": csv.String(), "main.yaml": `
steps:
  first: {ask: "Ready?", options: {yes: Yes, no: No -> end}}
  list: {ask: "Which?", options: {from: groups}}
  done: {say: "<list>."}
`}))
}

func TestTurningPages(t *testing.T) {
	k := longList(t, 20)
	k.begin("main")
	says(t, k.hear("1"), "Which?", "1 Group Aa", "2 Group Ab", "3 Group Ac", "4 Group Ad", "5 Group Ae", "6 Group Af", "7 Group Ag", "8 Group Ah", "9 More", "0 Back")
	require.Equal(t, 1, k.c.Now.Page)
	second := k.hear("9")
	require.True(t, strings.HasPrefix(second, "Which? Page 2 of 3.\n1 Group Ai\n"), second)
	require.Equal(t, 2, k.c.Now.Page)
	says(t, k.take(k.org.More(k.c, k.w)), "Which? Page 3 of 3.", "1 Group Aq", "2 Group Ar", "3 Group As", "4 Group At", "0 Back")
	says(t, k.take(k.org.More(k.c, k.w)), "Which? Page 3 of 3.", "1 Group Aq", "2 Group Ar", "3 Group As", "4 Group At", "0 Back")
	require.Equal(t, 3, k.c.Now.Page)
	require.Equal(t, second, k.take(k.org.Back(k.c, k.w)))
	require.Equal(t, second, k.take(k.org.Repeat(k.c, k.w)))
	wrong := k.hear("what")
	require.Contains(t, wrong, "Which?"+strings.TrimPrefix(second, "Which? Page 2 of 3."), "a wrong reply does not lose the page, nor buy a part for its number")
	k.hear("0")
	require.Equal(t, 1, k.c.Now.Page)
	says(t, k.take(k.org.Back(k.c, k.w)), "Ready?", "1 Yes", "2 No")
}

func TestNumbersMeanWhatWasShown(t *testing.T) {
	k := longList(t, 20)
	k.begin("main")
	k.hear("1")
	k.hear("more") // not the command: the bot hears that one
	k.take(k.org.More(k.c, k.w))
	list := k.org.Lists["groups"]
	list.Rows = append([]Row{{"id": "new", "name": "Aardvarks"}}, list.Rows[2:]...)
	says(t, k.hear("1"), "Group Ai.")
}

func TestALabelOfAnotherPageIsUnderstood(t *testing.T) {
	k := longList(t, 20)
	k.begin("main")
	k.hear("1")
	says(t, k.hear("group at"), "Group At.")
}

func TestARowThatIsGoneIsNotChosen(t *testing.T) {
	k := longList(t, 3)
	k.begin("main")
	k.hear("1")
	k.org.Lists["groups"].Rows = k.org.Lists["groups"].Rows[1:]
	says(t, k.hear("1"), "Sorry, I didn't follow that. Reply with a number.", "Which?", "1 Group Ab", "2 Group Ac")
	says(t, k.hear("1"), "Group Ab.")
}

func TestAWordOfManyPagesIsNotAskedAbout(t *testing.T) {
	k := longList(t, 20)
	k.begin("main")
	k.hear("1")
	require.Contains(t, k.hear("group"), "Sorry, I didn't follow that.")
}

func TestDidYouMeanNumbersChoicesOfOtherPages(t *testing.T) {
	k := longList(t, 20)
	k.begin("main")
	k.hear("1")
	says(t, k.hear("group ab or group at"), "Did you mean 1 Group Ab or 2 Group At?")
	says(t, k.hear("2"), "Group At.")
}

func TestThePageOfANumberBeginsWhereThePagesBeforeItEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := pager{lang: "en", parts: 2, before: []string{"Which?"}}
		all := repeated(strings.Repeat("w", rapid.IntRange(1, 40).Draw(t, "letters")), rapid.IntRange(1, 60).Draw(t, "choices"))
		at, page := 0, 1
		for {
			from, number := p.start(all, page)
			require.Equal(t, at, from)
			require.Equal(t, page, number)
			_, shown := p.layOut(all, at)
			if at+len(shown) >= len(all) {
				break
			}
			at, page = at+len(shown), page+1
		}
		from, number := p.start(all, page+3)
		require.Equal(t, at, from, "there is no such page: the last one")
		require.Equal(t, page, number)
	})
}
