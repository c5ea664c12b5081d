package flows

import "time"

// shows returns the first moment of a day at which the clock shows so many
// minutes after midnight. Where the spring change leaves the time out, that is
// the moment of the change; of an hour that comes twice it is the first.
func shows(day time.Time, minute int) time.Time {
	at := atMinute(day, minute)
	begins, ends := at.ZoneBounds()
	switch shown := clock(at); {
	case shown > minute:
		return begins
	case shown < minute:
		return ends
	case begins.IsZero():
		return at
	}
	_, offset := at.Zone()
	_, before := begins.Add(-time.Second).Zone()
	if first := at.Add(time.Duration(offset-before) * time.Second); first.Before(begins) {
		return first
	}
	return at
}
