package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// What an act of the staff can be refused for.
var (
	// ErrStopped is returned for a reply to somebody who has texted STOP.
	ErrStopped = errors.New("the person has stopped texts")
	// ErrUnanswerable is returned for a reply to a sender of letters or a short
	// code, which cannot be texted.
	ErrUnanswerable = errors.New("texts from this sender cannot be answered")
	// ErrNoQueue is returned for a queue that the organisation does not have.
	ErrNoQueue = errors.New("there is no such queue")
	// ErrEmpty is returned for a reply without a word.
	ErrEmpty = errors.New("there is nothing to send")
	// ErrAgain is returned for the very reply that was sent a moment ago; see
	// Reply.Once.
	ErrAgain = errors.New("the same reply has just been sent")
)

// BlankError is returned for a reply in which blanks of a template are left.
type BlankError struct{ Blanks []string }

// Error lists the blanks, which are the organisation's words.
func (e *BlankError) Error() string {
	return "fill in first: " + strings.Join(e.Blanks, ", ")
}

// HeldError is returned for an act on a case that somebody else has claimed.
type HeldError struct {
	By    Staff
	Since time.Time
}

// Error says so, without the name: it may be logged.
func (*HeldError) Error() string { return "somebody else has claimed the case" }

// Act is one thing that staff do with an open case.
type Act interface {
	// on plans what it changes, or says why it cannot be.
	on(h *hearing, c *Case, by Staff) error
}

// CaseKeys finds whose case it is.
type CaseKeys interface {
	Case(ctx context.Context, org, id string) (CaseFile, error)
}

// Act lets somebody of the staff do something with an open case. The same id does
// it once. Errors are ErrNoCase, a *HeldError, those of the act, or wrap
// ErrUnavailable.
func (b *Bot) Act(ctx context.Context, org, caseID string, by Staff, id string, act Act) error {
	o := b.c.Book().Orgs[org]
	cases, ok := b.c.Threads.(CaseKeys)
	if o == nil || !ok {
		return ErrNoCase
	}
	if ask, ok := act.(AskArea); ok && !b.reaches(o, ask.Area) {
		return ErrNoArea
	}
	file, err := cases.Case(ctx, org, caseID)
	if err != nil {
		return err
	}
	// What is sent again is answered as it was the first time, also once the case
	// is closed by it.
	return b.turn(withText(ctx, staffEvent(id), sharedLine(o)), o, file.Key, func(o *flows.Org, t Thread) (Turn, error) {
		if t.Case == nil || t.Case.ID != caseID {
			return Turn{}, ErrNoCase
		}
		return JudgeAct(o, t, by, id, act, b.now(o), b.members(o))
	})
}

// reaches reports whether cases of an organisation can go to an area as things
// stand.
func (b *Bot) reaches(o *flows.Org, area string) bool {
	a, ok := o.Closings.Area(area)
	return ok && a.Reaches(o, b.c.Book().Orgs[a.Org])
}

// sharedLine is the organisation's number if others share it.
func sharedLine(o *flows.Org) string {
	if o.Shared {
		return o.Number
	}
	return ""
}

// staffEvent names what staff do.
func staffEvent(id string) string { return "staff:" + id }

// JudgeAct decides what an act changes in a thread that has an open case. It is
// pure.
func JudgeAct(o *flows.Org, thread Thread, by Staff, id string, act Act, now time.Time, members func(string) int) (Turn, error) {
	h := newHearing(o, thread, staffEvent(id), now, members)
	h.t.Rule = "staff"
	h.answerOn(h.t.Person.Line)
	by.Name = strings.ToValidUTF8(by.Name, "�")
	if err := act.on(h, h.t.Thread.Case, by); err != nil {
		return Turn{}, err
	}
	return h.finish(), nil
}

// free refuses what only the holder may do to a case that another has claimed.
func (c *Case) free(by Staff) error {
	if c.Holder.ID == "" || c.Holder.ID == by.ID {
		return nil
	}
	return &HeldError{c.Holder, c.Since}
}
