package broadcast

import (
	"time"

	"github.com/connective-messaging/connective/flows"
)

// mostOpenings is how often quiet hours and a window are asked in turn for the same
// moment. They share some time each day unless one lies within the other.
const mostOpenings = 20

// Opens returns the first moment from t on at which a broadcast may leave: outside
// quiet hours, unless it is urgent, and between the hours that it names. It is
// after everything if there is none.
func (b Broadcast) Opens(o *flows.Org, t time.Time) time.Time {
	for range mostOpenings {
		next := t
		if b.Urgent == "" {
			next = o.QuietEnds(next)
		}
		next = b.between(o, next)
		if next.Equal(t) {
			return t
		}
		t = next
	}
	return t.AddDate(1, 0, 0)
}

// between is the first moment from t on within the hours that a broadcast names.
func (b Broadcast) between(o *flows.Org, t time.Time) time.Time {
	span, ok := flows.ReadSpan(b.Between)
	if b.Between == "" || !ok {
		return t
	}
	from, until := o.Shows(t, span.From), o.Shows(t, span.Until)
	switch {
	case t.Before(from):
		return from
	case t.Before(until):
		return t
	}
	return o.Shows(until.Add(24*time.Hour), span.From)
}
