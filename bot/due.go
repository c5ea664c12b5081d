package bot

import (
	"strconv"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// flowsBackIn is how long what is due waits while an organisation's flows
// cannot be used.
const flowsBackIn = time.Hour

// JudgeDue decides what happens by itself by now: a reminder, a question that
// has waited long enough, a promise of staff that was not kept. It is pure.
// Nothing that it says goes out in quiet hours.
func JudgeDue(o *flows.Org, thread Thread, now time.Time, members func(group string) int) Turn {
	if p := thread.Part; p != nil && !p.Due.After(now) {
		return JudgePart(o, thread, now, members)
	}
	h := newHearing(o, thread, dueEvent(thread), now, members)
	h.unasked = true
	h.t.Rule = "due"
	h.softDue()
	if a := h.t.Asking; a != nil && !a.Due.After(now) {
		h.t.Asking = nil
	}
	h.nobodyDue()
	h.referralDue()
	h.silenceDue()
	h.surveyDue()
	h.conversationDue()
	h.parkedDue()
	h.toldDue()
	h.followDue()
	h.courseDue()
	h.stillDue()
	return h.finish()
}

// dueEvent names what happens by itself to a thread as it is.
func dueEvent(t Thread) string { return "due:" + t.ID + ":" + strconv.FormatInt(t.Version, 10) }

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
	if !h.t.Stopped && h.org.QuietAt(h.now) {
		c.NobodyAt = h.org.QuietEnds(h.now).UTC()
		h.edited()
		return
	}
	if !h.t.Stopped && c.Autos < mostAutos {
		h.say(c.Nobody)
		c.Autos++
	}
	c.Nobody = ""
	h.edited()
}

// conversationDue goes on with a question that nobody answers. While "did you
// mean STOP?" is open nothing unasked goes out; while staff talk, and after a
// text that may be a call for help, the bot is silent.
func (h *hearing) conversationDue() {
	frame := h.t.Conversation.Now
	if frame == nil || frame.Due == nil || frame.Due.At.After(h.now) {
		return
	}
	h.chain = frame.Chain
	switch c := h.t.Thread.Case; {
	case h.t.Stopped:
		h.idle()
	case h.t.Soft != nil:
		h.putOff(h.t.Soft.Due.Add(time.Minute))
	case c != nil && (c.Holds || c.Grave()):
		h.passOver()
	case h.silentFlows():
		h.putOff(h.now.Add(flowsBackIn))
	case h.doubtful():
		h.putOff(h.now.Add(stillAgain))
	default:
		p := h.org.Due(h.t.Conversation, h.world())
		if h.waitsForMorning(p) {
			h.putOff(h.org.QuietEnds(h.now))
			return
		}
		h.play(p)
	}
}

// passOver lets a question wait or end without a word.
func (h *hearing) passOver() {
	due := h.t.Conversation.Now.Due
	if due.Is == flows.DueRemind && due.Then.After(h.now) {
		h.dueNext(flows.Due{Is: flows.DueTimeout, At: due.Then})
		return
	}
	h.idle()
}

// putOff moves what is due to a later time, and the time-out that follows a
// reminder by as much.
func (h *hearing) putOff(to time.Time) {
	due := *h.t.Conversation.Now.Due
	if due.Is == flows.DueRemind {
		due.Then = due.Then.Add(to.Sub(due.At)).UTC()
	}
	due.At = to.UTC()
	h.dueNext(due)
}

// dueNext sets what is due next, on a copy of the frame.
func (h *hearing) dueNext(due flows.Due) {
	frame := *h.t.Conversation.Now
	frame.Due = &due
	h.t.Conversation.Now = &frame
}

// waitsForMorning tells whether a turn that nobody asked for has something to
// say in quiet hours. It is played when they end: what it asks must not have
// timed out before it is sent.
func (h *hearing) waitsForMorning(p flows.Played) bool {
	return h.org.QuietAt(h.now) && (p.Text != "" || p.Fault != nil)
}
