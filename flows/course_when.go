package flows

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Columns of a list of lessons.
const (
	lessonWhen  = "when"  // 12 weeks before, on the day, 3 days after
	lessonText  = "text"  // text:cy in Welsh
	lessonValid = "valid" // how long it is true, where that is not as the course says
	lessonGroup = "group" // only for members of that group
)

// mostDaysOff is how far a lesson may be from the day of its course: 18 years and the
// months before a birth.
const mostDaysOff = 19 * 366

// offsetPattern matches 12 weeks before, 3 days after.
var offsetPattern = regexp.MustCompile(`^([0-9]{1,4}) (day|week)s? (before|after)$`)

// readOffset reads how many days before or after the day of a course a lesson is due.
func readOffset(cell string) (days int, ok bool) {
	words := strings.Join(strings.Fields(strings.ToLower(cell)), " ")
	if words == "on the day" {
		return 0, true
	}
	m := offsetPattern.FindStringSubmatch(words)
	if m == nil {
		return 0, false
	}
	days, err := strconv.Atoi(m[1])
	if m[2] == "week" {
		days *= 7
	}
	if err != nil || days > mostDaysOff {
		return 0, false
	}
	if m[3] == "before" {
		days = -days
	}
	return days, true
}

// lengthOf reads a length of time from a cell, such as 3 days.
func lengthOf(cell string) (time.Duration, bool) {
	amount, unit, _ := strings.Cut(strings.Join(strings.Fields(strings.ToLower(cell)), " "), " ")
	n, err := strconv.Atoi(amount)
	size := units[strings.TrimSuffix(unit, "s")] + longUnits[strings.TrimSuffix(unit, "s")]
	length := time.Duration(n) * size
	if err != nil || n < 1 || n > 1000 || size == 0 || length > mostValid {
		return 0, false
	}
	return length, true
}

// mostShutDays is for how many days in a row a course may be kept from sending.
const mostShutDays = 30

// Due is when a lesson is due for somebody whose day is so, such as 2027-06-03: at the
// first hour in which the course sends, in the organisation's time. It is zero for
// what is no day.
func (c Course) Due(o *Org, day string, t Lesson) time.Time {
	date, err := time.ParseInLocation(dayOnly, day, o.zone())
	if err != nil {
		return time.Time{}
	}
	return shows(noon(date, t.Days), c.Between.From)
}

// Opens returns the first moment from t on at which a lesson may leave: within the
// hours of the course, outside quiet hours, and on none of the bank holidays that
// it keeps. It is after everything if there is none within a month.
func (c Course) Opens(o *Org, t time.Time) time.Time {
	for range mostShutDays {
		from, until := o.Shows(t, c.Between.From), o.Shows(t, c.Between.Until)
		at := t
		if at.Before(from) {
			at = from
		}
		if at = o.QuietEnds(at); at.Before(until) && !(c.Closed != "" && BankHoliday(c.Closed, o.Today(at))) {
			return at
		}
		t = o.Shows(noon(t.In(o.zone()), 1), 0)
	}
	return t.AddDate(100, 0, 0)
}

// Closes returns until when a lesson may leave that may leave at a moment: to the end
// of the hours of the course on that day, or to the beginning of quiet hours.
func (c Course) Closes(o *Org, t time.Time) time.Time {
	until := o.Shows(t, c.Between.Until)
	if quiet := o.Shows(t, o.Quiet.From); o.Quiet.From != o.Quiet.Until && quiet.After(t) && quiet.Before(until) {
		return quiet
	}
	return until
}

// Ends is when the course is over for somebody whose day is so: when its goodbye is
// of no use any more.
func (c Course) Ends(o *Org, day string) time.Time {
	if len(c.Lessons) == 0 {
		return time.Time{}
	}
	last := c.Lessons[len(c.Lessons)-1]
	return c.Due(o, day, last).Add(last.Valid)
}

// Fit tells whether a course can count from a day.
type Fit string

// What a course can say of a day.
const (
	FitYes     Fit = "yes"
	FitNoDay   Fit = "no day"   // it is no day that there is
	FitToCome  Fit = "to come"  // a birth that is still to come
	FitFar     Fit = "far"      // so far ahead that it must be a slip
	FitTooLate Fit = "too late" // all lessons are over by then
)

// Fits tells whether the course can count from a day, such as 2027-06-03.
func (c Course) Fits(o *Org, day string, now time.Time) Fit {
	date, err := time.ParseInLocation(dayOnly, day, o.zone())
	if err != nil || len(c.Lessons) == 0 {
		return FitNoDay
	}
	today := now.In(o.zone())
	ahead := anyAhead
	if c.Day == DueDay {
		ahead = dueAhead
	}
	switch {
	case c.Day == BirthDay && day > o.Today(now):
		return FitToCome
	case noon(date, 0).After(noon(today, ahead)):
		return FitFar
	case !now.Before(c.lastTold(o, day)):
		return FitTooLate
	}
	return FitYes
}

// lastTold is when the last lesson before the goodbye is not true any more.
func (c Course) lastTold(o *Org, day string) time.Time {
	var last time.Time
	for _, t := range c.Lessons {
		if until := c.Due(o, day, t).Add(t.Valid); !t.IsGoodbye() && until.After(last) {
			last = until
		}
	}
	return last
}
