package bot

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// Attending is how somebody stands in a course of lessons, as their own thread holds
// it: which lessons they were sent, so that none is sent twice while they are in it,
// whatever becomes of the day or of the list.
type Attending struct {
	Day    string      `json:"day"`             // the lessons count from, such as 2027-06-03
	Field  string      `json:"field,omitempty"` // the me. field that holds it, which a loss wipes too
	Joined time.Time   `json:"joined"`
	Since  time.Time   `json:"since"`          // when they gave the day
	Late   []string    `json:"late,omitempty"` // lessons that were due before that, and are sent all the same
	Told   []string    `json:"told,omitempty"` // lessons that they were sent
	Last   time.Time   `json:"last,omitzero"`  // when they were sent one last
	Sent   *SentLesson `json:"sent,omitempty"` // the last, while it is not known whether it has left
	Ends   time.Time   `json:"ends"`           // when the course is over for them, as far as is known
	Gone   bool        `json:"gone,omitempty"` // the goodbye was said
}

// SentLesson is a lesson in the outbox.
type SentLesson struct {
	Lesson string    `json:"lesson"`
	Ref    string    `json:"ref"`
	Until  time.Time `json:"until"` // it can not leave after
}

// CoursePrefix begins the name of a course among groups: who is in a course is known
// as who is in a group is, and gets its texts no longer than that.
const CoursePrefix = "course:"

// In reports whether somebody is in a group, or in a course by its name among groups.
func (p Person) In(group string) bool {
	if id, course := strings.CutPrefix(group, CoursePrefix); course {
		_, in := p.Courses[id]
		return in
	}
	return slices.Contains(p.Groups, group)
}

// AttendedCourses are the courses that somebody is in, by id.
func (p Person) AttendedCourses() []string {
	if len(p.Courses) == 0 {
		return nil
	}
	return slices.Sorted(maps.Keys(p.Courses))
}

// courseFor tells a flow whether the person can join a course that counts from a
// day, or have their day moved; if not, what they are told.
func (h *hearing) courseFor(id, day string, agreed []string) (string, bool) {
	c, ok := h.org.Course(id)
	switch {
	case !ok:
		return h.words("course.gone"), false
	case c.Consent != "" && !slices.Contains(agreed, c.Consent):
		return h.words("course.agree"), false
	}
	switch c.Fits(h.org, day, h.now) {
	case flows.FitYes:
		return "", true
	case flows.FitToCome:
		return h.words("course.to_come"), false
	case flows.FitFar:
		months := "24"
		if c.Day == flows.DueDay {
			months = "9"
		}
		return h.words("course.far", "n", months), false
	case flows.FitTooLate:
		return h.words("course.too_late"), false
	}
	return h.words("course.day"), false
}

// attend puts the person into a course, or moves the day of whoever is in it.
func (h *hearing) attend(e flows.Effect) {
	c, ok := h.org.Course(e.Name)
	if !ok {
		return
	}
	a, in := h.t.Person.Courses[c.ID]
	switch {
	case in && a.Day == e.Value:
		return
	case !in:
		a = Attending{Joined: h.now.UTC()}
		h.t.Joined = append(h.t.Joined, CoursePrefix+c.ID)
		h.consent(Consent{Name: "join:" + CoursePrefix + c.ID, Given: true, Wording: e.Wording, Words: h.text})
	}
	a.Day, a.Field, a.Since, a.Gone = e.Value, cmp.Or(e.Field, a.Field), h.now.UTC(), false
	if !in {
		a = h.rejoins(c, a)
	}
	a.Late = h.lateLessons(c, a)
	a.Ends = c.Ends(h.org, a.Day).UTC()
	h.attending(c.ID, a)
}

// attending writes how the person stands in a course, on a copy of what was read.
func (h *hearing) attending(id string, a Attending) {
	h.t.Person.Courses = maps.Clone(h.t.Person.Courses)
	if h.t.Person.Courses == nil {
		h.t.Person.Courses = map[string]Attending{}
	}
	h.t.Person.Courses[id] = a
}
