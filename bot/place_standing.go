package bot

import (
	"maps"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/bot/places"
)

// Standing names how somebody stands with each event that they come to or wait for:
// the event alone, and together with what they have of it. A text that depends on it
// leaves only while its Place is among them, or is not where that is without one.
func (p Person) Standing() []string {
	var all []string
	for _, id := range slices.Sorted(maps.Keys(p.Places)) {
		all = append(all, id, p.Places[id].standing(id))
	}
	return all
}

// standing names a place in so far as a text about it depends on it: another answer of
// the person, and another offer, make another one.
func (p Place) standing(event string) string {
	return event + ":" + placeJobID(string(p.State), p.Token, p.By.UTC().String())
}

// noPlace begins the Place of a text to whoever has nothing of an event.
const noPlace = "!"

func unplaced(event string) string { return noPlace + event }

// isTrue reports whether what a text says of an event is so still, as far as is known:
// how the event is, and how the person stands with it.
func (h *hearing) isTrue(told Told) bool {
	if told.Event == "" {
		return true
	}
	e, ok := h.org.Event(told.Event)
	face := e.Face()
	if e.Cancelled || h.t.Off[told.Event] {
		face = places.CancelledFace
	}
	if !ok || told.Face != "" && told.Face != face {
		return false
	}
	event, none := strings.CutPrefix(told.Place, noPlace)
	return event == "" || slices.Contains(h.t.Person.Standing(), event) != none
}
