package directory

import (
	"slices"
	"time"
)

// Opening is one line of opening times.
type Opening struct {
	Days      []time.Weekday `json:"days,omitempty"`   // none is every day
	Nth       int            `json:"nth,omitempty"`    // of the month: 1 to 5, -1 the last; 0 every week
	MonthDay  int            `json:"date,omitempty"`   // of the month, 1 to 31; 0 for none
	Weeks     int            `json:"weeks,omitempty"`  // from one time to the next, from From on; 0 and 1 are every week
	Opens     int            `json:"opens"`            // minutes after midnight
	Closes    int            `json:"closes,omitempty"` // minutes after midnight, 1440 the end of the day; 0 is not known
	From      Date           `json:"from,omitempty"`
	Until     Date           `json:"until,omitempty"` // the last day
	Untimed   bool           `json:"untimed,omitempty"`
	Unsettled bool           `json:"unsettled,omitempty"` // on these days, but not on all of them: in school holidays, or by a rule that is not understood
}

// wholeDay is how long a day is, in minutes.
const wholeDay = 24 * 60

// AllDay tells whether it is open from midnight to midnight.
func (o *Opening) AllDay() bool { return !o.Untimed && o.Opens == 0 && o.Closes == wholeDay }

// moment is a local time, taken apart once for many services.
type moment struct {
	day     time.Time
	date    Date
	minute  int // after midnight
	holiday bool
}

func momentOf(now time.Time, holiday bool) moment {
	return moment{now, dateOf(now), now.Hour()*60 + now.Minute(), holiday}
}

// on tells whether the line applies to a day.
func (o *Opening) on(at moment) bool {
	day := at.day
	if o.From > at.date || o.Until != "" && o.Until < at.date {
		return false
	}
	if o.MonthDay > 0 {
		return day.Day() == o.MonthDay
	}
	if len(o.Days) > 0 && !slices.Contains(o.Days, day.Weekday()) {
		return false
	}
	switch {
	case o.Nth > 0:
		return (day.Day()-1)/7+1 == o.Nth
	case o.Nth < 0:
		return day.AddDate(0, 0, 7).Month() != day.Month()
	case o.Weeks > 1:
		return o.inWeek(day)
	}
	return true
}

// inWeek tells whether a week that is one of several is the right one. Without a
// first day nobody can say.
func (o *Opening) inWeek(day time.Time) bool {
	first, err := time.Parse(time.DateOnly, string(o.From))
	if err != nil {
		return false
	}
	return int(monday(day).Sub(monday(first)).Hours()/24)/7%o.Weeks == 0
}

// monday is the first day of a week, at midnight UTC.
func monday(day time.Time) time.Time {
	at := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
	return at.AddDate(0, 0, -(int(at.Weekday())+6)%7)
}

func dateOf(at time.Time) Date { return Date(at.Format(time.DateOnly)) }

// OpenAt tells whether a service opens, or is still open, at or after the minute
// of a local time on that day, for all that is known. On a bank holiday only what
// never closes is known to be open.
func (s *Service) OpenAt(now time.Time, holiday bool) bool { return s.open(momentOf(now, holiday)) }

func (s *Service) open(at moment) bool {
	for i := range s.Openings {
		o := &s.Openings[i]
		if o.Unsettled || at.holiday && !o.AllDay() || !o.on(at) {
			continue
		}
		if o.Untimed || o.Closes == 0 || o.Closes < o.Opens || at.minute < o.Closes {
			return true
		}
	}
	return false
}
