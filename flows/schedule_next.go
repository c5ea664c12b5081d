package flows

import (
	"slices"
	"time"
)

// ReadSchedule reads a schedule as flows have it under every:, such as Monday 09:00.
func ReadSchedule(text string) (Schedule, bool) { return parseSchedule(text) }

// mostAhead is how many days ahead the next occurrence of a schedule is looked for.
const mostAhead = 400

// Next returns the first moment after another one at which a schedule is due, and
// the local day, such as 2026-12-24, that it is of; an empty day if there is none
// within a year. A time that the spring change leaves out is the moment of the
// change; of one that comes twice in autumn it is the first.
func (o *Org) Next(s Schedule, after time.Time) (day string, at time.Time) {
	from := after.In(o.zone())
	for n := -1; n <= mostAhead; n++ {
		local := noon(from, n)
		if at := shows(local, s.Clock); s.includes(local) && at.After(after) {
			return local.Format(dayOnly), at
		}
	}
	return "", time.Time{}
}

// Shows returns the first moment of the local day of t at which the clock shows so
// many minutes after midnight.
func (o *Org) Shows(t time.Time, minute int) time.Time {
	return shows(noon(t.In(o.zone()), 0), minute)
}

// Today is the local day of a moment, such as 2026-12-24.
func (o *Org) Today(t time.Time) string { return t.In(o.zone()).Format(dayOnly) }

// Regions are the parts of the United Kingdom whose bank holidays are known.
var Regions = []string{"england", "wales", "scotland", "northern ireland"}

// BankHoliday reports whether a day, such as 2026-12-25, is a bank holiday in one of
// the Regions. They are known from 2025 to 2027.
func BankHoliday(region, day string) bool { return slices.Contains(bankHolidays(region), day) }

// ReadSpan reads two times of a day, such as 10:00-16:00.
func ReadSpan(text string) (Span, bool) { return parseSpan(text) }
