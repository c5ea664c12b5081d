package bot

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// claim makes somebody the holder.
func (h *hearing) claim(c *Case, by Staff) {
	if c.Holder.ID == by.ID {
		return
	}
	c.Holder, c.Since, c.Ends = by, h.now.UTC(), time.Time{}
	h.note(ByAct, by.Name, "claimed")
}

// Claim makes the case one's own. Whoever has it already keeps it.
type Claim struct{}

func (Claim) on(h *hearing, c *Case, by Staff) error {
	if err := c.free(by); err != nil {
		return err
	}
	h.claim(c, by)
	return nil
}

// Look says that the holder has read what the resident wrote until then.
type Look struct{ Until time.Time }

func (a Look) on(h *hearing, c *Case, by Staff) error {
	if c.Holder.ID == by.ID {
		h.read(c, a.Until)
	}
	return nil
}

// read clears what nobody had read, unless the resident has written since.
func (h *hearing) read(c *Case, until time.Time) {
	if c.Unread > 0 && !c.Heard.After(until) {
		c.Unread, c.Waits = 0, time.Time{}
		h.edited()
	}
}

// Assign gives the case to a colleague, with a note that only staff read. Force
// takes it from somebody else who holds it, which a lead may.
type Assign struct {
	To    Staff
	Note  string
	Force bool
}

func (a Assign) on(h *hearing, c *Case, by Staff) error {
	if err := c.free(by); err != nil && !a.Force {
		return err
	}
	c.Holder, c.Since, c.Ends = a.To, h.now.UTC(), time.Time{}
	h.note(ByAct, by.Name, "assigned to "+strings.ToValidUTF8(a.To.Name, "�"))
	h.remark(by, a.Note)
	return nil
}

// HandOver puts the case into a queue, where it is new again, with a note that
// only staff read. The resident is told that others will answer, and by when.
type HandOver struct {
	Queue string
	Note  string
	Force bool
}

func (a HandOver) on(h *hearing, c *Case, by Staff) error {
	if err := c.free(by); err != nil && !a.Force {
		return err
	}
	if !slices.ContainsFunc(h.org.Queues, func(q flows.Queue) bool { return q.Name == a.Queue }) {
		return ErrNoQueue
	}
	c.Holder, c.Since, c.Ends = Staff{}, time.Time{}, time.Time{}
	c.Queue, c.Due = a.Queue, h.org.Promise(a.Queue, h.now).UTC()
	h.note(ByAct, by.Name, "handed over to "+a.Queue)
	h.remark(by, a.Note)
	if h.t.Stopped || !c.Holds {
		return nil
	}
	if h.org.Open(a.Queue, h.now) {
		h.say(h.words("person.moved"))
		return nil
	}
	h.say(h.words("person.when", "time", h.moment(c.Due)))
	return nil
}

// Return puts the case back into its queue, for whoever is there.
type Return struct {
	Note  string
	Force bool
}

func (a Return) on(h *hearing, c *Case, by Staff) error {
	if err := c.free(by); err != nil && !a.Force {
		return err
	}
	c.Holder, c.Since, c.Ends = Staff{}, time.Time{}, time.Time{}
	h.note(ByAct, by.Name, "returned to "+c.Queue)
	h.remark(by, a.Note)
	return nil
}

// ErrNotHeld is returned for a case that somebody else holds by now, or whose
// resident waits for nothing.
var ErrNotHeld = errors.New("the case is not held by them, or its resident waits for nothing")

// Recall puts a case back into its queue because its holder is away while the
// resident waits. It is done by nobody of the staff.
type Recall struct{ Holder string }

func (a Recall) on(h *hearing, c *Case, _ Staff) error {
	if c.Holder.ID == "" || c.Holder.ID != a.Holder || c.State() != StateOpen {
		return ErrNotHeld
	}
	name := c.Holder.Name
	c.Holder, c.Since, c.Ends = Staff{}, time.Time{}, time.Time{}
	h.note(ByAct, name, "is away: returned to "+c.Queue)
	return nil
}
