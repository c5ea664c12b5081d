package bot

import (
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// mostAutos is how many texts may be sent by themselves while a case is open: that
// it was taken in, and one more.
const mostAutos = 2

// warnBefore is how long before a case closes by itself the resident is told, in
// the open time of its queue: the same time on the open day before.
const warnBefore = 24 * time.Hour

// ReasonSilence is why a case was closed that nobody closed: the resident did not
// answer. Organisations cannot list it, and staff cannot choose it.
const ReasonSilence = "silence"

// Outcome of such a case, where the organisation lists it.
const outcomeSilence = "no_reply"

// mayEnd reports whether a case may close by itself once the resident has been
// silent for long. Nothing that presses does, nothing about a call for help, and
// nothing of somebody who cannot be told: who has stopped, or has had as many texts
// by themselves as there may be.
func (h *hearing) mayEnd(c *Case) bool {
	return c != nil && h.org.Closings.CloseAfter > 0 && c.Holds && c.State() == StateWaiting && !c.Urgent && !c.Stop && !h.t.Stopped &&
		!c.Grave() && h.t.Key.Address.Answerable() && (c.Autos < mostAutos || !c.Ends.IsZero())
}

// silenceAt is when the resident is told that their case closes by itself, or when
// it does; zero for one that does not.
func (h *hearing) silenceAt() time.Time {
	c := h.t.Thread.Case
	switch {
	case !h.mayEnd(c):
		return time.Time{}
	case !c.Ends.IsZero():
		return c.Ends
	}
	return h.org.QuietEnds(h.org.AfterOpen(c.Queue, c.Said, h.org.Closings.CloseAfter-warnBefore)).UTC()
}

// silenceDue tells the resident that their case closes by itself, and closes it
// when they stay silent.
func (h *hearing) silenceDue() {
	at, c := h.silenceAt(), h.t.Thread.Case
	switch {
	case at.IsZero() || at.After(h.now) || len(h.t.Say) > 0:
	case c.Ends.IsZero():
		h.warn(c)
	default:
		h.endSilent(c)
	}
}

// warn says when the case closes: as long after staff have written as the
// organisation says, and never less than a day in open time from now.
func (h *hearing) warn(c *Case) {
	ends := later(h.org.AfterOpen(c.Queue, c.Said, h.org.Closings.CloseAfter), h.org.AfterOpen(c.Queue, h.now, warnBefore))
	c.Ends = flows.RoundUp(ends.In(h.org.Timezone)).UTC()
	c.Autos++
	h.say(h.words("person.still", "time", h.moment(c.Ends)))
	h.note(ByAct, "", "told that the case closes by itself")
}

// endSilent closes a case of which the resident was told that it would close. The
// flow that handed over ends with it: it would ask somebody who does not answer.
func (h *hearing) endSilent(c *Case) {
	c.Closing = &Closing{Reasons: []string{ReasonSilence}, At: h.now.UTC()}
	if slices.ContainsFunc(h.org.Closings.Outcomes, func(code flows.Code) bool { return code.ID == outcomeSilence }) {
		c.Closing.Outcome = outcomeSilence
	}
	h.note(ByAct, "", "closed by itself")
	h.closed(c)
	if c.Flow {
		h.idle()
	}
}
