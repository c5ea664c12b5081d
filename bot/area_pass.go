package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// Pass is a case that goes to another organisation, because its resident has
// agreed to that.
type Pass struct {
	Org      string    `json:"org"`  // where it comes from
	Name     string    `json:"name"` // what that organisation calls itself
	Case     string    `json:"case"`
	Queue    string    `json:"queue,omitempty"`
	Share    string    `json:"share"` // see ShareTexts
	At       time.Time `json:"at"`    // when they agreed: what came later is not theirs to read
	Language string    `json:"language,omitempty"`
	Wording  string    `json:"wording"` // what they agreed to
	Urgent   bool      `json:"urgent,omitempty"`
}

// pass does a job that passes a case on. Somebody who was erased meanwhile is not
// passed on.
func (b *Bot) pass(ctx context.Context, to *flows.Org, job Job) error {
	page, err := b.c.Jobs.People(ctx, job)
	if err != nil {
		return fmt.Errorf("read whose case is passed on: %w", err)
	}
	i := slices.IndexFunc(page.People, func(k Key) bool { return k.Org == job.Pass.Org })
	if i < 0 {
		return nil
	}
	lines, err := b.goesAlong(ctx, *job.Pass)
	if err != nil {
		return err
	}
	key := Key{Org: to.ID, Address: page.People[i].Address}
	return b.turn(withText(ctx, passEvent(job), sharedLine(to)), to, key, func(o *flows.Org, t Thread) (Turn, error) {
		return JudgePassed(o, t, job, lines, b.now(o)), nil
	})
}

// goesAlong are the lines of a case that its resident lets go along: what was texted
// either way by the time they agreed, and none of what staff wrote for each other.
func (b *Bot) goesAlong(ctx context.Context, p Pass) ([]Note, error) {
	cases, ok := b.c.Threads.(CaseKeys)
	if !ok || p.Share != ShareTexts {
		return nil, nil
	}
	file, err := cases.Case(ctx, p.Org, p.Case)
	if errors.Is(err, ErrNoCase) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read a case that is passed on: %w", err)
	}
	return slices.DeleteFunc(slices.Clone(file.Notes), func(n Note) bool {
		return n.Who == ByNote || n.Who == ByAct || n.At.After(p.At)
	}), nil
}

func passEvent(job Job) string { return "pass:" + job.ID }

// JudgePassed decides what a case that is passed on changes where it goes: it is
// a new one in the queue, or more of the one that is open. Staff answer; the bot
// says nothing. It is pure.
func JudgePassed(o *flows.Org, thread Thread, job Job, lines []Note, now time.Time) Turn {
	h := newHearing(o, thread, passEvent(job), now, nil)
	p := job.Pass
	h.t.Rule = "passed on"
	if thread.Version == 0 && slices.Contains(o.Languages, p.Language) {
		h.t.Person.Language, h.t.Conversation.Lang = p.Language, p.Language
	}
	h.consent(Consent{Name: "area", Given: true, Wording: p.Wording, Words: p.Name})
	queue := h.queueOf(p.Queue)
	c := h.t.Thread.Case
	if c == nil || !c.Holds {
		h.idle()
		c = h.open("area", queue, "")
		h.moved(c, queue)
		c.Holds, c.Stop = true, h.t.Stopped
	}
	h.note(ByAct, p.Name, map[string]string{ShareTexts: "passed this on: they agreed to share their number and texts", ShareNumber: "passed this on: they agreed to share their number alone"}[p.Share])
	for _, line := range lines {
		line.Ref = ""
		if line.Who == ByStaff {
			line.Name += " (" + p.Name + ")"
		}
		h.t.Notes = append(h.t.Notes, line)
	}
	c.Heard = h.now.UTC()
	if c.Unread++; c.Unread == 1 {
		c.Waits = c.Heard
	}
	if p.Urgent {
		h.press(c, true)
	}
	return h.finish()
}
