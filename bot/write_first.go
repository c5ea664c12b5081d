package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// What writing to somebody first can be refused for, beside what a reply can.
var (
	// ErrNoConsent is returned for somebody who has agreed to no texts of the
	// organisation, or whom it does not know.
	ErrNoConsent = errors.New("the person has agreed to no texts")
	// ErrSilent is returned for somebody whose number may be another's by now: they
	// have been silent for long, and not said that it is still them.
	ErrSilent = errors.New("the person has been silent for long, and has not said that the number is still theirs")
	// ErrUnanswered is returned for somebody whom staff wrote to first within a day,
	// and who has not answered.
	ErrUnanswered = errors.New("the person was written to within a day and has not answered")
)

// OpenError is returned for somebody who has an open case: the place to write to
// them is there.
type OpenError struct{ CaseID string }

// Error says so.
func (*OpenError) Error() string { return "the person has an open case" }

// firstAgain is how long staff wait for an answer before they write first again.
const firstAgain = 24 * time.Hour

// Standing is what must be known of somebody before they are written to first.
type Standing struct {
	Person   string   // the id
	Consents []string // the names of what they have agreed to
	Refused  error    // why they may not be written to now; nil if they may
}

// Standing looks somebody up. Whoever is not known has agreed to nothing. Errors
// wrap ErrUnavailable.
func (b *Bot) Standing(ctx context.Context, org string, to providers.Address) (Standing, error) {
	o := b.c.Book().Orgs[org]
	if o == nil {
		return Standing{}, errNoOrg
	}
	thread, err := b.c.Threads.Thread(ctx, Key{org, to})
	if err != nil {
		return Standing{}, fmt.Errorf("read a thread: %w", err)
	}
	return Standing{thread.ID, slices.Clone(thread.Person.Consents), mayWriteFirst(o, thread, b.now(o))}, nil
}

// mayWriteFirst returns why staff may not write to somebody first.
func mayWriteFirst(o *flows.Org, t Thread, now time.Time) error {
	switch {
	case t.Stopped:
		return ErrStopped
	case !t.Key.Address.Answerable():
		return ErrUnanswerable
	case len(t.Person.Consents) == 0:
		return ErrNoConsent
	case t.Case != nil:
		return &OpenError{t.Case.ID}
	case t.Person.Doubtful(o, now):
		return ErrSilent
	case t.Person.Started.After(t.Person.Heard) && now.Sub(t.Person.Started) < firstAgain:
		return ErrUnanswered
	}
	return nil
}

// WriteFirst lets somebody of the staff write to a person who has agreed to texts,
// and opens a case that they hold. The same id does it once. It returns the case.
// Nobody asked for the text, so that it waits for the end of quiet hours. Errors
// are those of a Standing, ErrEmpty, a *BlankError, or wrap ErrUnavailable.
func (b *Bot) WriteFirst(ctx context.Context, org string, to providers.Address, by Staff, id, text string) (caseID string, err error) {
	o := b.c.Book().Orgs[org]
	if o == nil {
		return "", errNoOrg
	}
	err = b.turn(ctx, o, Key{org, to}, func(o *flows.Org, t Thread) (Turn, error) {
		if c := t.Case; c != nil && c.SaidBy == firstEvent(id) { // it was done before
			caseID = c.ID
		}
		turn, err := JudgeFirst(o, t, by, id, text, b.now(o))
		if err == nil {
			caseID = turn.CaseID
		}
		return turn, err
	})
	var open *OpenError
	if caseID != "" && errors.As(err, &open) {
		return caseID, nil
	}
	return caseID, err
}

func firstEvent(id string) string { return "staff:" + id }

// JudgeFirst decides what it changes that staff write to a person first. It is
// pure.
func JudgeFirst(o *flows.Org, thread Thread, by Staff, id, text string, now time.Time) (Turn, error) {
	text = writtenText(text)
	if err := mayWriteFirst(o, thread, now); err != nil {
		return Turn{}, err
	}
	if text == "" {
		return Turn{}, ErrEmpty
	}
	if blanks := o.Closings.Unfilled(text); len(blanks) > 0 {
		return Turn{}, &BlankError{blanks}
	}
	h := newHearing(o, thread, firstEvent(id), now, nil)
	h.t.Rule, h.unasked = "first", true
	c := h.open("first", h.firstQueue(), "")
	c.Due, c.Answered, c.Holds = time.Time{}, h.now.UTC(), true
	h.claim(c, by)
	said := h.say(h.words("person.first", "name", by.Name, "text", text))
	said.Staff = true
	c.Said, c.Words, c.SaidBy = h.now.UTC(), digest(text), h.t.Event
	h.t.Person.Started = h.now.UTC()
	h.note(ByStaff, by.Name, text)
	h.t.Notes[len(h.t.Notes)-1].Ref = said.Ref
	return h.finish(), nil
}
