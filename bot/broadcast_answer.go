package bot

import "github.com/connective-messaging/connective/flows"

// broadcastAnswer hears what somebody texts who was sent a broadcast in the last
// days and is not asked anything: the flow that the broadcast names, or the staff
// of its queue. The bot goes on hearing them, so that MENU works meanwhile.
func (h *hearing) broadcastAnswer() bool {
	to := h.t.Texted
	if !to.Fresh(h.now) || h.t.Person.Met.IsZero() {
		return false
	}
	if h.org.Flows[to.Flow] != nil {
		h.play(h.org.Begin(h.t.Conversation, h.world(), to.Flow, map[string]flows.Value{"reply": {One: h.text}}))
		return true
	}
	queue := h.queueOf(to.Queue)
	if to.Queue == "" {
		queue = h.firstQueue()
	}
	if queue == "" {
		return false
	}
	c := h.open("broadcast", queue, "")
	h.note(ByResident, "", h.text)
	if !c.Thanked {
		c.Thanked = true
		h.say(h.words("broadcast.passed"))
	}
	return true
}
