package bot

import (
	"errors"
	"slices"

	"github.com/connective-messaging/connective/flows"
)

// ErrEnded is returned for a course that was ended for somebody: by staff, or as they
// may have lost a baby. Only they can join it again, by text.
var ErrEnded = errors.New("the course was ended for the person")

// CourseError is why nobody is put into a course by a list.
type CourseError struct {
	Course  string
	Day     string
	Fit     flows.Fit // of the day; FitYes where it is not for that
	Consent string    // that the course needs and they have not given; empty where it is not for that
}

// Error says so.
func (e *CourseError) Error() string {
	if e.Consent != "" {
		return "the person has not agreed to what the course needs"
	}
	return "the course cannot count from that day: " + string(e.Fit)
}

// importCourse puts the person into a course. Whoever is in it keeps the day that is
// known: they may have moved it themselves. Lessons that are over are caught up with as
// the course says.
func (h *hearing) importCourse(in Import, ledger []Consent) error {
	if in.Course == "" || h.t.Person.In(CoursePrefix+in.Course) {
		return nil
	}
	c, known := h.org.Course(in.Course)
	if !known {
		return &CourseError{Course: in.Course, Day: in.Day, Fit: flows.FitNoDay}
	}
	name := CoursePrefix + c.ID
	if endedFor(ledger, name) {
		return ErrEnded
	}
	if err := takenBack(ledger, "leave:"+name, "join:"+name, in.Agreed); err != nil {
		return err
	}
	if c.Consent != "" && !slices.Contains(h.t.Person.Consents, c.Consent) {
		return &CourseError{Course: c.ID, Day: in.Day, Fit: flows.FitYes, Consent: c.Consent}
	}
	if fit := c.Fits(h.org, in.Day, h.now); fit != flows.FitYes {
		return &CourseError{Course: c.ID, Day: in.Day, Fit: fit}
	}
	a := Attending{Day: in.Day, Joined: h.now.UTC(), Since: h.now.UTC()}
	h.begins(c, h.rejoins(c, a))
	h.importLine(in, "join:"+name)
	return nil
}

// begins puts the person into a course from now on.
func (h *hearing) begins(c flows.Course, a Attending) {
	a.Late = h.lateLessons(c, a)
	a.Ends = c.Ends(h.org, a.Day).UTC()
	h.attending(c.ID, a)
	h.t.Joined = append(h.t.Joined, CoursePrefix+c.ID)
}

// endedFor looks for a course having been ended for somebody who has not joined it
// again by text since.
func endedFor(ledger []Consent, course string) bool {
	for _, c := range slices.Backward(ledger) {
		switch {
		case c.Name == "join:"+course && c.Given && c.Agreed.IsZero():
			return false
		case c.Name == "leave:"+course && c.Ended:
			return true
		}
	}
	return false
}
