package bot

import (
	"strconv"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// JudgeDue decides what happens by itself by now: a reminder, a question that
// has waited long enough, a promise of staff that was not kept. It is pure.
// Nothing that it says goes out in quiet hours.
func JudgeDue(o *flows.Org, thread Thread, now time.Time, members func(group string) int) Turn {
	h := newHearing(o, thread, "due:"+thread.ID+":"+strconv.FormatInt(thread.Version, 10), now, members)
	h.unasked = true
	h.t.Rule = "due"
	h.softDue()
	if a := h.t.Asking; a != nil && !a.Due.After(now) {
		h.t.Asking = nil
	}
	h.nobodyDue()
	h.conversationDue()
	return h.finish()
}

// softDue takes a day of silence after "did you mean STOP?" for a yes.
func (h *hearing) softDue() {
	if s := h.t.Soft; s == nil || s.Due.After(h.now) {
		return
	}
	h.stop(true)
}

// nobodyDue tells the person that staff are late, once.
func (h *hearing) nobodyDue() {
	c := h.t.Thread.Case
	if c == nil || c.Nobody == "" || !c.Answered.IsZero() || c.NobodyAt.After(h.now) {
		return
	}
	if !h.t.Stopped {
		h.say(c.Nobody)
		h.note("bot", "", c.Nobody)
	}
	c.Nobody = ""
	h.edited()
}

// conversationDue goes on with a question that nobody answers. While "did you
// mean STOP?" is open nothing unasked goes out; while staff talk the bot is
// silent.
func (h *hearing) conversationDue() {
	now := h.t.Conversation.Now
	if now == nil || now.Due == nil || now.Due.At.After(h.now) {
		return
	}
	switch {
	case h.t.Stopped:
		h.idle()
	case h.t.Soft != nil:
		now := *h.t.Conversation.Now
		due := *now.Due
		due.At = h.t.Soft.Due.Add(time.Minute)
		now.Due = &due
		h.t.Conversation.Now = &now
	default:
		h.play(h.org.Due(h.t.Conversation, h.world()))
	}
}
