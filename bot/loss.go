package bot

import (
	"slices"
	"strings"
)

// ReasonLoss and ReasonMayBeLoss are why a case was opened by words that tell of a
// lost baby, or that may.
const (
	ReasonLoss      = "loss"
	ReasonMayBeLoss = "loss_unclear"
)

// awaits reports whether the person is in a course that counts from a birth.
func (h *hearing) awaits() bool {
	return slices.ContainsFunc(h.t.Person.AttendedCourses(), func(id string) bool {
		c, known := h.org.Course(id)
		return !known || c.OfBaby()
	})
}

// endForLoss ends, before anything is answered, every course that counts from a
// birth of whoever tells of a loss, perhaps. It comes with whatever rule answers the
// text: no lesson may follow, whoever talks with the person, and whether or not
// anything is answered.
func (h *hearing) endForLoss() {
	if h.tellsOfLoss() != tellsNothing {
		h.endAllForLoss()
	}
}

func (h *hearing) endAllForLoss() {
	h.partForLoss()
	if !h.awaits() {
		return
	}
	h.lost = true
	h.rests()
	for _, id := range h.t.Person.AttendedCourses() {
		c, known := h.org.Course(id)
		if known && !c.OfBaby() {
			continue
		}
		h.endCourse(id, "")
		for _, group := range c.Leaves {
			h.left(group)
		}
	}
	h.t.Conversation.Parked = nil // what waits in a flow may ask after the baby
}

// endCourse takes the person out of a course and wipes the day that it counts from.
func (h *hearing) endCourse(id, by string) {
	if field := h.t.Person.Courses[id].Field; field != "" {
		delete(h.t.Person.Me, field)
		delete(h.t.Person.Kept, field)
	}
	if h.leaveCourse(id, by) {
		h.t.Ledger[len(h.t.Ledger)-1].Ended = true
	}
	h.parted(id, nil)
}

// loss answers words that tell of a lost baby with a few kind ones, and shows them
// to people. It never asks anything. Words that only may tell of one count for those
// alone who are in a course that counts from a birth.
func (h *hearing) loss() bool {
	how := h.tellsOfLoss()
	switch {
	case how == tellsNothing, how == tellsPerhaps && !h.lost:
		return false
	case h.t.Asking != nil && h.t.Asking.Kind == "safety":
		return h.lostAtSafety()
	case h.t.Thread.Case != nil && (h.t.Thread.Case.Holds || h.t.Thread.Case.ofLoss()):
		return h.lostInCase()
	case !h.lost && h.org.Waiting(h.t.Conversation) && h.org.FreeText(h.t.Conversation):
		return false // a flow asks in what way it can help
	}
	id, reason := "loss.sorry", ReasonLoss
	if how == tellsPerhaps {
		reason = ReasonMayBeLoss
	}
	switch {
	case h.t.Stopped:
		id = "loss.sorry_stopped"
	case how == tellsPerhaps:
		id = "loss.unclear"
	case !h.lost:
		id = "loss.sorry_alone"
	}
	h.say(h.words(id)).Safety = true
	h.idle()
	h.t.Soft, h.t.Asking = nil, nil
	h.grieves(reason)
	return true
}

// lostInCase shows the words to whoever talks with the person: the bot is silent.
func (h *hearing) lostInCase() bool {
	if !h.lost && !h.t.Stopped {
		return false
	}
	c := h.t.Thread.Case
	h.note(ByResident, "", h.text)
	h.noteLoss()
	h.press(c, true)
	if !c.Grave() {
		c.Reason = ReasonLoss
	}
	h.acknowledge(c)
	return true
}

// lostAtSafety leaves the answer to "are you safe?" to people, as what is neither yes
// nor no.
func (h *hearing) lostAtSafety() bool {
	h.safetyAnswer()
	h.noteLoss()
	h.press(h.t.Thread.Case, true)
	return true
}

// grieves shows the text to staff, before everything else that waits. From then on
// the bot is silent.
func (h *hearing) grieves(reason string) {
	c := h.open(reason, h.lossQueue(), "")
	if !c.Grave() {
		c.Reason = reason
	}
	h.press(c, true)
	h.rests()
	c.Holds, c.Flow, c.Nobody = true, false, ""
	c.Acked = true
	h.note(ByResident, "", h.text)
	h.noteLoss()
}

// noteLoss tells staff what has been done.
func (h *hearing) noteLoss() {
	if h.lost {
		h.note(ByAct, "", "tells of a lost baby, perhaps: the courses about it were ended")
	}
}

// lossQueue is the queue that a course names for a loss, else the one of crisis
// words, else the first.
func (h *hearing) lossQueue() string {
	for _, left := range h.t.Left {
		id, course := strings.CutPrefix(left, CoursePrefix)
		if c, ok := h.org.Course(id); course && ok && c.Queue != "" {
			return h.queueOf(c.Queue)
		}
	}
	if h.org.Watch.Queue != "" {
		return h.queueOf(h.org.Watch.Queue)
	}
	return h.firstQueue()
}

// ofLoss reports whether a case was opened by words that tell of a lost baby.
func (c *Case) ofLoss() bool { return c.Reason == ReasonLoss || c.Reason == ReasonMayBeLoss }

// Grave reports whether a case is one after which the bot starts nothing and asks
// nothing: it is about a crisis or a loss, perhaps.
func (c *Case) Grave() bool { return c.Reason == "crisis" || c.Reason == "unclear" || c.ofLoss() }
