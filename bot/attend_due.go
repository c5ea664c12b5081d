package bot

import (
	"cmp"
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// Bounds of sending lessons.
const (
	// afterText is how long after a text of the person no lesson comes in between.
	afterText = 10 * time.Minute
	// settledAfter is how long after a lesson can not leave any more it is asked
	// whether it has, so that no clock that is a little slow lets it leave later.
	settledAfter = 10 * time.Minute
	// askAgainIn is when it is asked again of a lesson of which that is not known yet.
	askAgainIn = time.Hour
	// coursesReviewed is how often it is looked at whether a course has changed.
	coursesReviewed = 24 * time.Hour
)

// AskedFates are the lessons of which it must be known, to judge at a moment, whether
// they have left: those that can not leave any more.
func (t Thread) AskedFates(now time.Time) []string {
	var refs []string
	for _, id := range t.Person.AttendedCourses() {
		if s := t.Person.Courses[id].Sent; s != nil && !now.Before(s.Until.Add(settledAfter)) {
			refs = append(refs, s.Ref)
		}
	}
	if s := t.Still; s != nil && s.Ref != "" && !now.Before(s.Until.Add(settledAfter)) {
		refs = append(refs, s.Ref)
	}
	return refs
}

// courseDue texts the person the next lesson that is due, one a turn.
func (h *hearing) courseDue() {
	for _, id := range h.t.Person.AttendedCourses() {
		h.settleLesson(id)
		c, ok := h.org.Course(id)
		if !ok || len(h.t.Say) > 0 {
			continue
		}
		if lesson, at, ok := h.nextLesson(c); ok && !at.After(h.now) && h.mayTeach() {
			h.sayLesson(c, lesson)
		}
	}
}

// settleLesson asks what has become of the last lesson. One that has certainly not left,
// as the person had enough texts that week or nothing could be sent, may be sent
// later, while it is true. Of any other it is taken for sure that it was read.
func (h *hearing) settleLesson(id string) {
	a := h.t.Person.Courses[id]
	if a.Sent == nil || h.now.Before(a.Sent.Until.Add(settledAfter)) {
		return
	}
	sent := *a.Sent
	a.Sent = nil
	switch h.t.Fates[sent.Ref] {
	case FateWaits:
		sent.Until = h.now.Add(askAgainIn).UTC()
		a.Sent = &sent
	case FateExpired, FateWithheld, FateCapped:
		a.Told = slices.DeleteFunc(slices.Clone(a.Told), func(t string) bool { return t == sent.Lesson })
		a.Gone = a.Gone && sent.Lesson != ""
		if c, lesson, there := h.lesson(id, sent.Lesson); there && c.Due(h.org, a.Day, lesson).Before(a.Since) && h.mayComeLate(c, a, lesson) {
			a.Late = append(slices.Clone(a.Late), sent.Lesson)
		}
	}
	h.attending(id, a)
}

// lesson finds a lesson of a course, but for the goodbye; false for one that is gone
// from the list.
func (h *hearing) lesson(course, id string) (flows.Course, flows.Lesson, bool) {
	c, _ := h.org.Course(course)
	at := slices.IndexFunc(c.Lessons, func(t flows.Lesson) bool { return t.ID == id && !t.IsGoodbye() })
	if at < 0 {
		return c, flows.Lesson{}, false
	}
	return c, c.Lessons[at], true
}

// nextLesson is the next lesson that the person is sent, and when it may leave: the first
// that they were not sent, that is still true then, and a day after the last. None
// is while the last may still leave.
func (h *hearing) nextLesson(c flows.Course) (lesson flows.Lesson, at time.Time, ok bool) {
	a := h.t.Person.Courses[c.ID]
	if a.Sent != nil || a.Gone {
		return lesson, at, false
	}
	for _, t := range c.Lessons {
		due := c.Due(h.org, a.Day, t)
		known := slices.Contains(a.Told, t.ID) || due.Before(a.Since) && !slices.Contains(a.Late, t.ID)
		if known || t.Group != "" && !h.t.Person.In(t.Group) {
			continue
		}
		at := c.Opens(h.org, later(later(due, h.now), nextDay(h.org, a.Last)))
		if at.Before(due.Add(t.Valid)) {
			return t, at, true
		}
	}
	return lesson, at, false
}

// nextDay is the beginning of the local day after a moment; zero for none.
func nextDay(o *flows.Org, at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	local := at.In(o.Timezone)
	return o.Shows(time.Date(local.Year(), local.Month(), local.Day()+1, 12, 0, 0, 0, local.Location()), 0)
}

// mayTeach reports whether a lesson may be said at this moment: to nobody who has
// stopped, talks with staff, may be in need, or has just texted.
func (h *hearing) mayTeach() bool {
	at, ok := h.freeForLessons()
	return ok && !at.After(h.now)
}

// freeForLessons is from when on lessons may be said to the person; false while a turn must
// come first.
func (h *hearing) freeForLessons() (time.Time, bool) {
	until, unheard := h.unheard()
	c := h.t.Thread.Case
	switch {
	case h.t.Stopped, !h.t.Key.Address.Answerable(), c != nil && c.Urgent, unheard && until.IsZero():
		return time.Time{}, false
	case h.t.Person.Heard.IsZero():
		return until, true
	}
	return later(until, h.t.Person.Heard.Add(afterText)), true
}

// sayLesson puts a lesson into the outbox, for the hours that are left of the day.
func (h *hearing) sayLesson(c flows.Course, lesson flows.Lesson) {
	a := h.t.Person.Courses[c.ID]
	text := c.Said(h.org, lesson, h.lang(), h.t.Person.Me)
	if a.Gone = lesson.IsGoodbye(); a.Gone {
		text = c.Headed(cmp.Or(c.Goodbye(h.lang()), h.words("course.goodbye")), h.lang())
	}
	until := c.Closes(h.org, h.now)
	if over := c.Due(h.org, a.Day, lesson).Add(lesson.Valid); over.Before(until) {
		until = over
	}
	o := h.say(text)
	o.Planned, o.Group, o.Expires = true, CoursePrefix+c.ID, until.UTC()
	a.Told = append(slices.Clone(a.Told), lesson.ID)
	a.Late = slices.DeleteFunc(slices.Clone(a.Late), func(id string) bool { return id == lesson.ID })
	a.Last, a.Sent = h.now.UTC(), &SentLesson{Lesson: lesson.ID, Ref: o.Ref, Until: until.UTC()}
	h.attending(c.ID, a)
}

// courseAt is when there is something to do about the courses that the person is
// in: a lesson is due, what became of one can be asked, one is over, or it may have
// changed; and when what is remembered of one that they have left is forgotten. It is
// zero for nobody of whom anything of a course is kept.
func (h *hearing) courseAt() time.Time {
	var next time.Time
	sooner := func(at time.Time) {
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	free, ok := h.freeForLessons()
	for _, p := range h.t.Person.Parted {
		sooner(p.Ends)
	}
	for _, id := range h.t.Person.AttendedCourses() {
		a := h.t.Person.Courses[id]
		c, known := h.org.Course(id)
		sooner(courseEnds(h.org, c, known, a))
		sooner(h.now.Add(coursesReviewed))
		if a.Sent != nil {
			sooner(a.Sent.Until.Add(settledAfter))
		}
		if _, at, any := h.nextLesson(c); any && ok {
			sooner(c.Opens(h.org, later(at, free)))
		}
	}
	return next
}
