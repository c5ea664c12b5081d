package flows

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// menuTown has so many flows in its menu.
func menuTown(t testing.TB, n int, question string) *talk {
	files := map[string]string{}
	var names []string
	for i := range n {
		name := fmt.Sprintf("f%02d", i)
		names = append(names, name)
		files[name+".yaml"] = fmt.Sprintf("title: %s number %02d\nsteps:\n  ask: {ask: \"%s\", options: {yes: Yes, no: No}}\n  more: {ask: \"Why?\", answer: text}\n", []string{"Walks", "Talks"}[i%2], i, question)
	}
	files["org.yaml"] = strings.Replace(town, "menu: [main]", "menu: ["+strings.Join(names, ", ")+"]", 1)
	return newTalk(t, load(t, files))
}

func TestTheMenuListsTheFlowsByTitle(t *testing.T) {
	k := menuTown(t, 3, "Ready?")
	says(t, k.take(k.org.Menu(k.c, k.w)), "Mill Town. Reply with a number.", "1 Walks number 00", "2 Talks number 01", "3 Walks number 02")
	require.Equal(t, &Menu{Shown: []string{"f00", "f01", "f02"}}, k.c.Menu)
	says(t, k.take(k.org.HearMenu(k.c, k.w, "talks")), "Ready?", "1 Yes", "2 No")
	require.Equal(t, ByStart, k.last.Rule)
	require.Nil(t, k.c.Menu)
	require.Equal(t, Played{Conversation: k.c}, k.org.HearMenu(k.c, k.w, "1"), "no menu is open any more")
}

func TestTheMenuAsksWhatWasMeant(t *testing.T) {
	k := menuTown(t, 3, "Ready?")
	k.take(k.org.Menu(k.c, k.w))
	says(t, k.take(k.org.HearMenu(k.c, k.w, "walks")), "Did you mean 1 Walks number 00 or 3 Walks number 02?")
	require.False(t, k.last.Understood)
	says(t, k.take(k.org.HearMenu(k.c, k.w, "3")), "Ready?", "1 Yes", "2 No")
	require.Equal(t, "f02", k.c.Now.Flow)
}

func TestBackGoesToTheMenuAndSaysWhereTheStartIs(t *testing.T) {
	k := menuTown(t, 1, "Ready?")
	k.begin("f00")
	k.hear("yes")
	says(t, k.take(k.org.Back(k.c, k.w)), "Ready?", "1 Yes", "2 No")
	says(t, k.take(k.org.Back(k.c, k.w)), "Mill Town. Reply with a number.", "1 Walks number 00")
	require.Nil(t, k.c.Now)
	for range 3 {
		says(t, k.take(k.org.Back(k.c, k.w)), "You are at the start.", "1 Walks number 00")
	}
	says(t, k.hear("1"), "Ready?", "1 Yes", "2 No")
}

func TestALongMenuHasPages(t *testing.T) {
	k := menuTown(t, 12, "Ready?")
	first := k.take(k.org.Menu(k.c, k.w))
	require.True(t, strings.HasSuffix(first, "9 More\n0 Back"), first)
	require.Len(t, k.c.Menu.Shown, 8)
	second := k.take(k.org.HearMenu(k.c, k.w, "9"))
	says(t, second, "Mill Town, page 2 of 2.", "1 Walks number 08", "2 Talks number 09", "3 Walks number 10", "4 Talks number 11", "0 Back")
	require.Equal(t, second, k.take(k.org.More(k.c, k.w)), "the last page again")
	require.Equal(t, first, k.take(k.org.Back(k.c, k.w)))
	k.take(k.org.More(k.c, k.w))
	k.hear("3")
	require.Equal(t, "f10", k.c.Now.Flow)
}

func TestNoMenu(t *testing.T) {
	k := newTalk(t, load(t, map[string]string{
		"org.yaml":  strings.Replace(town, "menu: [main]\n", "", 1),
		"main.yaml": "start: {words: [MAIN]}\nsteps:\n  a: {say: Hello., then: menu}\n",
	}))
	says(t, k.begin("main"), "Hello.", "Mill Town. Text HELP for help, or PERSON to talk to a person.")
	require.Nil(t, k.c.Menu)
	require.NotEmpty(t, k.take(k.org.Menu(k.c, k.w)))
	require.NotEmpty(t, k.take(k.org.Back(k.c, k.w)))
	require.NotEmpty(t, k.take(k.org.More(k.c, k.w)))
}

func TestMenuLeavesWhateverIsOpen(t *testing.T) {
	k := newTalk(t, load(t, map[string]string{"main.yaml": caller, "other.yaml": called}))
	k.begin("main")
	k.hear("hat")
	k.take(k.org.Menu(k.c, k.w))
	require.Nil(t, k.c.Now)
	require.Empty(t, k.c.Stack)
	require.Empty(t, k.last.Effects, "a run that was left is not a finished one")
}

func TestBackFromAChoice(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  one: {ask: "One?", options: {go: Go on}}
  two: {ask: "Two?", options: {go: Go on, back_: Back to one -> back}}
  three: {ask: "Three?", options: {go: Go on, oops: Oops -> sorry}}
  done: {say: Done., then: end}
  sorry: {say: Sorry., then: back}
`))
	k.begin("main")
	k.hear("1")
	says(t, k.hear("2"), "One?", "1 Go on")
	require.Empty(t, k.c.Now.Trail)
	k.hear("1")
	k.hear("1")
	says(t, k.hear("oops"), "Sorry.", "Three?", "1 Go on", "2 Oops")
	says(t, k.take(k.org.Back(k.c, k.w)), "Two?", "1 Go on", "2 Back to one")
}

func TestBackDoesNotRepeatEffects(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  one: {join: walk, say: You have joined., ask: "One?", options: {go: Go on}}
  two: {ask: "Two?", options: {go: Go on}}
`))
	k.begin("main")
	k.hear("1")
	says(t, k.take(k.org.Back(k.c, k.w)), "One?", "1 Go on")
	require.Empty(t, k.last.Effects)
}
