package flows

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/connective-messaging/connective/locales"
)

// costReplies are what people write, some of it at length.
var costReplies = []string{"1", "2", "3", "9", "0", "yes", "skip", "1 2", "north", "what", "2 september 2026", "4711", "Łukasz Wieczorek", "a tea, a cake, a very long walk",
	strings.Repeat("long ", 100), strings.Repeat("💚", 300), strings.Repeat("…", 600) + "ł", "\U0001d160\U0001d160 sing, sing"}

// TestNoTextTakesMorePartsThanLintSays plays random conversations with random
// flows of the examples' shape: no text that is sent takes more parts than were
// worked out for where the turn ends.
func TestNoTextTakesMorePartsThanLintSays(t *testing.T) {
	near := 0
	rapid.Check(t, func(t *rapid.T) {
		o := drawCostOrg(t)
		for _, f := range o.Flows {
			require.NoError(t, f.compile(o))
		}
		near += costTalk(t, o, "a", costReplies)
	})
	require.Positive(t, near, "some texts are as long as was said")
}

// TestNoTextOfTheExamplesTakesMorePartsThanLintSays does the same with the flows
// that are shipped, in each of their languages.
func TestNoTextOfTheExamplesTakesMorePartsThanLintSays(t *testing.T) {
	examples, err := fs.Sub(Examples, "examples")
	require.NoError(t, err)
	book, _ := Load(examples)
	replies := append([]string{"4", "5", "8", "tak", "nie", "ie", "wb2", "wa7", "anna"}, costReplies...)
	near := 0
	rapid.Check(t, func(t *rapid.T) {
		o := rapid.SampledFrom(book.ByID()).Draw(t, "organisation")
		flow := rapid.SampledFrom(o.flowsByID()).Draw(t, "flow")
		near += costTalk(t, o, flow.ID, replies)
	})
	require.Positive(t, near, "some texts are as long as was said")
}

// costTalk plays a random conversation, and returns how many of its texts take
// several parts, and as many as was worked out.
func costTalk(t *rapid.T, o *Org, flow string, replies []string) (near int) {
	most, told := map[*Step]int{}, map[*Step]int{}
	p := newPaths(newCosts(o))
	for _, e := range p.endings() {
		kept := most
		if e.kind == endTell || e.kind == endNobody {
			kept = told
		}
		kept[e.step] = max(kept[e.step], e.parts(mostSize))
	}
	menu := 1
	for _, tag := range o.Languages {
		menu = max(menu, p.menu(ending{limit: 2}, tag, exactly(locales.Say(tag, "menu.top"))).parts(mostSize))
	}
	k := &talk{org: o, w: World{Now: morning, Me: map[string]string{}, Phone: "+447700900123", Members: func(string) int { return 123456 }}}
	before := Conversation{Lang: rapid.SampledFrom(o.Languages).Draw(t, "language")}
	last := o.Begin(before, k.w, flow, nil)
	for range rapid.IntRange(1, 10).Draw(t, "texts") {
		allowed := menu
		step := func(flow, name string) {
			if s := o.Flows[flow].Step(name); s != nil {
				allowed = max(allowed, most[s])
			}
		}
		if n := len(last.Path); n > 0 {
			flow, name, _ := strings.Cut(last.Path[n-1], "/")
			step(flow, name)
		}
		for _, c := range []Conversation{before, last.Conversation} {
			for _, frame := range c.Frames() {
				step(frame.Flow, frame.Step)
			}
		}
		got := partsOf(last.Text)
		require.LessOrEqual(t, got, allowed, "%s\n%q", last.Path, last.Text)
		if got == allowed && got > 1 {
			near++
		}
		for _, e := range last.Effects {
			costTold(t, o, last, e, told)
			k.do(e)
		}
		before = restored(t, last.Conversation)
		k.w.Now = k.w.Now.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "hours")) * time.Hour)
		last = randomPlay(t, o, k.w, rapid.SampledFrom(replies).Draw(t, "text"))(before)
	}
	return near
}

// costTold checks what others are told.
func costTold(t *rapid.T, o *Org, p Played, e Effect, told map[*Step]int) {
	worst := 0
	for _, at := range p.Path {
		flow, name, _ := strings.Cut(at, "/")
		worst = max(worst, told[o.Flows[flow].Step(name)])
	}
	if e.Tell != nil {
		for _, text := range e.Tell.Text {
			require.LessOrEqual(t, partsOf(text), worst, "%q", text)
		}
	}
	require.LessOrEqual(t, partsOf(e.IfNobody), max(worst, 1), "%q", e.IfNobody)
}
