package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// Remark adds a note that only staff read.
type Remark struct{ Text string }

func (a Remark) on(h *hearing, _ *Case, by Staff) error {
	if strings.TrimSpace(a.Text) == "" {
		return ErrEmpty
	}
	h.remark(by, a.Text)
	return nil
}

func (h *hearing) remark(by Staff, text string) {
	if text = strings.TrimSpace(strings.ToValidUTF8(text, "�")); text != "" {
		h.note(ByNote, by.Name, text)
	}
}

// Copy tells whether the case has been copied into the organisation's own record.
type Copy struct{ Done bool }

func (a Copy) on(h *hearing, c *Case, by Staff) error {
	if c.Copied == a.Done {
		return nil
	}
	c.Copied = a.Done
	h.note(ByAct, by.Name, map[bool]string{true: "copied to the record", false: "not yet copied to the record"}[a.Done])
	return nil
}

// Urge marks a case as urgent, or as not.
type Urge struct{ Urgent bool }

func (a Urge) on(h *hearing, c *Case, by Staff) error {
	if c.Urgent == a.Urgent {
		return nil
	}
	h.press(c, a.Urgent)
	h.note(ByAct, by.Name, map[bool]string{true: "marked as urgent", false: "no longer urgent"}[a.Urgent])
	return nil
}

// press makes a case urgent, or no longer.
func (h *hearing) press(c *Case, urgent bool) {
	switch {
	case urgent && !c.Urgent:
		c.Pressed = h.now.UTC()
	case !urgent:
		c.Pressed = time.Time{}
	}
	c.Urgent = urgent
}

// Reply sends the resident a text. Whoever replies first claims the case; from
// then on the resident talks with staff, and the bot is silent.
type Reply struct {
	Text string
	Seen time.Time // what the resident wrote until then was on the page; zero is all of it
	Once bool      // not if it is the very text that was sent a moment ago
}

func (a Reply) on(h *hearing, c *Case, by Staff) error {
	text := writtenText(a.Text)
	switch blanks := h.org.Closings.Unfilled(text); {
	case text == "":
		return ErrEmpty
	case h.t.Stopped:
		return ErrStopped
	case !h.t.Key.Address.Answerable():
		return ErrUnanswerable
	case len(blanks) > 0:
		return &BlankError{blanks}
	}
	if err := c.free(by); err != nil {
		return err
	}
	if a.Once && h.saidAlready(c, text) {
		return ErrAgain
	}
	h.claim(c, by)
	c.Passing = nil // a number would answer what is said now
	said := h.say(h.fromStaff(by, text))
	said.Staff = true
	if c.Answered.IsZero() {
		c.Answered = h.now.UTC()
	}
	c.Said, c.Ends, c.Holds = h.now.UTC(), time.Time{}, true
	c.Words, c.SaidBy = digest(text), h.t.Event
	if a.Seen.IsZero() {
		a.Seen = c.Heard
	}
	h.read(c, a.Seen)
	h.note(ByStaff, by.Name, text)
	h.t.Notes[len(h.t.Notes)-1].Ref = said.Ref
	return nil
}

// writtenText is what somebody of the staff wrote, as it is sent.
func writtenText(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "�"), "\r\n", "\n")
	return strings.TrimSpace(text)
}

// fromStaff says whom a text is from.
func (h *hearing) fromStaff(by Staff, text string) string {
	return h.words("person.from", "name", by.Name, "text", text)
}

// onceWithin is how long the same words again are taken for a slip.
const onceWithin = 10 * time.Minute

// saidAlready reports whether those words were sent a moment ago, and not by this
// very event, and the resident has written nothing since.
func (h *hearing) saidAlready(c *Case, text string) bool {
	return c.Words == digest(text) && c.SaidBy != h.t.Event && h.now.Sub(c.Said) < onceWithin && !c.Heard.After(c.Said)
}

// Wording returns a reply as the resident of an open case would get it: with whom
// it is from, in letters that every phone has. Errors are ErrNoCase or wrap
// ErrUnavailable.
func (b *Bot) Wording(ctx context.Context, org, caseID string, by Staff, text string) (string, error) {
	o := b.c.Book().Orgs[org]
	cases, ok := b.c.Threads.(CaseKeys)
	if o == nil || !ok {
		return "", ErrNoCase
	}
	file, err := cases.Case(ctx, org, caseID)
	if err != nil {
		return "", err
	}
	if !file.Closed.IsZero() {
		return "", ErrNoCase
	}
	thread, err := b.c.Threads.Thread(ctx, file.Key)
	if err != nil {
		return "", fmt.Errorf("read a thread: %w", err)
	}
	h := newHearing(o, thread, "staff:wording", b.now(o), nil)
	return providers.Smart(h.fromStaff(by, writtenText(text))), nil
}
