package bot

import (
	"maps"
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// Parted is what is remembered of a course that somebody has left by themselves:
// which lessons they were sent, so that none comes twice if they join again. It is
// kept until the course would have been over for them.
type Parted struct {
	Told []string    `json:"told,omitempty"`
	Last time.Time   `json:"last,omitzero"`  // when they were sent one last
	Sent *SentLesson `json:"sent,omitempty"` // the last, while it is not known whether it has left
	Ends time.Time   `json:"ends"`
}

// anotherDay is how far the day that somebody gives on joining again must be from the
// one before to be about something else: another baby, or another try. A due date
// that is put right moves by some weeks.
const anotherDay = 20 * 7 * 24 * time.Hour

// quitCourse takes the person out of a course because they want no more of it, and
// remembers what they were sent.
func (h *hearing) quitCourse(id string) bool {
	a, in := h.t.Person.Courses[id]
	if !in {
		return false
	}
	c, known := h.org.Course(id)
	if ends := courseEnds(h.org, c, known, a); h.now.Before(ends) && (len(a.Told) > 0 || a.Sent != nil) {
		h.parted(id, &Parted{Told: a.Told, Last: a.Last, Sent: a.Sent, Ends: ends.UTC()})
	}
	return h.leaveCourse(id, "")
}

// parted writes what is remembered of a course, on a copy of what was read; nil
// forgets it.
func (h *hearing) parted(id string, p *Parted) {
	all := maps.Clone(h.t.Person.Parted)
	delete(all, id)
	if p != nil {
		if all == nil {
			all = map[string]Parted{}
		}
		all[id] = *p
	}
	if len(all) == 0 {
		all = nil
	}
	h.t.Person.Parted = all
}

// rejoins goes on where the person has left a course, if they join it again for the
// same day, or one that was put right.
func (h *hearing) rejoins(c flows.Course, a Attending) Attending {
	p, was := h.t.Person.Parted[c.ID]
	if !was {
		return a
	}
	h.parted(c.ID, nil)
	if c.Ends(h.org, a.Day).Sub(p.Ends).Abs() <= anotherDay {
		a.Told, a.Last, a.Sent = p.Told, p.Last, p.Sent
	}
	return a
}

// partForLoss forgets which lessons the person was sent of courses that count from a
// birth and that they have left, and has no list put them back.
func (h *hearing) partForLoss() {
	for _, id := range slices.Sorted(maps.Keys(h.t.Person.Parted)) {
		if c, known := h.org.Course(id); !known || c.OfBaby() {
			h.parted(id, nil)
			ended := leftCourse(id, h.text, "")
			ended.Ended = true
			h.consent(ended)
		}
	}
}

// settleParted forgets of which courses nothing can come any more.
func (h *hearing) settleParted() {
	for id, p := range h.t.Person.Parted {
		if !h.now.Before(p.Ends) {
			h.parted(id, nil)
		}
	}
}

// lateLessons are the lessons that were due before somebody gave their day and are
// sent all the same, as the course says. Those that are not true any more, and those
// for groups that they are not in, are none of them. Where only the last is sent,
// whoever has read it reads none of before.
func (h *hearing) lateLessons(c flows.Course, a Attending) []string {
	var all []string
	for _, t := range c.Lessons {
		due := c.Due(h.org, a.Day, t)
		if !t.IsGoodbye() && due.Before(a.Since) && a.Since.Before(due.Add(t.Valid)) && (t.Group == "" || h.t.Person.In(t.Group)) {
			all = append(all, t.ID)
		}
	}
	switch {
	case len(all) == 0 || c.CatchUp == flows.CatchNone:
		return nil
	case c.CatchUp == flows.CatchLast:
		all = all[len(all)-1:]
	}
	return slices.DeleteFunc(all, func(id string) bool { return slices.Contains(a.Told, id) })
}

// mayComeLate reports whether a lesson that has certainly not left may be sent later,
// though it was due before the person gave the day: whoever was in the course then
// had it coming, and who has joined since is sent what the course says.
func (h *hearing) mayComeLate(c flows.Course, a Attending, lesson flows.Lesson) bool {
	return !c.Due(h.org, a.Day, lesson).Before(a.Joined) || slices.Contains(h.lateLessons(c, a), lesson.ID)
}
