package bot

import (
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
)

// How long a text to others is worth sending that asks nothing: to a group, and
// to whoever waits for an answer.
const (
	worthGroup = 2 * 24 * time.Hour
	worthAsker = 7 * 24 * time.Hour
)

// mostPending is how many texts of others may wait for a person to be free.
const mostPending = 20

// Told is a text of others that waits until the person can be told.
type Told struct {
	ID    string       `json:"id"`
	Text  string       `json:"text"`
	Group string       `json:"group,omitempty"` // only its members may be told
	Asked *flows.Asked `json:"asked,omitempty"` // the question that it asks
	Event string       `json:"event,omitempty"` // told only while that is as the text says
	Face  string       `json:"face,omitempty"`  // of the event, as the text says it
	Place string       `json:"place,omitempty"` // told only while the person stands so with the event, see Person.Standing
	Until time.Time    `json:"until"`           // not worth telling after
}

// Vote is one person's answer to a question that others asked. A later one of the
// same person takes its place.
type Vote struct {
	Tell   string // the question
	Choice int    // by its place, from 0
	Until  time.Time
}

// tell plans a text to others: a job for people, a case for staff.
func (h *hearing) tell(id string, told *flows.Told) {
	if told.Who.Kind == flows.ToQueue {
		h.tellStaff(told)
		return
	}
	if told.Who.Kind == flows.ToGroup && !h.unasked {
		h.noteTell(told.Who.Name)
	}
	worth := worthGroup
	switch {
	case len(told.Choices) > 0:
		worth = told.For
	case told.Who.Kind == flows.ToAsker:
		worth = worthAsker
	}
	h.t.Jobs = append(h.t.Jobs, Job{
		ID: id, Org: h.t.Key.Org, From: h.t.ID, Who: told.Who, Told: told, Made: h.now.UTC(), Until: h.now.Add(worth).UTC(),
	})
}

// tellStaff shows a text to a queue. The bot goes on talking to the person.
func (h *hearing) tellStaff(told *flows.Told) {
	text := told.Text[h.org.Language]
	h.open("told", h.queueOf(told.Who.Name), text)
	h.note(ByBot, "", text)
}

// JudgeTold decides what a text of others changes for one person whom it is for:
// it is said now, or waits until the person can be told. It is pure. It reports
// false if nothing changes: the person has stopped, is no member any more, or is
// the one who told.
func JudgeTold(o *flows.Org, thread Thread, job Job, now time.Time, members func(group string) int) (Turn, bool) {
	h := newHearing(o, thread, "tell:"+job.ID+":"+thread.ID, now, members)
	h.unasked = true
	h.t.Rule = "told"
	if thread.Version == 0 || job.Who.ExceptMe && thread.ID == job.From || job.Told == nil {
		return Turn{}, false
	}
	told := Told{ID: job.ID, Until: job.Until}
	if job.Who.Kind == flows.ToGroup {
		told.Group = job.Who.Name
	}
	told.Text, told.Asked = job.Told.In(job.ID, h.lang(), o.Language, job.Until)
	if !h.mayBeTold(told) {
		return Turn{}, false
	}
	h.tellOrKeep(told)
	return h.finish(), true
}

// tellOrKeep tells it now, or as soon as the person can be told.
func (h *hearing) tellOrKeep(told Told) {
	if h.canBeTold(told) {
		h.sayTold(told)
		return
	}
	h.t.Told = append(slices.Clone(h.t.Told), told)
	h.t.Told = h.t.Told[max(0, len(h.t.Told)-mostPending):]
}

// mayBeTold tells whether the person may still be sent a text of others.
func (h *hearing) mayBeTold(told Told) bool {
	return !h.t.Stopped && h.t.Key.Address.Answerable() && h.now.Before(told.Until) &&
		(told.Group == "" || slices.Contains(h.t.Person.Groups, told.Group)) && h.isTrue(told)
}

// canBeTold tells whether nothing stands in the way at this moment: quiet hours,
// staff who have the word, and for a question anything else that the person is
// about to answer.
func (h *hearing) canBeTold(told Told) bool {
	_, unheard := h.unheard()
	if told.Asked != nil {
		_, unheard = h.engaged()
	}
	return !unheard && !h.org.QuietAt(h.now)
}

func (h *hearing) sayTold(told Told) {
	said := h.say(told.Text)
	said.Group, said.Event, said.Face, said.Place = told.Group, told.Event, told.Face, told.Place
	if told.Until.Before(said.Expires) {
		said.Expires = told.Until.UTC()
	}
	if told.Asked != nil {
		h.t.Conversation = h.t.Conversation.WithAsked(*told.Asked)
	}
	if place := h.t.Person.Places[told.Event]; place.State == places.Offered && told.Place == place.standing(told.Event) {
		place.Ref = said.Ref
		h.hold(told.Event, place)
	}
}

// toldDue tells the person what has waited for them, one text a turn. What is not
// worth telling any more goes in silence.
func (h *hearing) toldDue() {
	h.t.Told = slices.DeleteFunc(slices.Clone(h.t.Told), func(t Told) bool { return !h.mayBeTold(t) })
	for i, told := range h.t.Told {
		if len(h.t.Say) == 0 && h.canBeTold(told) {
			h.t.Told = slices.Delete(h.t.Told, i, i+1)
			h.sayTold(told)
			return
		}
	}
}

// toldAt is when the next text of others can be told, or is worth nothing any
// more; zero while none waits.
func (h *hearing) toldAt() time.Time {
	var next time.Time
	for _, told := range h.t.Told {
		at := told.Until
		until, waits := h.unheard()
		if told.Asked != nil {
			until, waits = h.engaged()
		}
		if free := h.org.QuietEnds(later(until, h.now)); (!waits || !until.IsZero()) && free.Before(at) {
			at = free
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// toldQuestion hears the answer to a question of others.
func (h *hearing) toldQuestion() bool {
	return len(h.t.Conversation.Asked) > 0 && h.understood(h.org.HearAsked(h.t.Conversation, h.world(), h.text))
}

// toldTooLate tells whoever answers others too late.
func (h *hearing) toldTooLate() bool {
	return len(h.t.Conversation.Asked) > 0 && h.understood(h.org.HearTooLate(h.t.Conversation, h.world(), h.text))
}

// forgetOthers lets go of everything that others have said or asked.
func (h *hearing) forgetOthers() { h.t.Told, h.t.Conversation.Asked = nil, nil }
