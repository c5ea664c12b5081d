package bot

import (
	"slices"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// How often one member may tell one group: enough for a talk, too little to empty
// a street's patience or an organisation's purse.
const (
	tellsWindow = time.Hour
	mostTells   = 5
)

// tellAgain is when the person may tell a group again; zero is now. Planned is how
// often this turn tells it already.
func (h *hearing) tellAgain(group string, planned int) time.Time {
	told := h.toldLately(group)
	if len(told)+planned < mostTells {
		return time.Time{}
	}
	if len(told) == 0 {
		return h.now.Add(tellsWindow)
	}
	return told[0].Add(tellsWindow).Add(time.Minute - time.Nanosecond).Truncate(time.Minute)
}

// toldLately is when the person has told a group within the last hour, the first
// time first.
func (h *hearing) toldLately(group string) []time.Time {
	return slices.DeleteFunc(slices.Clone(h.t.Guard.Tells[group]), func(at time.Time) bool { return h.now.Sub(at) >= tellsWindow })
}

// noteTell counts that the person tells a group, and lets go of what is long ago.
func (h *hearing) noteTell(group string) {
	tells := map[string][]time.Time{}
	for other := range h.t.Guard.Tells {
		if lately := h.toldLately(other); len(lately) > 0 {
			tells[other] = lately
		}
	}
	tells[group] = append(tells[group], h.now.UTC())
	h.t.Guard.Tells = tells
}

// Guards against floods and against two machines that answer each other.
const (
	floodWindow = time.Minute
	floodTexts  = 10
	echoesMuted = 5
	muteFor     = time.Hour
)

// unanswerable keeps a text from a sender of letters or a short code for staff:
// whoever sent it cannot read an answer.
func (h *hearing) unanswerable() bool {
	if h.t.Key.Address.Answerable() {
		return false
	}
	h.keepForStaff("no_reply")
	return true
}

// flood answers a phone that texts very often once, and keeps all it says.
func (h *hearing) flood() bool {
	g := &h.t.Guard
	if h.now.Sub(g.Window) >= floodWindow {
		g.Window, g.Count = h.now.UTC(), 0
	}
	g.Count++
	if h.now.Before(g.Muted) {
		h.keepForStaff("loop")
		return true
	}
	if g.Count <= floodTexts {
		return false
	}
	h.keepForStaff("flood")
	if g.Count == floodTexts+1 {
		h.say(h.words("fault.flood"))
	}
	return true
}

// echo is silent to our own last words sent back to us.
func (h *hearing) echo() bool {
	g := &h.t.Guard
	if g.Last == "" || len(h.text) < 20 || digest(providers.Smart(h.text)) != g.Last {
		return false
	}
	h.looped()
	return true
}

// guardLoops counts how often in a row the same answer was given.
func (h *hearing) guardLoops() {
	if len(h.t.Say) == 0 {
		return
	}
	g := &h.t.Guard
	last := h.t.Say[len(h.t.Say)-1]
	mark := digest(last.Text)
	if mark != g.Last {
		g.Last, g.Echoes = mark, 0
		return
	}
	if g.Echoes++; g.Echoes >= echoesMuted && !last.Safety && !last.Closing {
		h.looped()
	}
}

// looped mutes the bot for an hour and shows the conversation to staff. STOP,
// words of crisis and staff are never muted.
func (h *hearing) looped() {
	h.t.Guard.Muted, h.t.Guard.Echoes = h.now.Add(muteFor).UTC(), 0
	h.keepForStaff("loop")
}
