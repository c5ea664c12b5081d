package flows

import "time"

// QuietAt tells whether a moment is in the part of the day in which nothing
// unasked is sent.
func (o *Org) QuietAt(t time.Time) bool {
	minute := clock(t.In(o.zone()))
	from, until := o.Quiet.From, o.Quiet.Until
	if from <= until {
		return from <= minute && minute < until
	}
	return minute >= from || minute < until
}

// QuietEnds returns the moment at which the quiet hours around t end; t itself
// when it is in none.
func (o *Org) QuietEnds(t time.Time) time.Time {
	if !o.QuietAt(t) {
		return t
	}
	left := (o.Quiet.Until - clock(t.In(o.zone())) + minutesADay) % minutesADay
	end := t.Truncate(time.Minute).Add(time.Duration(max(left-90, 0)) * time.Minute)
	// The clocks may change in this night, so the last minutes are walked.
	for !end.After(t) || o.QuietAt(end) {
		end = end.Add(time.Minute)
	}
	return end
}

// clock is how many minutes after midnight a clock shows.
func clock(local time.Time) int { return local.Hour()*60 + local.Minute() }
