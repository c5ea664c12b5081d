package flows

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// published loads a version as the store would give it.
func published(t testing.TB, files map[string]string) *Org {
	t.Helper()
	all := Files{"org.yaml": []byte(town), "groups.csv": []byte(townGroups)}
	for name, text := range files {
		all[name] = []byte(strings.TrimPrefix(text, "\n"))
	}
	o, err := LoadPublished("mill", all, nil)
	require.NoError(t, err)
	return o
}

// beside is the newest version, with an older one for whatever of the
// conversation stands in it.
func beside(now, old *Org, c Conversation) *Org {
	older := map[Pin]*Org{}
	for _, frame := range now.Older(c) {
		older[frame.Pin()] = old.Under(now)
	}
	return now.With(older)
}

const teaV1 = `
start: {words: [TEA]}
steps:
  drink:
    ask: Tea or milk?
    options: {tea: Tea, milk: Milk}
    timeout: {after: 1 day, then: late}
  sugar: {ask: "Sugar in your <drink>?", answer: text, then: done}
  done: {say: "<drink>, <sugar>.", then: end}
  late: {say: Too late.}
`

func TestOtherWordsReachWhoeverWaitsAtOnce(t *testing.T) {
	k := newTalk(t, published(t, map[string]string{"main.yaml": teaV1}))
	k.begin("main")
	before := k.c.Now.Ver
	k.org = published(t, map[string]string{"main.yaml": strings.NewReplacer("Sugar in", "Any sugar in", "Milk}", "Cold milk}").Replace(teaV1)})
	require.Empty(t, k.org.Older(k.c))
	says(t, k.hear("2"), "Any sugar in your Cold milk?")
	require.Equal(t, before, k.c.Now.Ver)
}

func TestAnotherShapeIsPlayedAsItWasUntilItEnds(t *testing.T) {
	v1 := published(t, map[string]string{"main.yaml": teaV1})
	v2 := published(t, map[string]string{"main.yaml": strings.NewReplacer("milk: Milk", "milk: Milk, water: Water", "Tea or", "Drink? Tea or", "Too late", "Far too late").Replace(teaV1)})
	k := newTalk(t, v1)
	k.begin("main")
	require.Len(t, v2.Older(k.c), 1)
	k.org = beside(v2, v1, k.c)
	says(t, k.take(k.org.Retry(k.c, k.w, "water")), "Sorry, I didn't follow that. Reply with a number.", "Tea or milk?", "1 Tea", "2 Milk")
	late := k.c
	says(t, k.hear("2"), "Sugar in your Milk?")
	require.Equal(t, v1.Flows["main"].Shape, k.c.Now.Ver)
	k.org = beside(v2, v1, k.c)
	says(t, k.hear("two"), "Milk, two.")
	require.Nil(t, k.c.Now)

	k.c, k.org = late, beside(v2, v1, late)
	says(t, k.after(25*time.Hour), "Too late.")
	k.org = v2
	says(t, k.begin("main"), "Drink? Tea or milk?", "1 Tea", "2 Milk", "3 Water")
}

// TestListsAndHoursAreAsTheyAreNow plays an older flow after the organisation's
// other files have changed.
func TestListsAndHoursAreAsTheyAreNow(t *testing.T) {
	flow := `
steps:
  group: {ask: "Which?", options: {from: groups, where: kind is club}}
  told: {say: "<group.name> is in <group.area>."}
  check: {when: {desk is open: there, else: away}}
  there: {say: Open., then: course}
  away: {say: Closed., then: course}
  course: {ask: "And?", options: {from: courses}}
  keep: {set: {me.area: WB1 2AB}, hand_over: desk}
`
	courses := "id,name\nfirst,First aid\n"
	v1 := published(t, map[string]string{"main.yaml": flow, "courses.csv": courses})
	k := newTalk(t, v1)
	k.begin("main")
	now := published(t, map[string]string{
		"main.yaml":  strings.ReplaceAll(flow, "  told: {", "  telling: {"),
		"groups.csv": strings.ReplaceAll(townGroups, "Walking,Cerdded,WB1", "Long walks,Cerdded,WB9"),
		"org.yaml":   strings.NewReplacer("09:00-17:00", "18:00-19:00", "queues: {desk: {hours: office}}", "queues: {office2: {hours: office}}", "  area: {type: outcode, why: To show what is near you, keep: 1 year}\n", "").Replace(town),
	})
	k.org = beside(now, v1, k.c)
	says(t, k.hear("1"), "Long walks is in WB9.", "Closed.", "And?", "1 First aid")
	k.org = beside(now, v1, k.c)
	k.hear("1")
	require.Equal(t, "WB1", k.w.Me["area"], "a field that is no longer kept is kept no more exactly than it was")
	require.True(t, beside(now, v1, k.c).HandedOver(k.c))

	fewer := published(t, map[string]string{"main.yaml": strings.ReplaceAll(flow, "  told: {", "  telling: {"), "groups.csv": "id,name\nwalk,Walks\n"})
	k = newTalk(t, v1)
	k.begin("main")
	k.org = beside(fewer, v1, k.c)
	says(t, k.hear("1"), "Walking is in WB1.", "Open.", "And?", "1 First aid")
}

func TestAnOlderFlowCallsTheNewestThatIsAlike(t *testing.T) {
	ask := "needs: [given, word]\nsteps:\n  more: {ask: \"%?\", answer: text}\n"
	v1 := published(t, map[string]string{"main.yaml": caller, "other.yaml": strings.Replace(ask, "%", "More", 1)})
	main2 := strings.Replace(caller, "  after: {", "  then: {say: Well.}\n  after: {", 1)
	alike := published(t, map[string]string{"main.yaml": main2, "other.yaml": strings.Replace(ask, "%", "Still more", 1)})
	other := published(t, map[string]string{"main.yaml": main2, "other.yaml": strings.NewReplacer("%", "Still more", "answer: text", "answer: number 1-5").Replace(ask)})
	for name, want := range map[string]struct {
		now  *Org
		asks string
	}{"alike": {alike, "Still more?"}, "of another shape": {other, "More?"}} {
		k := newTalk(t, v1)
		k.begin("main")
		k.org = beside(want.now, v1, k.c)
		says(t, k.hear("hat"), "Now the other.", want.asks)
		k.org = beside(want.now, v1, k.c)
		says(t, k.hear("cap"), "Back with hat.")
		require.Nil(t, k.c.Now, name)
	}
}

func TestALostVersionGoesOnWhereTheSameIsAsked(t *testing.T) {
	v1 := published(t, map[string]string{"main.yaml": teaV1})
	for name, c := range map[string]struct {
		flow  string
		texts []string
		says  []string
	}{
		"the step is there": {strings.Replace(teaV1, "  late: {", "  last: {say: Bye., then: end}\n  late: {", 1), []string{"2"}, []string{"Sugar in your Milk?"}},
		"it has another name": {strings.NewReplacer("  drink:\n", "  what:\n    was: drink\n    save: drink\n", "Sugar in", "Is sugar in").Replace(teaV1),
			[]string{"2"}, []string{"Is sugar in your Milk?"}},
		"its numbers are others": {strings.Replace(teaV1, "{tea: Tea, milk: Milk}", "{milk: Milk, tea: Tea -> done}", 1),
			[]string{"2", "2"}, []string{"The choices have changed. Please choose again.\nTea or milk?\n1 Milk\n2 Tea", "Tea, ."}},
		"its numbers are others, words are not": {strings.Replace(teaV1, "{tea: Tea, milk: Milk}", "{milk: Milk, tea: Tea -> done}", 1),
			[]string{"tea"}, []string{"Tea, ."}},
		"a wrong reply": {strings.Replace(teaV1, "{tea: Tea, milk: Milk}", "{milk: Milk, tea: Tea -> done}", 1),
			[]string{"soup", "2"}, []string{"Sorry, I didn't follow that. Reply with a number.\nTea or milk?\n1 Milk\n2 Tea", "Tea, ."}},
	} {
		t.Run(name, func(t *testing.T) {
			k := newTalk(t, v1)
			k.begin("main")
			k.org = published(t, map[string]string{"main.yaml": c.flow})
			require.NotEmpty(t, k.org.Older(k.c))
			frame, ok := k.org.Move(*k.c.Now)
			require.True(t, ok)
			require.Equal(t, k.org.Flows["main"].Shape, frame.Ver)
			for i, text := range c.texts {
				says(t, k.hear(text), c.says[i])
			}
			if k.c.Now != nil {
				require.Equal(t, k.org.Flows["main"].Shape, k.c.Now.Ver, "it has moved for good")
			}
		})
	}
}

func TestALostVersionIsToldWhereNothingFits(t *testing.T) {
	v1 := published(t, map[string]string{"main.yaml": teaV1})
	for name, flow := range map[string]string{
		"an id more":       strings.Replace(teaV1, "milk: Milk}", "milk: Milk, water: Water}", 1),
		"another kind":     strings.Replace(teaV1, "options: {tea: Tea, milk: Milk}", "answer: text", 1),
		"another variable": strings.Replace(teaV1, "    timeout: {after", "    save: cup\n    timeout: {after", 1),
		"the step is gone": strings.Replace(teaV1, "  drink:\n", "  what:\n", 1),
	} {
		k := newTalk(t, v1)
		k.begin("main")
		k.org = published(t, map[string]string{"main.yaml": flow})
		_, ok := k.org.Move(*k.c.Now)
		require.False(t, ok, name)
		require.True(t, k.org.Gone(k.c))
		require.ErrorIs(t, k.org.Hear(k.c, k.w, "1").Fault, ErrStepGone, name)
	}
}

func TestTheFlowsThatCalledGoOnWithoutTheOneThatIsGone(t *testing.T) {
	for name, c := range map[string]struct{ after, says string }{
		"with something to say": {`  after: {say: "Back with <word>."}`, "We've changed part of this, sorry. Let's go on.\nBack with hat."},
		"with nothing to say":   {`  after: {set: {word: x}}`, "We've changed how this works, sorry. Text MENU to start again."},
		"to staff":              {`  after: {hand_over: desk}`, "We've changed part of this, sorry. Let's go on."},
	} {
		t.Run(name, func(t *testing.T) {
			main := strings.Replace(caller, `  after: {say: "Back with <word>."}`, c.after, 1)
			k := newTalk(t, published(t, map[string]string{"main.yaml": main, "other.yaml": called}))
			k.begin("main")
			k.hear("hat")
			k.org = published(t, map[string]string{"main.yaml": main, "other.yaml": strings.Replace(called, "  more:", "  another:", 1)})
			says(t, k.hear("no"), c.says)
			require.NoError(t, k.last.Fault)
			require.Empty(t, k.c.Stack)
			require.Equal(t, name == "to staff", k.org.HandedOver(k.c))
		})
	}
}

// TestAnyTalkAcrossAnyTwoVersions changes the flows under random conversations:
// to a version with the older one beside it, or with the older one lost. There
// is never a panic, and never silence in answer to a text.
func TestAnyTalkAcrossAnyTwoVersions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"a", "b"}
		version := func() *Org {
			o := &Org{ID: "town", Name: "Town", Language: "en", Languages: []string{"en", "cy"}, Timezone: time.UTC, MenuFlows: names,
				Flows: map[string]*Flow{}, Lists: map[string]*List{"groups": {Name: "groups", Columns: []string{"id", "name"}, Rows: []Row{{"id": "g1", "name": "Group 1"}}}}}
			for _, name := range names {
				o.Flows[name] = randomFlow(t, name, names)
				require.NoError(t, o.Flows[name].compile(o))
			}
			return o
		}
		v1, v2 := version(), version()
		w := World{Now: morning}
		c := restored(t, v1.Begin(Conversation{}, w, "a", nil).Conversation)
		for range rapid.IntRange(1, 8).Draw(t, "texts") {
			o := v2
			if rapid.Bool().Draw(t, "kept") {
				o = beside(v2, v1, c)
			}
			waited := o.Waiting(c)
			text := rapid.SampledFrom([]string{"1", "2", "3", "thing 1", "yes", "skip", "1 2", "hello there", "0", "9"}).Draw(t, "text")
			w.Now = w.Now.Add(time.Hour)
			p := randomPlay(t, o, w, text)(c)
			require.NotErrorIs(t, p.Fault, ErrPanic)
			if waited && p.Rule != "" {
				require.True(t, p.Text != "" || p.Fault != nil || !o.Waiting(p.Conversation), "a question was left without words")
			}
			if p.Fault == nil && p.Conversation.Now != nil {
				require.False(t, beside(v2, v1, p.Conversation).Gone(p.Conversation))
			}
			c = restored(t, p.Conversation)
		}
	})
}

func TestAParkedFlowGoesOnInTheVersionItWasParkedIn(t *testing.T) {
	v1 := published(t, map[string]string{"main.yaml": "start: {words: [TEA]}\nsteps:\n  rest: {say: Wait., wait: 1 day}\n  done: {say: Tea is ready.}\n"})
	v2 := published(t, map[string]string{"main.yaml": "start: {words: [TEA]}\nsteps:\n  brew: {ask: Which?, answer: text}\n  done: {say: Your <brew> is ready.}\n"})
	k := newTalk(t, v1)
	k.begin("main")
	require.Len(t, v2.Older(k.c), 1)
	k.org = beside(v2, v1, k.c)
	says(t, k.unparks(24*time.Hour), "Tea is ready.")
}
