package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// What staff cannot do with somebody in a group.
var (
	// ErrNoWant is returned for an answer to somebody who does not ask any more: a
	// colleague was quicker, or they have changed their mind.
	ErrNoWant = errors.New("the person does not ask to join the group")
	// ErrNoGroup is returned for a group that there is not.
	ErrNoGroup = errors.New("there is no such group")
	// ErrSensitive is returned for putting somebody into a sensitive group, which
	// people join themselves.
	ErrSensitive = errors.New("people join a sensitive group themselves")
	// ErrMember is returned for who is in the group already, or is not in it.
	ErrMember = errors.New("that is so already")
)

// Membership is what staff do about somebody and a group.
type Membership struct {
	ID     string // of the act: the same does it once
	Group  string
	Do     MembershipDeed
	By     Staff
	Reason string // for Put and TakeOut
}

// MembershipDeed is one thing that staff do.
type MembershipDeed string

// The deeds.
const (
	Accept  MembershipDeed = "accept"  // who has asked to join
	Refuse  MembershipDeed = "refuse"  // who has asked to join
	Put     MembershipDeed = "put"     // into the group, who has agreed to texts
	TakeOut MembershipDeed = "takeout" // of the group
)

// Decide does it. The person is told of what they had asked for and of being put
// into a group, when quiet hours end, and never after a STOP: then who had asked is
// asked about no more. Errors are those above and of events, ErrStopped, ErrNoConsent,
// ErrSilent, or wrap ErrUnavailable.
func (b *Bot) Decide(ctx context.Context, org string, who providers.Address, m Membership) error {
	o := b.c.Book().Orgs[org]
	if o == nil {
		return errNoOrg
	}
	var stopped error
	err := b.turn(ctx, o, Key{org, who}, func(o *flows.Org, t Thread) (Turn, error) {
		turn, err := JudgeMembership(o, t, m, b.now(o))
		if stopped = nil; errors.Is(err, ErrStopped) && turn.Wanted { // it is noted that nobody need ask again
			stopped, err = err, nil
		}
		return turn, err
	})
	return errors.Join(err, stopped)
}

// JudgeMembership decides what it changes. It is pure. With ErrStopped the turn is
// to be committed all the same if it says that the person's wish is settled.
func JudgeMembership(o *flows.Org, thread Thread, m Membership, now time.Time) (Turn, error) {
	g, ok := o.Group(m.Group)
	if !ok {
		return Turn{}, ErrNoGroup
	}
	h := newHearing(o, thread, "member:"+m.ID, now, nil)
	h.t.Rule, h.unasked = "membership", true
	var err error
	switch m.Do {
	case Accept, Refuse:
		err = h.answerWant(g, m)
	case Put:
		err = h.put(g, m)
	case TakeOut:
		err = h.takeOut(g, m)
	}
	if err != nil && !errors.Is(err, ErrStopped) {
		return Turn{}, err
	}
	return h.finish(), err
}

func (h *hearing) answerWant(g flows.Group, m Membership) error {
	if !h.drop(g.ID) {
		return ErrNoWant
	}
	if h.t.Stopped {
		return ErrStopped
	}
	if m.Do == Refuse {
		h.sayOfGroup(g, "group.refused", m)
		return nil
	}
	return h.enter(g, m)
}

func (h *hearing) put(g flows.Group, m Membership) error {
	switch {
	case h.t.Stopped:
		return ErrStopped
	case g.Sensitive:
		return ErrSensitive
	case h.t.Version == 0 || len(h.t.Person.Consents) == 0:
		return ErrNoConsent
	case slices.Contains(h.t.Person.Groups, g.ID):
		return ErrMember
	case h.doubtful():
		return ErrSilent
	}
	h.drop(g.ID)
	return h.enter(g, m)
}

// enter makes somebody a member by the deed of staff.
func (h *hearing) enter(g flows.Group, m Membership) error {
	if slices.Contains(h.t.Person.Groups, g.ID) {
		h.sayOfGroup(g, "group.accepted", m)
		return nil
	}
	if e, is := h.org.Event(g.ID); is {
		return h.enterEvent(g, e, m)
	}
	h.becomesMember(g, m)
	h.sayOfGroup(g, "group.accepted", m)
	return nil
}

func (h *hearing) becomesMember(g flows.Group, m Membership) {
	h.t.Person.Groups = append(h.t.Person.Groups, g.ID)
	h.t.Joined = append(h.t.Joined, g.ID)
	h.consent(Consent{Name: "join:" + g.ID, Given: true, Wording: m.Reason, By: m.By.Name})
}

func (h *hearing) takeOut(g flows.Group, m Membership) error {
	if !slices.Contains(h.t.Person.Groups, g.ID) {
		return ErrMember
	}
	h.t.Person.Groups = slices.DeleteFunc(h.t.Person.Groups, func(id string) bool { return id == g.ID })
	h.t.Left = append(h.t.Left, g.ID)
	h.consent(Consent{Name: "leave:" + g.ID, Wording: m.Reason, By: m.By.Name})
	return nil
}

// sayOfGroup tells something of a group later than it was asked; a sensitive one is
// not named then, as somebody else may hold the phone. Whoever was silent for so long
// that it may be another's number is told once they say that it is theirs.
func (h *hearing) sayOfGroup(g flows.Group, id string, m Membership) {
	words := id
	if g.Sensitive {
		words += "_unnamed"
	}
	text, group := h.words(words, "group", g.Called(h.lang()), "word", strings.ToUpper(g.Word)), ""
	if id == "group.accepted" {
		group = g.ID // nobody is told so who has left again meanwhile
	}
	if h.doubtful() {
		h.tellOrKeep(Told{ID: "member:" + m.ID, Text: text, Group: group, Until: h.now.Add(worthAsker).UTC()})
		return
	}
	h.say(text).Group = group
}
