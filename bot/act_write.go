package bot

import (
	"strings"
	"time"
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
}

func (a Reply) on(h *hearing, c *Case, by Staff) error {
	text := strings.TrimSpace(strings.ToValidUTF8(a.Text, "�"))
	switch {
	case text == "":
		return ErrEmpty
	case h.t.Stopped:
		return ErrStopped
	case !h.t.Key.Address.Answerable():
		return ErrUnanswerable
	}
	if err := c.free(by); err != nil {
		return err
	}
	h.claim(c, by)
	said := h.say(h.words("person.from", "name", by.Name, "text", text))
	said.Staff = true
	if c.Answered.IsZero() {
		c.Answered = h.now.UTC()
	}
	c.Said, c.Ends, c.Holds = h.now.UTC(), time.Time{}, true
	if a.Seen.IsZero() {
		a.Seen = c.Heard
	}
	h.read(c, a.Seen)
	h.note(ByStaff, by.Name, text)
	h.t.Notes[len(h.t.Notes)-1].Ref = said.Ref
	return nil
}
