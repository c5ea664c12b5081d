package bot

import (
	"errors"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
)

// What keeps staff from putting somebody into an event, beside ErrEventOff and
// ErrEventOver.
var (
	// ErrEventFull is returned where all places are taken, or others wait for one.
	ErrEventFull = errors.New("the event has no place left")
	// ErrEventClosed is returned once the time is over until which a yes is taken.
	ErrEventClosed = errors.New("no more answers are taken for the event")
	// ErrInLine is returned for somebody who waits for a place, and gets it in turn.
	ErrInLine = errors.New("the person waits in line for a place")
)

// enterEvent gives somebody a place by the deed of staff, out of the register like
// every other, and asks whether they can come. Nobody gets one before those who wait.
func (h *hearing) enterEvent(g flows.Group, e flows.Event, m Membership) error {
	if _, waits := h.t.Person.Places[e.ID]; waits {
		return ErrInLine
	}
	answer, answered := h.t.Claims[e.ID]
	if !answered {
		h.t.Asks = append(h.t.Asks, PlaceAsk{e.ID, 1})
		return nil
	}
	switch answer.Kind {
	case places.Got:
	case places.Line:
		return ErrEventFull
	case places.Closed:
		return ErrEventClosed
	case places.Begun:
		return ErrEventOver
	default:
		return ErrEventOff
	}
	h.hold(e.ID, Place{State: places.Coming, Party: answer.Party, Token: h.t.Event, Said: h.now.UTC(), Ends: e.Ends.UTC()})
	h.becomesMember(g, m)
	asked := h.org.AskedAbout(e, h.lang())
	h.tellOrKeep(Told{
		ID: "added:" + m.ID, Text: h.words("event.added", h.eventFacts(e)...), Group: e.ID, Asked: &asked, Until: e.Starts.UTC(),
	})
	return nil
}
