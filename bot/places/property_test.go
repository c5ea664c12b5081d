package places_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/connective-messaging/connective/bot/places"
)

// Sixty people do at random whatever people and processes do. There are never more
// places taken than there are; nobody overtakes anybody; nobody is told twice that
// they come without having given it back.
func TestSixtyPeopleAtRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &crowd{T: t, event: places.Event{Places: rapid.IntRange(1, 12).Draw(t, "places"), Starts: starts, Face: "then"}, now: now, told: map[string]int{}, token: map[string]string{}}
		for range rapid.IntRange(20, 200).Draw(t, "acts") {
			before := w.r
			w.act()
			w.holds(before)
		}
	})
}

type crowd struct {
	*rapid.T
	event places.Event
	r     places.Register
	now   time.Time
	told  map[string]int    // places that each was last told of
	token map[string]string // of the last yes of each
	n     int
}

func (w *crowd) act() {
	who := fmt.Sprint("p", rapid.IntRange(1, 60).Draw(w.T, "who"))
	switch act := rapid.SampledFrom([]string{"yes", "yes", "yes", "again", "no", "stale no", "lost", "time", "advance", "held", "removed"}).Draw(w.T, "act"); act {
	case "yes", "lost":
		w.n++
		w.token[who] = fmt.Sprint("t", w.n)
		w.ask(who, rapid.IntRange(0, 3).Draw(w.T, "party"))
		if act == "yes" {
			w.r = w.r.Keep(who, w.token[who])
		} else if e, ok := w.r.Find(who); ok && !e.Sure {
			w.r, w.told[who] = w.r.Drop(e), 0
		}
	case "again":
		before := w.r.Taken()
		if w.token[who] != "" {
			if e, ok := w.r.Find(who); ok && e.Token == w.token[who] && e.State != places.Not {
				w.r, _ = w.r.Ask(w.event, who, 1, w.token[who], w.now)
				require.Equal(w, before, w.r.Taken(), "the same text takes nothing more")
			}
		}
	case "no":
		w.r = w.r.Give(who, w.token[who], rapid.Bool().Draw(w.T, "erased"), w.now)
		w.told[who] = 0
	case "stale no":
		w.r = w.r.Give(who, "some text before", false, w.now)
	case "removed":
		w.r, w.told[who] = w.r.Remove(who, "staff", w.now), 0
	case "time":
		w.now = w.now.Add(time.Duration(rapid.IntRange(1, 300).Draw(w.T, "minutes")) * time.Minute)
	case "advance":
		w.r = w.r.Advance(w.event, nights{}, w.now)
	case "held":
		for _, e := range w.r.Untold() {
			w.r = w.r.Hold(e.Person, e.By, w.now.Add(time.Hour))
		}
	}
}

func (w *crowd) ask(who string, party int) {
	var a places.Answer
	w.r, a = w.r.Ask(w.event, who, party, w.token[who], w.now)
	if a.Kind != places.Got {
		return
	}
	require.False(w, w.told[who] == a.Party && !a.Again, "%s was told yes twice", who)
	w.told[who] = a.Party
	e, _ := w.r.Find(who)
	require.Equal(w, a.Party, e.Party, "what they are told is what they have")
	require.NotZero(w, a.Party)
}

func (w *crowd) holds(before places.Register) {
	require.LessOrEqual(w, w.r.Taken(), w.event.Places, "more were given than there are")
	after := w.r.Line()
	stays := map[string]int{}
	for i, e := range after {
		stays[e.Person] = i
	}
	last := -1
	for _, e := range before.Line() {
		if i, still := stays[e.Person]; still && e.Since.Equal(after[i].Since) {
			require.Greater(w, i, last, "somebody was overtaken")
			last = i
		}
	}
	seen := map[string]bool{}
	for _, e := range w.r.People {
		require.False(w, seen[e.Person], "%s stands there twice", e.Person)
		seen[e.Person] = true
		if e.State == places.Offered {
			require.Positive(w, e.Offer)
			require.True(w, e.By.Before(w.event.Starts), "an offer stands until after the beginning")
			require.False(w, nights{}.QuietAt(e.By), "an offer ends at night")
		}
	}
}
