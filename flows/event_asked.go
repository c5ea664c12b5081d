package flows

import (
	"slices"

	"github.com/connective-messaging/connective/locales"
)

// The answers to a question about an event.
const (
	EventYes = "yes"
	EventNo  = "no"
)

// AskedAbout is the question whether somebody comes to an event: yes or no, until it
// begins. An answer can be changed until then.
func (o *Org) AskedAbout(e Event, tag string) Asked {
	a := Asked{ID: "e-" + e.ID, Event: e.ID, Face: e.Face(), Until: e.Starts.UTC()}
	for _, id := range []string{EventYes, EventNo} {
		names := slices.Concat(locales.Words(tag, "words."+id), locales.Words(o.Language, "words."+id))
		a.Shown = append(a.Shown, AskedChoice{ID: id, Label: locales.Say(tag, "label."+id), Names: names})
	}
	return a
}

// AskedOf returns the question about an event that is open and was put last; false
// if there is none.
func (c Conversation) AskedOf(w World) (Asked, bool) {
	for _, a := range slices.Backward(c.Asked) {
		if a.Event != "" && w.Now.Before(a.Until) {
			return a, true
		}
	}
	return Asked{}, false
}

// AskedBefore reports whether somebody was asked about an event as it was before it
// moved.
func (c Conversation) AskedBefore(e Event) bool {
	return slices.ContainsFunc(c.Asked, func(a Asked) bool { return a.Event == e.ID && a.Face != "" && a.Face != e.Face() })
}

// WithoutAsked returns the conversation without the question about an event.
func (c Conversation) WithoutAsked(event string) Conversation {
	c.Asked = slices.DeleteFunc(slices.Clone(c.Asked), func(a Asked) bool { return a.Event == event })
	return c
}
