package bot

import "time"

// menuFor is how long a menu counts as a question after the person's last text:
// what comes in between must not ask for a number, too.
const menuFor = 10 * time.Minute

// unheard tells whether nothing may be said to the person that they have not asked
// for: staff have the word or look at what may be a call for help, "did you mean
// STOP?" is open, it may not be their number any more, or a machine seems to answer. Where that ends by itself, with the
// time and no turn, it tells when.
func (h *hearing) unheard() (until time.Time, yes bool) {
	c := h.t.Thread.Case
	switch {
	case h.t.Soft != nil, c != nil && (c.Holds || c.Grave()), h.t.Asking != nil && h.t.Asking.Kind == "safety":
		return time.Time{}, true
	case h.doubtful():
		return time.Time{}, true
	case h.now.Before(h.t.Guard.Muted):
		return h.t.Guard.Muted, true
	}
	return time.Time{}, false
}

// engaged tells whether the person is about to answer something else, or may not
// be told anything: nothing may then ask them. Where that ends by itself it tells
// when.
func (h *hearing) engaged() (until time.Time, yes bool) {
	switch until, unheard := h.unheard(); {
	case unheard:
		return until, true
	case h.t.Conversation.Now != nil, h.t.Asking != nil:
		return time.Time{}, true
	case h.t.Conversation.Menu != nil && h.now.Sub(h.t.Person.Heard) < menuFor:
		return h.t.Person.Heard.Add(menuFor), true
	}
	return time.Time{}, false
}

// parkedDue goes on with a flow that has waited for its moment. It waits on
// while the person is about to answer something else, and for the end of quiet
// hours where it has something to say.
func (h *hearing) parkedDue() {
	if h.t.Stopped {
		h.t.Conversation.Parked = nil
	}
	at := h.t.Conversation.NextParked()
	if _, engaged := h.engaged(); engaged || h.t.Stopped || at.IsZero() || at.After(h.now) || len(h.t.Say) > 0 {
		return
	}
	h.chain = h.t.Conversation.NextChain()
	p := h.org.Unpark(h.t.Conversation, h.world())
	if h.waitsForMorning(p) {
		h.t.Conversation = h.t.Conversation.Postpone(h.org.QuietEnds(h.now))
		return
	}
	h.play(p)
}

// parkedAt is when the next parked flow can go on; zero while a turn must come
// first, or none is parked.
func (h *hearing) parkedAt() time.Time {
	at := h.t.Conversation.NextParked()
	until, engaged := h.engaged()
	switch {
	case at.IsZero() || h.t.Stopped || engaged && until.IsZero():
		return time.Time{}
	case until.After(at):
		return until
	}
	return at
}
