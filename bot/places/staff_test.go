package places_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/places"
)

func TestACancelledEventGivesNothingMoreAndIsToldToAllWhoComeOrWait(t *testing.T) {
	e := event(1)
	r, _ := says(places.Register{}, e, "ann", 1, now)
	r, _ = says(r, e, "bob", 1, now)
	r = r.Refuse("cat", "no", now)
	require.Empty(t, r.Unaware(e, now))

	r = r.Cancel()
	_, a := says(r, e, "dan", 1, now)
	require.Equal(t, places.Answer{Kind: places.Cancelled}, a)
	_, a = r.Ask(e, "ann", 1, "another text", now)
	require.Equal(t, places.Cancelled, a.Kind, "nor do those who come")
	require.Len(t, r.Unaware(e, now), 2, "who comes, and who waits")

	r = r.Aware("ann", r.Stands(e).Face, now)
	require.Equal(t, "bob", r.Unaware(e, now)[0].Person)
	before, _ := r.Find("ann")
	r = r.Give("ann", before.Token, false, now)
	require.Empty(t, r.Advance(e, nights{}, now).Untold(), "the place is offered to nobody")
	require.Equal(t, 1, r.Told())
	require.Len(t, r.Refused(), 1, "who was told has not said no")
}

func TestWhatIsCancelledStaysSoWhateverTheEventSays(t *testing.T) {
	r := places.Register{}.Cancel().SetPlaces(9)
	require.True(t, r.Stands(event(1)).Cancelled)
	require.Equal(t, places.CancelledFace, r.Stands(event(1)).Face)
	require.False(t, r.Same(places.Register{Places: 9}))
}

func TestMorePlacesAreOfferedAndFewerTakeNobodyOut(t *testing.T) {
	e := event(1)
	r, _ := says(places.Register{}, e, "ann", 1, now)
	r, _ = says(r, e, "bob", 1, now)
	more := r.SetPlaces(2).Advance(e, nights{}, now)
	require.Equal(t, "bob", more.Untold()[0].Person)
	require.Equal(t, 0, more.Left(e))

	more, _ = says(more, e, "bob", 1, now)
	fewer := more.SetPlaces(1)
	require.Equal(t, 2, fewer.Taken())
	require.Equal(t, 0, fewer.Left(e))
	_, a := says(fewer, e, "cat", 1, now)
	require.Equal(t, places.Line, a.Kind)
	require.Equal(t, 1, fewer.SetPlaces(0).Stands(e).Places, "as many as the event says")
	require.Equal(t, places.MostPlaces, fewer.SetPlaces(places.MostPlaces+1).Places)
}

func TestStaffTakeOutWhomTheySee(t *testing.T) {
	e := event(1)
	r, _ := says(places.Register{}, e, "ann", 1, now)
	seen, _ := r.Find("ann")
	again, _ := says(r, e, "ann", 1, now.Add(time.Minute))
	same, out := again.TakeOut(seen, now)
	require.False(t, out, "they have answered again since")
	require.True(t, same.Same(again))

	after, out := r.TakeOut(seen, now)
	require.True(t, out)
	require.Equal(t, 0, after.Taken())

	unsure, _ := places.Register{}.Ask(e, "bob", 1, "a text", now)
	seen, _ = unsure.Find("bob")
	_, out = unsure.TakeOut(seen, now)
	require.False(t, out, "their text may still come to nothing, or to a place")
}
