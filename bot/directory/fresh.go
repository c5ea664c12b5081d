package directory

import "time"

// Standing is whether a service may be shown.
type Standing string

// The standings.
const (
	Fresh   Standing = "fresh"
	Stale   Standing = "stale"   // nobody has assured it for a year
	Shut    Standing = "closed"  // temporarily closed
	Over    Standing = "over"    // defunct or inactive
	Gone    Standing = "gone"    // it says itself that it closed
	Unknown Standing = "unknown" // no date says when it was right
)

// Standing tells whether a service may be shown on a day.
func (s *Service) Standing(day time.Time) Standing {
	switch {
	case s.Gone:
		return Gone
	case s.Status == Closed:
		return Shut
	case s.Status != Active:
		return Over
	case s.Assured == "":
		return Unknown
	case s.Assured < yearBefore(day):
		return Stale
	}
	return Fresh
}

// yearBefore is the day since when a service must have been assured.
func yearBefore(day time.Time) Date { return dateOf(day.AddDate(-1, 0, 0)) }

// count is how many days a date is after 1970 began; 0 for none.
func (d Date) count() int {
	at, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0
	}
	return int(at.Unix() / (24 * 60 * 60))
}
