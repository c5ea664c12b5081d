package bot

import (
	"errors"
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// Referral is a service that is asked, by e-mail, to call the resident of a case.
type Referral struct {
	ID       string        `json:"id"` // of this asking: a case can have another later
	Service  string        `json:"service"`
	Name     string        `json:"name"`
	Email    string        `json:"email,omitempty"`
	Shares   string        `json:"shares,omitempty"` // what the service reads beside their number
	Safe     bool          `json:"safe,omitempty"`   // no text tells how it stands: others may read the phone
	Within   time.Duration `json:"within"`
	Agreed   time.Time     `json:"agreed"`
	Mailed   time.Time     `json:"mailed,omitzero"`
	Staff    bool          `json:"staff,omitempty"` // it is with staff: no letter, no answer in time, or a no
	Seen     time.Time     `json:"seen,omitzero"`
	Answered time.Time     `json:"answered,omitzero"`
	Answer   Says          `json:"answer,omitempty"`
	Reason   string        `json:"reason,omitempty"` // of a no
	Tell     time.Time     `json:"tell,omitzero"`    // when the resident is told how it stands
}

// Says is what a service says of a referral.
type Says string

// What a service can say.
const (
	SaysSeen   Says = "seen"
	SaysYes    Says = "accepted"
	SaysCannot Says = "cannot"
)

// CannotReasons are why a service cannot help, in the order in which they are
// offered, with what staff read.
var CannotReasons = flows.Codes{
	{ID: "full", Label: "it is full"}, {ID: "not_for_us", Label: "it is not what the service does"}, {ID: "area", Label: "they live outside its area"},
	{ID: "age", Label: "it is for another age"}, {ID: "closed", Label: "the service is closed"}, {ID: "unreachable", Label: "they could not be reached"},
	{ID: "other", Label: "another reason"},
}

// Errors of what is done about a referral.
var (
	// ErrNoReferral is returned where a case has no such referral any more.
	ErrNoReferral = errors.New("there is no such referral")
	// ErrSaid is returned for an answer to what the service has answered.
	ErrSaid = errors.New("the service has answered")
)

// seenTold is how long a service has to answer before the resident is told that it
// has read what they asked: most answer at once, and one text is enough.
const seenTold = time.Hour

// Waits tells whether a letter is to leave.
func (r *Referral) Waits() bool { return r != nil && r.Mailed.IsZero() && !r.Staff }

// Overdue is when staff go on without the service's answer; zero for never.
func (r *Referral) Overdue() time.Time {
	if r == nil || r.Mailed.IsZero() || r.Staff || !r.Answered.IsZero() {
		return time.Time{}
	}
	return r.Mailed.Add(r.Within)
}

// refer asks a service, with the case that has just been handed over. Without a
// consent in this very turn, or an address, staff go on alone.
func (h *hearing) refer(c *Case, to *flows.Referred) {
	c.Referral = nil
	switch {
	case to == nil:
		return
	case !h.agreedNow():
		h.note(ByAct, "", to.Name+" was not asked: they have not agreed to it")
		return
	case to.Email == "":
		h.note(ByAct, "", to.Name+" has no e-mail address: please ask it yourselves")
		return
	}
	c.Referral = &Referral{
		ID: Ref(h.t.Event, h.t.Key.Org, 0), Service: to.Service, Name: to.Name, Email: to.Email, Shares: to.Shares, Safe: to.Safe,
		Within: to.Within, Agreed: h.now.UTC(),
	}
	if h.t.Case == CaseOpened { // nothing is for staff to read or answer yet
		c.Unread, c.Waits = 0, time.Time{}
		c.Due = h.org.Promise(c.Queue, h.now.Add(to.Within)).UTC()
	}
}

// agreedNow tells whether the person has agreed in this turn to something that the
// organisation asks for.
func (h *hearing) agreedNow() bool {
	return slices.ContainsFunc(h.t.Ledger, func(c Consent) bool {
		return c.Given && slices.ContainsFunc(h.org.Consents, func(k flows.Consent) bool { return k.Name == c.Name })
	})
}

// toStaff has staff go on with a referral, in the time that their queue promises.
func (h *hearing) toStaff(c *Case) {
	r := *c.Referral
	r.Staff = true
	c.Referral = &r
	if c.Answered.IsZero() {
		c.Due = h.org.Promise(c.Queue, h.now).UTC()
	}
}

// referralAt is when the resident is told how their referral stands; zero for never.
func (h *hearing) referralAt() time.Time {
	if c := h.t.Thread.Case; c != nil && c.Referral != nil {
		return c.Referral.Tell
	}
	return time.Time{}
}

// referralDue tells the resident in one text how their referral stands: not at
// night, not while staff talk with them, and never where somebody else could learn
// from it what they were looking for. What they are not told staff read.
func (h *hearing) referralDue() {
	at, c := h.referralAt(), h.t.Thread.Case
	if at.IsZero() || at.After(h.now) {
		return
	}
	r := *c.Referral
	c.Referral, r.Tell = &r, time.Time{}
	h.edited()
	switch {
	case h.t.Stopped, c.Stop, !h.t.Key.Address.Answerable(), r.Safe, c.Grave(), c.Urgent, c.Holder.ID != "":
		h.note(ByAct, "", "they were not told by themselves how it stands")
		if !r.Staff && r.Answer != "" {
			h.toStaff(c)
		}
	case h.t.Soft != nil:
		r.Tell = h.t.Soft.Due.Add(time.Minute).UTC()
	case h.doubtful():
		r.Tell = h.now.Add(stillAgain).UTC()
	case h.org.QuietAt(h.now):
		r.Tell = h.org.QuietEnds(h.now).UTC()
	case len(h.t.Say) > 0:
		r.Tell = h.now.Add(time.Minute).UTC()
	default:
		h.tellReferral(c, r)
	}
}

// tellReferral tells the resident how it stands. The text names neither the service
// nor what it is for. A yes ends the case, unless they have written since.
func (h *hearing) tellReferral(c *Case, r Referral) {
	said := r.Answer
	if said == "" {
		said = SaysSeen
	}
	h.say(h.words("refer." + string(said)))
	if said != SaysYes || c.Unread > 0 {
		return
	}
	c.Closing = &Closing{At: h.now.UTC()}
	if h.org.Closings.Outcomes.Has(outcomeReferred) {
		c.Closing.Outcome = outcomeReferred
	}
	h.note(ByAct, "", "closed by itself: "+r.Name+" calls them")
	h.closed(c)
	if c.Flow {
		h.idle()
	}
}

// outcomeReferred is what such a case came to, where the organisation lists it.
const outcomeReferred = "referred"
