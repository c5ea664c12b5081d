package places_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/places"
)

var zone = func() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	return l
}()

// nights are from nine in the evening to eight in the morning.
type nights struct{}

func (nights) QuietAt(t time.Time) bool { h := t.In(zone).Hour(); return h >= 21 || h < 8 }

func (n nights) QuietEnds(t time.Time) time.Time {
	for n.QuietAt(t) {
		t = t.Truncate(time.Minute).Add(time.Minute)
	}
	return t
}

func at(words string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", words, zone)
	if err != nil {
		panic(err)
	}
	return t
}

var (
	starts = at("2026-09-17 10:00")
	now    = at("2026-09-14 10:00")
)

func event(n int) places.Event { return places.Event{Places: n, Starts: starts, Face: "then"} }

// says is one yes, which is committed.
func says(r places.Register, e places.Event, who string, party int, now time.Time) (places.Register, places.Answer) {
	token := fmt.Sprint(who, " ", now.UnixNano(), " ", party)
	r, a := r.Ask(e, who, party, token, now)
	return r.Keep(who, token), a
}

func TestWhatAYesIsAnswered(t *testing.T) {
	full := func(r places.Register, e places.Event) places.Register {
		r, _ = says(r, e, "ann", 2, now)
		r, _ = says(r, e, "bob", 1, now)
		return r
	}
	for name, c := range map[string]struct {
		event  places.Event
		before func(places.Register, places.Event) places.Register
		who    string
		party  int
		at     time.Time
		want   places.Answer
	}{
		"there is room":                         {event(3), nil, "cat", 0, now, places.Answer{Kind: places.Got, Party: 1}},
		"there is room for all of them":         {event(3), nil, "cat", 3, now, places.Answer{Kind: places.Got, Party: 3}},
		"there is no limit":                     {event(0), full, "cat", 9, now, places.Answer{Kind: places.Got, Party: 9}},
		"it is full":                            {event(3), full, "cat", 1, now, places.Answer{Kind: places.Line, Party: 1, Place: 1}},
		"there is room for some of them":        {event(4), full, "cat", 2, now, places.Answer{Kind: places.Line, Party: 2, Place: 1, Left: 1}},
		"they come already":                     {event(3), full, "ann", 0, now, places.Answer{Kind: places.Got, Party: 2, Again: true}},
		"they come already, with one less":      {event(3), full, "ann", 1, now, places.Answer{Kind: places.Got, Party: 1}},
		"they come already, with one more":      {event(4), full, "ann", 3, now, places.Answer{Kind: places.Got, Party: 3}},
		"one more than there is room for":       {event(3), full, "ann", 3, now, places.Answer{Kind: places.Got, Party: 2, Again: true}},
		"it has begun":                          {event(3), nil, "cat", 1, starts, places.Answer{Kind: places.Begun}},
		"it is cancelled":                       {places.Event{Places: 3, Starts: starts, Cancelled: true}, nil, "cat", 1, now, places.Answer{Kind: places.Cancelled}},
		"answers were needed earlier":           {places.Event{Places: 3, Starts: starts, AnswerBy: now}, nil, "cat", 1, now, places.Answer{Kind: places.Closed}},
		"who comes may change it after the day": {places.Event{Places: 3, Starts: starts, AnswerBy: now.Add(time.Minute)}, full, "ann", 1, now.Add(time.Hour), places.Answer{Kind: places.Got, Party: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			var r places.Register
			if c.before != nil {
				r = c.before(r, c.event)
			}
			_, got := says(r, c.event, c.who, c.party, c.at)
			require.Equal(t, c.want, got)
		})
	}
}

func TestTheSameTextAsksOnce(t *testing.T) {
	e := event(1)
	r, first := places.Register{}.Ask(e, "ann", 1, "text 1", now)
	r, again := r.Ask(e, "ann", 1, "text 1", now.Add(time.Hour))
	require.Equal(t, first, again)
	require.Equal(t, 1, r.Taken())
	r, _ = says(r, e, "bob", 1, now)
	_, line := r.Ask(e, "ann", 1, "text 1", starts.Add(time.Hour))
	require.Equal(t, first, line, "a text that comes again days later is answered as it was")
}

func TestWhoeverGivesAPlaceBackIsFollowedByTheFirstInLine(t *testing.T) {
	e := event(1)
	r, _ := places.Register{}.Ask(e, "ann", 1, "a", now)
	r = r.Keep("ann", "a")
	r, _ = says(r, e, "bob", 1, now)
	r, _ = says(r, e, "cat", 1, now)
	require.Equal(t, r, r.Advance(e, nights{}, now), "nobody is offered what is taken")

	r = r.Give("ann", "another text", false, now)
	require.Equal(t, 1, r.Taken(), "a place that was asked for anew since is not given back")
	r = r.Give("ann", "a", false, now).Advance(e, nights{}, now)
	offered := r.Untold()
	require.Len(t, offered, 1)
	require.Equal(t, "bob", offered[0].Person)
	require.Equal(t, 0, r.Left(e), "it is held for one")
	r = r.WasTold("bob", offered[0].By)
	require.Empty(t, r.Untold())

	late := r.Advance(e, nights{}, offered[0].By)
	require.Equal(t, "cat", late.Untold()[0].Person, "who does not answer is followed by the next")
	_, a := says(late, e, "bob", 1, offered[0].By)
	require.Equal(t, places.Answer{Kind: places.Line, Party: 1, Place: 2}, a)
	r, a = says(r, e, "bob", 0, now)
	require.Equal(t, places.Answer{Kind: places.Got, Party: 1}, a)
	require.Empty(t, r.Advance(e, nights{}, now).Untold())
}

func TestAPartyIsOfferedWhatIsLeft(t *testing.T) {
	e := event(3)
	r, _ := says(places.Register{}, e, "ann", 3, now)
	r, a := says(r, e, "bob", 2, now)
	require.Equal(t, places.Answer{Kind: places.Line, Party: 2, Place: 1}, a)
	r, _ = says(r, e, "ann", 2, now.Add(1))
	r, a = says(r, e, "cat", 1, now)
	require.Equal(t, places.Line, a.Kind, "nobody overtakes a party that waits")
	r = r.Advance(e, nights{}, now)
	require.Equal(t, 1, r.Untold()[0].Offer)
	r, a = says(r, e, "bob", 0, now)
	require.Equal(t, places.Answer{Kind: places.Got, Party: 1}, a)
	require.Equal(t, 3, r.Taken())
}

func TestUntilWhenAnOfferStands(t *testing.T) {
	for name, c := range map[string]struct{ starts, now, by string }{
		"a day before":                      {"2026-09-17 10:00", "2026-09-16 10:00", "2026-09-16 16:00"},
		"some seconds make no odds":         {"2026-09-17 10:00", "2026-09-16 10:02", "2026-09-16 16:00"},
		"weeks before, a day at most":       {"2026-09-17 10:00", "2026-09-01 10:00", "2026-09-02 10:00"},
		"not at night":                      {"2026-09-18 19:00", "2026-09-16 20:00", "2026-09-17 09:00"},
		"two hours before, an hour":         {"2026-09-17 14:00", "2026-09-17 12:00", "2026-09-17 13:00"},
		"never later than half an hour":     {"2026-09-17 10:00", "2026-09-17 08:45", "2026-09-17 09:30"},
		"the evening before an early start": {"2026-09-17 08:00", "2026-09-16 18:00", "2026-09-16 20:30"},
		"over the change of the clocks":     {"2026-10-25 12:00", "2026-10-24 12:00", "2026-10-24 18:30"},
		"within the last hour":              {"2026-09-17 10:00", "2026-09-17 09:01", ""},
		"at night nothing is offered":       {"2026-09-18 10:00", "2026-09-16 22:00", ""},
		"it has begun":                      {"2026-09-17 10:00", "2026-09-17 10:00", ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := places.Event{Places: 1, Starts: at(c.starts)}
			r, _ := says(places.Register{}, e, "ann", 1, at("2026-08-30 10:00"))
			r, _ = says(r, e, "bob", 1, at("2026-08-30 10:00"))
			r = r.Remove("ann", "staff", at(c.now)).Advance(e, nights{}, at(c.now))
			if c.by == "" {
				require.Empty(t, r.Untold())
				return
			}
			require.Len(t, r.Untold(), 1)
			require.Equal(t, c.by, r.Untold()[0].By.In(zone).Format("2006-01-02 15:04"))
		})
	}
}

func TestInTheLastHourPlacesGoToWhoeverAsks(t *testing.T) {
	e := event(1)
	r, _ := says(places.Register{}, e, "ann", 1, now)
	r, _ = says(r, e, "bob", 1, now)
	late := starts.Add(-30 * time.Minute)
	r = r.Remove("ann", "staff", late).Advance(e, nights{}, late)
	_, a := says(r, e, "cat", 1, late)
	require.Equal(t, places.Got, a.Kind)
}

func TestAPlaceWhoseTurnNeverCameIsGivenBack(t *testing.T) {
	e := event(1)
	r, _ := places.Register{}.Ask(e, "ann", 1, "lost", now)
	require.Empty(t, r.Unsure(now), "it may still come")
	lost := r.Unsure(now.Add(time.Minute))
	require.Len(t, lost, 1)
	again, _ := r.Ask(e, "ann", 1, "lost", now.Add(time.Hour))
	require.Equal(t, 1, again.Drop(lost[0]).Taken(), "it came again meanwhile")
	require.Equal(t, 1, r.Keep("ann", "lost").Drop(lost[0]).Taken(), "it was committed meanwhile")
	require.Equal(t, 0, r.Drop(lost[0]).Taken())
}

func TestWhoeverCannotBeToldKeepsTheirPlaceInLine(t *testing.T) {
	e := event(1)
	r, _ := says(places.Register{}, e, "ann", 1, now)
	r, _ = says(r, e, "bob", 1, now)
	r, _ = says(r, e, "cat", 1, now)
	r = r.Remove("ann", "staff", now).Advance(e, nights{}, now)
	r = r.Hold("bob", r.Untold()[0].By, now.Add(12*time.Hour)).Advance(e, nights{}, now)
	require.Equal(t, "cat", r.Untold()[0].Person)
	require.Equal(t, "bob", r.Line()[0].Person)
}

func TestWhoeverKnowsAnotherDayIsTold(t *testing.T) {
	e := event(2)
	r, _ := says(places.Register{}, e, "ann", 1, now)
	e.Face = "later"
	r, _ = says(r, e, "bob", 1, now)
	require.Len(t, r.Unaware(e, now), 1)
	require.Equal(t, "ann", r.Unaware(e, now)[0].Person)
	require.Empty(t, r.Aware("ann", e.Face, now).Unaware(e, now))
}
