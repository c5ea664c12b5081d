package bot

import (
	"context"
	"errors"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// EndCourse ends a course for somebody, for staff who know that they want no more of
// it, or must not be sent any. They are not texted, and no lesson leaves after, not
// even one that is in the outbox. It reports false for whoever is not in it. The same
// id does it once. Errors wrap ErrUnavailable.
func (b *Bot) EndCourse(ctx context.Context, org string, who providers.Address, course, by, id string) (bool, error) {
	o := b.c.Book().Orgs[org]
	if o == nil {
		return false, errNoOrg
	}
	err := b.turn(ctx, o, Key{org, who}, func(o *flows.Org, t Thread) (Turn, error) {
		if !t.Person.In(CoursePrefix + course) {
			return Turn{}, errNothing
		}
		return JudgeEndCourse(o, t, course, by, id, b.now(o)), nil
	})
	if errors.Is(err, errNothing) {
		return false, nil
	}
	return err == nil, err
}

// JudgeEndCourse decides what it changes that staff end a course for somebody. It is
// pure. The ledger says by whom.
func JudgeEndCourse(o *flows.Org, thread Thread, course, by, id string, now time.Time) Turn {
	h := newHearing(o, thread, "endcourse:"+id, now, nil)
	h.unasked = true
	h.t.Rule, h.t.Speaks = "course", nil
	h.unfollow()
	h.endCourse(course, by)
	return h.finish()
}

// EndCourses ends every course of the resident of a case, who is not texted about it.
type EndCourses struct{}

func (EndCourses) on(h *hearing, _ *Case, by Staff) error {
	for _, id := range h.t.Person.AttendedCourses() {
		h.note(ByAct, by.Name, "ended the course "+h.courseName(id))
		h.endCourse(id, by.ID)
	}
	h.unfollow()
	return nil
}

// NextLesson is what somebody is sent next of a course that they are in, by its id,
// which is empty for the goodbye, and when that may leave; false if nothing is.
func NextLesson(o *flows.Org, thread Thread, course string, now time.Time) (lesson string, at time.Time, ok bool) {
	c, known := o.Course(course)
	if !known || !thread.Person.In(CoursePrefix+course) || thread.Stopped {
		return "", time.Time{}, false
	}
	next, at, ok := newHearing(o, thread, "", now, nil).nextLesson(c)
	return next.ID, at, ok
}
