package bot

import (
	"maps"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
)

// Place is where somebody stands with an event, as their own thread holds it. What
// it holds was taken in the register of the event by its Token.
type Place struct {
	State places.State `json:"s"`
	Party int          `json:"n,omitempty"`
	Token string       `json:"k"`
	Said  time.Time    `json:"at"` // when they said so last
	Ends  time.Time    `json:"ends"`
	By    time.Time    `json:"by,omitzero"`   // when what they are offered ends
	Ref   string       `json:"ref,omitempty"` // of the text that offers it, once that was said
}

// PlaceAsk is a place that a turn asks for. Until it has its answer the turn is not to
// be committed: the register is asked, and the turn is judged again (Thread.Claims).
type PlaceAsk struct {
	Event string
	Party int // 0 is as many as before, or one
}

// comes hears that the person comes to an event, for so many, and tells them what
// becomes of it.
func (h *hearing) comes(id string, party int) {
	e, ok := h.org.Event(id)
	if !ok {
		h.say(h.words("event.gone"))
		return
	}
	if party > e.Party {
		h.say(h.words("event.party", "places", h.countedPlaces(e.Party), "n", number(e.Party)))
		return
	}
	if _, known := h.t.Person.Places[id]; !known && h.movedSinceAsked(e) {
		return
	}
	if answer, ok := h.take(e, party); ok {
		h.say(h.placeWords(e, answer))
	}
}

// movedSinceAsked tells somebody who says yes to a day, an hour or a place that is no
// longer so how it is now, and asks once more. Whoever comes or waits is told of it by
// itself.
func (h *hearing) movedSinceAsked(e flows.Event) bool {
	if e.Cancelled || !h.t.Conversation.AskedBefore(e) {
		return false
	}
	h.say(h.words("event.moved", h.eventFacts(e)...))
	h.t.Conversation = h.t.Conversation.WithAsked(h.org.AskedAbout(e, h.lang()))
	return true
}

func (h *hearing) isEvent(group string) bool {
	_, is := h.org.Event(group)
	return is
}

// take asks for places of an event. It reports false while the register has not
// answered.
func (h *hearing) take(e flows.Event, party int) (places.Answer, bool) {
	answer, ok := h.t.Claims[e.ID]
	if !ok {
		h.t.Asks = append(h.t.Asks, PlaceAsk{e.ID, party})
		return answer, false
	}
	place := Place{Party: answer.Party, Token: h.t.Event, Said: h.now.UTC(), Ends: e.Ends.UTC()}
	switch answer.Kind {
	case places.Got:
		place.State = places.Coming
		h.inGroup(e.ID)
	case places.Line:
		place.State = places.Waiting
	default:
		return answer, true
	}
	h.hold(e.ID, place)
	asked := h.org.AskedAbout(e, h.lang())
	asked.Answer, asked.Behind = flows.EventYes, h.t.Conversation.Menu != nil
	h.t.Conversation = h.t.Conversation.WithAsked(asked)
	return answer, true
}

func (h *hearing) hold(event string, p Place) {
	h.t.Person.Places = maps.Clone(h.t.Person.Places)
	if h.t.Person.Places == nil {
		h.t.Person.Places = map[string]Place{}
	}
	h.t.Person.Places[event] = p
}

// staysAway hears that the person does not come.
func (h *hearing) staysAway(id string) {
	e, ok := h.org.Event(id)
	if !ok {
		h.say(h.words("told.no"))
		return
	}
	had, known := h.t.Person.Places[id]
	h.letGo(id)
	switch {
	case known && had.State == places.Waiting:
		h.say(h.words("event.out"))
	case known && e.Places > 0:
		h.say(h.words("event.given"))
	default:
		h.say(h.words("event.thanks"))
	}
	if !known {
		h.placeJob(e.ID, placeRefuse, h.t.Event)
	}
}

// letGo gives back what the person has of an event, and what waits to be told of it.
func (h *hearing) letGo(id string) {
	h.t.Person.Places = maps.Clone(h.t.Person.Places)
	delete(h.t.Person.Places, id)
	h.left(id)
	h.t.Told = slices.DeleteFunc(slices.Clone(h.t.Told), func(t Told) bool { return t.Event == id || t.Asked != nil && t.Asked.Event == id })
}

// placeFor tells a flow whether the person gets into an event; if not, what they are
// told.
func (h *hearing) placeFor(group string) (string, bool) {
	e, ok := h.org.Event(group)
	if g, known := h.org.Group(group); !ok || known && !h.mayJoin(g) {
		return "", true
	}
	answer, ok := h.take(e, h.partySaid())
	if !ok || answer.Kind == places.Got {
		return "", true
	}
	return h.placeWords(e, answer), false
}

// aboutEvent hears an answer about an event that says for how many: yes 2 of us.
func (h *hearing) aboutEvent() bool {
	asked, open := h.t.Conversation.AskedOf(h.world())
	if !open {
		return false
	}
	party := h.partySaid()
	if party == 0 && !h.partyUnclear() {
		return false
	}
	h.t.Conversation.Misses = 0
	if party == 0 {
		h.say(h.words("event.how_many"))
		return true
	}
	h.comes(asked.Event, party)
	return true
}

// settlePlaces writes down, with the turn, what its registers must know: which
// places are sure by it, and which are given back. Nobody who has stopped, or is
// erased, keeps a place; nor whoever has left the event in any way.
func (h *hearing) settlePlaces() {
	if len(h.had) == 0 && len(h.t.Person.Places) == 0 {
		return
	}
	h.t.Placed = true
	for _, id := range slices.Sorted(maps.Keys(h.t.Person.Places)) {
		place := h.t.Person.Places[id]
		switch over := !h.now.Before(place.Ends); {
		case over && h.now.Sub(place.Ends) > endedKept:
			h.pastEvent(id)
		case !over && (h.t.Stopped || place.State == places.Coming && !slices.Contains(h.t.Person.Groups, id)):
			h.letGo(id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(h.had)) {
		before := h.had[id]
		if _, keeps := h.t.Person.Places[id]; !keeps && h.now.Before(before.Ends) {
			h.placeJob(id, placeGive, before.Token)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(h.t.Person.Places)) {
		if place := h.t.Person.Places[id]; place.Token != h.had[id].Token {
			h.placeJob(id, placeKeep, place.Token)
		}
	}
}

// endedKept is how long a thread remembers an event that is over.
const endedKept = 24 * time.Hour

// pastEvent lets go of an event that is long over, without a word in the ledger.
func (h *hearing) pastEvent(id string) {
	h.t.Person.Places = maps.Clone(h.t.Person.Places)
	delete(h.t.Person.Places, id)
	delete(h.had, id)
	if slices.Contains(h.t.Person.Groups, id) {
		h.t.Person.Groups = slices.DeleteFunc(h.t.Person.Groups, func(g string) bool { return g == id })
		h.t.Left = append(h.t.Left, id)
	}
}
