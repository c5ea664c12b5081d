package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// What a reply of the staff can be refused for.
var (
	// ErrStopped is returned for a reply to somebody who has texted STOP.
	ErrStopped = errors.New("the person has stopped texts")
	// ErrUnanswerable is returned for a reply to a sender of letters or a short
	// code, which cannot be texted.
	ErrUnanswerable = errors.New("texts from this sender cannot be answered")
)

// CaseKeys finds whose case it is.
type CaseKeys interface {
	Case(ctx context.Context, org, id string) (CaseFile, error)
}

// StaffReply sends what a person of the staff wrote in an open case. The same
// uuid sends once. Errors are ErrNoCase, ErrStopped, ErrUnanswerable,
// or wrap ErrUnavailable.
func (b *Bot) StaffReply(ctx context.Context, org, caseID, name, text, uuid string) error {
	return b.staff(ctx, org, caseID, func(o *flows.Org, t Thread) (Turn, error) {
		if t.Stopped {
			return Turn{}, ErrStopped
		}
		if !t.Key.Address.Answerable() {
			return Turn{}, ErrUnanswerable
		}
		h := newHearing(o, t, "staff:"+uuid, b.now(o), b.members(o))
		h.t.Rule = "staff"
		name, text := strings.ToValidUTF8(name, "�"), strings.ToValidUTF8(text, "�")
		said := h.say(h.words("person.from", "name", name, "text", text))
		said.Staff = true
		if h.t.Thread.Case.Answered.IsZero() {
			h.t.Thread.Case.Answered = h.now.UTC()
		}
		h.note("staff", name, text)
		return h.finish(), nil
	})
}

// StaffClose closes a case, and the flow that handed over goes on. The same
// uuid closes once.
func (b *Bot) StaffClose(ctx context.Context, org, caseID, name, uuid string) error {
	return b.staff(ctx, org, caseID, func(o *flows.Org, t Thread) (Turn, error) {
		h := newHearing(o, t, "staff:"+uuid, b.now(o), b.members(o))
		h.t.Rule = "closed"
		h.close(name)
		return h.finish(), nil
	})
}

// close ends the open case. After a crisis or a STOP the bot says nothing.
func (h *hearing) close(name string) {
	c := h.t.Thread.Case
	h.t.CaseID = c.ID
	h.t.Closed, h.t.Case, h.t.Thread.Case = c, CaseClosed, nil
	switch {
	case h.t.Stopped || c.Stop || !c.Holds:
		return
	case c.Reason == "crisis":
		h.idle()
	case c.Flow && h.org.HandedOver(h.t.Conversation):
		h.play(h.org.Closed(h.t.Conversation, h.world()))
	default:
		if c.Flow && h.org.Gone(h.t.Conversation) {
			h.idle()
		}
		h.say(h.words("person.ended"))
	}
}

func (b *Bot) staff(ctx context.Context, org, caseID string, judge func(*flows.Org, Thread) (Turn, error)) error {
	o := b.c.Book().Orgs[org]
	cases, ok := b.c.Threads.(CaseKeys)
	if o == nil || !ok {
		return ErrNoCase
	}
	file, err := cases.Case(ctx, org, caseID)
	if err != nil {
		return err
	}
	return b.turn(ctx, o, file.Key, func(o *flows.Org, t Thread) (Turn, error) {
		if t.Case == nil || t.Case.ID != caseID {
			return Turn{}, ErrNoCase
		}
		return judge(o, t)
	})
}
