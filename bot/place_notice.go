package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
)

// PlaceJob is what is to be done about an event: for its register, or for whoever
// the job is for.
type PlaceJob struct {
	Event string    `json:"event"`
	Does  PlaceDoes `json:"does"`
	Token string    `json:"token,omitempty"`
	Face  string    `json:"face,omitempty"`  // of the event as it was when the job was made
	By    time.Time `json:"by,omitzero"`     // when an offer ends
	Party int       `json:"party,omitempty"` // places that are offered
	Gone  bool      `json:"gone,omitempty"`  // the person is erased
	Off   bool      `json:"off,omitempty"`   // staff have cancelled the event
}

// PlaceDoes tells what a PlaceJob does.
type PlaceDoes string

// What a PlaceJob can do: the first three for the register of one event, in the name
// of the person whose turn made it; the others for whoever the job is for.
const (
	placeKeep    PlaceDoes = "keep"
	placeGive    PlaceDoes = "give"
	placeRefuse  PlaceDoes = "refuse"
	placeInvite  PlaceDoes = "invite"
	placeAnew    PlaceDoes = "anew" // invite whoever was to be asked about another day
	placeRemind  PlaceDoes = "remind"
	placeOffer   PlaceDoes = "offer"
	placeChanged PlaceDoes = "changed"
	placeRemoved PlaceDoes = "removed"
)

// forRegister reports whether a job is for a register, not for a person.
func (p *PlaceJob) forRegister() bool {
	return p.Does == placeKeep || p.Does == placeGive || p.Does == placeRefuse
}

// settledFor is how long a register may be out of reach until what it must know is
// lost.
const settledFor = 30 * 24 * time.Hour

// placeJob puts beside the turn what the register of an event must know.
func (h *hearing) placeJob(event string, does PlaceDoes, token string) {
	h.t.Jobs = append(h.t.Jobs, Job{
		ID: placeJobID(h.t.Key.Org, event, string(does), h.t.ID, token), Org: h.t.Key.Org, From: h.t.ID,
		Who: flows.Audience{Kind: flows.ToAsker, Name: h.t.ID}, Made: h.now.UTC(), Until: h.now.Add(settledFor).UTC(),
		Place: &PlaceJob{Event: event, Does: does, Token: token, Gone: h.t.Forget},
	})
}

func placeJobID(parts ...string) string {
	sum := sha256.New()
	for _, p := range parts {
		sum.Write(append([]byte(p), 0))
	}
	return "e-" + hex.EncodeToString(sum.Sum(nil)[:10])
}

// JudgePlace decides what a job about an event changes for one person. It is pure.
// It reports false if nothing does: they have stopped, it is not for them, or the
// event is another one by now.
func JudgePlace(o *flows.Org, thread Thread, job Job, now time.Time, members func(group string) int) (Turn, bool) {
	h := newHearing(o, thread, "place:"+job.ID+":"+thread.ID, now, members)
	h.unasked = true
	h.t.Rule = "event"
	e, ok := o.Event(job.Place.Event)
	e.Cancelled = e.Cancelled || job.Place.Off
	if thread.Version == 0 || h.t.Stopped || !h.t.Key.Address.Answerable() || !ok || !now.Before(e.Starts) {
		return Turn{}, false
	}
	told := Told{ID: job.ID, Until: job.Until, Event: e.ID, Face: e.Face()}
	if !h.placeTold(e, job, &told) {
		return Turn{}, false
	}
	if told.Text != "" && h.mayBeTold(told) {
		h.tellOrKeep(told)
	}
	return h.finish(), true
}

// placeTold is what a person is told of an event. It reports false if nothing is.
func (h *hearing) placeTold(e flows.Event, job Job, told *Told) bool {
	place, known := h.t.Person.Places[e.ID]
	asked := h.org.AskedAbout(e, h.lang())
	switch p := job.Place; p.Does {
	case placeInvite, placeAnew:
		if p.Does == placeAnew && !h.askedOtherwise(e) {
			return false
		}
		told.Group, told.Asked, told.Place = e.Invites, &asked, unplaced(e.ID)
		told.Text = strings.ReplaceAll(h.words(about(e, "ask"), h.eventFacts(e)...), "  ", " ") + "\n" + h.words("event.stop") // there may be nothing about it
		return !known && !e.Cancelled
	case placeRemind:
		told.Group, told.Asked, told.Place = e.ID, &asked, place.standing(e.ID)
		told.Text = h.words("event.remind", "event", h.eventName(e), "when", h.soon(e.Starts), "where", h.where(e))
		return known && place.State == places.Coming && place.Said.Before(e.RemindAt) && !e.Cancelled && p.Face == e.Face()
	case placeOffer:
		return h.offered(e, p, place, told, &asked)
	case placeChanged:
		return known && h.changed(e, place, told, &asked)
	case placeRemoved:
		return h.takenOut(e, p, place, told, &asked)
	}
	return false
}

// askedOtherwise reports whether somebody was asked, or is to be, about the event as it
// was before it moved, and has not answered. Such a question does not leave any more.
func (h *hearing) askedOtherwise(e flows.Event) bool {
	isInvite := func(t Told) bool { return t.Event == e.ID && t.Place == unplaced(e.ID) }
	waiting := slices.DeleteFunc(slices.Clone(h.t.Told), func(t Told) bool { return !isInvite(t) })
	if slices.ContainsFunc(waiting, func(t Told) bool { return t.Face == e.Face() }) {
		return false
	}
	return len(waiting) > 0 || slices.ContainsFunc(h.t.Conversation.Asked, func(a flows.Asked) bool {
		return a.Event == e.ID && a.Answer == "" && a.Face != "" && a.Face != e.Face()
	})
}

// offered tells somebody in line that a place has come up, and until when it is
// held. Nothing is offered to whoever may be in need.
func (h *hearing) offered(e flows.Event, p *PlaceJob, place Place, told *Told, asked *flows.Asked) bool {
	waits := place.State == places.Waiting || place.State == places.Offered
	if c := h.t.Thread.Case; !waits || place.Token != p.Token || e.Cancelled || c != nil && c.Urgent {
		return false
	}
	place.State, place.By, place.Ref = places.Offered, p.By.UTC(), ""
	h.hold(e.ID, place)
	told.Until, told.Asked, told.Place = p.By, asked, place.standing(e.ID)
	id := "event.offer"
	if p.Party > 1 {
		id = "event.offer_party"
	}
	told.Text = h.words(id, "event", h.eventName(e), "when", h.soonAlone(e.Starts), "time", h.by(p.By), "places", h.countedPlaces(p.Party))
	return h.now.Before(p.By)
}

// soonAlone is soon within a list of words: "tomorrow 10am".
func (h *hearing) soonAlone(at time.Time) string {
	for i, id := range []string{"date.today", "date.tomorrow"} {
		if sameDay(h.now.AddDate(0, 0, i).In(at.Location()), at) {
			return h.words(id) + " " + h.org.Clock(h.lang(), at)
		}
	}
	return h.org.When(h.lang(), at)
}

// changed tells whoever comes or waits that the event has moved, or is cancelled:
// then nobody has a place any more.
func (h *hearing) changed(e flows.Event, place Place, told *Told, asked *flows.Asked) bool {
	if e.Cancelled {
		told.Text, told.Event, told.Face = h.words("event.cancelled_day", h.eventFacts(e)...), "", "" // whatever becomes of it
		h.letGo(e.ID)
		h.t.Conversation = h.t.Conversation.WithoutAsked(e.ID)
		return true
	}
	place.Ends = e.Ends.UTC()
	h.hold(e.ID, place)
	told.Place = e.ID
	if place.State != places.Coming {
		told.Text = h.words("event.moved_line", h.eventFacts(e)...)
		return true
	}
	told.Asked = asked
	told.Text = h.words("event.moved", h.eventFacts(e)...)
	return true
}

// takenOut tells somebody that staff have taken them out of an event.
func (h *hearing) takenOut(e flows.Event, p *PlaceJob, place Place, told *Told, asked *flows.Asked) bool {
	if place.Token == "" || place.Token != p.Token {
		return false
	}
	if e.Cancelled {
		return h.changed(e, place, told, asked)
	}
	told.Text, told.Event, told.Face = h.words("event.removed", h.eventFacts(e)...), "", ""
	h.letGo(e.ID)
	h.t.Conversation = h.t.Conversation.WithoutAsked(e.ID)
	return true
}
