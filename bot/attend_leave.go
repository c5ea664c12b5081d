package bot

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// leaveCourse takes the person out of a course: no lesson leaves after, not even one
// that is in the outbox.
func (h *hearing) leaveCourse(id, by string) bool {
	if _, in := h.t.Person.Courses[id]; !in {
		return false
	}
	h.t.Person.Courses = maps.Clone(h.t.Person.Courses)
	delete(h.t.Person.Courses, id)
	if len(h.t.Person.Courses) == 0 {
		h.t.Person.Courses = nil
	}
	h.t.Left = append(h.t.Left, CoursePrefix+id)
	if h.t.Thread.Case != nil {
		h.edited()
	}
	h.consent(leftCourse(id, h.text, by))
	return true
}

// leftCourse is what the ledger says of somebody who is out of a course.
func leftCourse(id, words, by string) Consent {
	return Consent{Name: "leave:" + CoursePrefix + id, Words: words, By: by}
}

// leaveCourses takes the person out of every course, and forgets what they were sent.
func (h *hearing) leaveCourses() {
	h.t.Person.Parted = nil
	for _, id := range h.t.Person.AttendedCourses() {
		h.leaveCourse(id, "")
	}
}

// settleCourses ends, with the turn, what the person no longer agrees to, and what
// is over.
func (h *hearing) settleCourses() {
	for _, id := range h.t.Person.AttendedCourses() {
		a := h.t.Person.Courses[id]
		c, known := h.org.Course(id)
		switch {
		case known && c.Consent != "" && !slices.Contains(h.t.Person.Consents, c.Consent):
			h.quitCourse(id)
		case a.Gone && a.Sent == nil, !h.now.Before(courseEnds(h.org, c, known, a)):
			h.leaveCourse(id, "")
		}
	}
	h.settleParted()
}

// showCourses lets staff see, with a case that this turn writes, which courses its
// resident is in.
func (h *hearing) showCourses() {
	c := h.t.Thread.Case
	if c == nil || h.t.Case == CaseSame {
		return
	}
	c.Courses = nil
	for _, id := range h.t.Person.AttendedCourses() {
		name := id
		if course, ok := h.org.Course(id); ok {
			name = course.Name(h.org.Language)
		}
		c.Courses = append(c.Courses, name)
	}
}

// courseEnds is when a course is over for somebody. Of a course that is gone from
// the list it is what was known last.
func courseEnds(o *flows.Org, c flows.Course, known bool, a Attending) time.Time {
	if ends := c.Ends(o, a.Day); known && !ends.IsZero() {
		return later(ends, lastUse(a))
	}
	return a.Ends
}

// lastUse is until when a lesson in the outbox is looked after.
func lastUse(a Attending) time.Time {
	if a.Sent == nil {
		return time.Time{}
	}
	return a.Sent.Until.Add(settledAfter)
}

// courseName is what a course is called by the person.
func (h *hearing) courseName(id string) string {
	c, ok := h.org.Course(id)
	if !ok {
		return id
	}
	return cmp.Or(c.Name(h.lang()), id)
}

// courseNamed finds the course of that id, word or name.
func (h *hearing) courseNamed(words string) (flows.Course, bool) {
	if words == "" {
		return flows.Course{}, false
	}
	wanted := plainWords(words)
	return h.org.CourseCalled(func(name string) bool { return plainPhrase(name) == wanted })
}

// attendedNamed finds the one course that the person is in whose id, word or name
// stands in the words: "bump", "the bump texts".
func (h *hearing) attendedNamed(words string) (flows.Course, bool) {
	all := plainWords(words)
	return h.attendedBy(func(name string) bool { return strings.Contains(all, name) })
}

// attendedLike finds the one course that the person is in of whose id, word or name the
// words are a part: "tips" of "Bump tips". It may not be what they mean.
func (h *hearing) attendedLike(words string) (flows.Course, bool) {
	all := plainWords(words)
	return h.attendedBy(func(name string) bool { return words != "" && strings.Contains(name, all) })
}

// attendedBy finds the one course that the person is in that is called so.
func (h *hearing) attendedBy(so func(plainName string) bool) (found flows.Course, one bool) {
	for _, id := range h.t.Person.AttendedCourses() {
		c, known := h.org.Course(id)
		if !known || !c.Called(func(name string) bool { return so(plainPhrase(name)) }) {
			continue
		}
		if one {
			return flows.Course{}, false
		}
		found, one = c, true
	}
	return found, one
}

// leaveMeant leaves a group, or a course by its name among groups.
func (h *hearing) leaveMeant(group string) {
	id, course := strings.CutPrefix(group, CoursePrefix)
	if !course {
		h.leave(h.org.List("groups").Row(group))
	} else if c, known := h.org.Course(id); known {
		h.leaveNamed(c)
	}
}

// leaveNamed leaves a course because the person says so.
func (h *hearing) leaveNamed(c flows.Course) {
	id := "group.not_in"
	if h.quitCourse(c.ID) {
		id = "group.left"
	}
	h.say(h.words(id, "group", h.courseName(c.ID)))
}

// myCourses tells which courses the person is in, with their day.
func (h *hearing) myCourses() []string {
	var all []string
	for _, id := range h.t.Person.AttendedCourses() {
		all = append(all, h.words("course.data", "course", h.courseName(id), "date", h.org.Date(h.lang(), h.t.Person.Courses[id].Day)))
	}
	return all
}
