package places

import (
	"slices"
	"time"
)

// CancelledFace is the Face of an event that does not take place: whoever comes or
// waits is told as of an event that has moved.
const CancelledFace = "cancelled"

// MostPlaces is the most that staff may say there are.
const MostPlaces = 5000

// Stands is the event as staff have changed it since it was published.
func (r Register) Stands(e Event) Event {
	if r.Places > 0 {
		e.Places = r.Places
	}
	if e.Cancelled = e.Cancelled || r.Off; e.Cancelled {
		e.Face = CancelledFace
	}
	return e
}

// Same tells whether two registers hold the same.
func (r Register) Same(other Register) bool {
	return r.Off == other.Off && r.Places == other.Places && slices.Equal(r.People, other.People)
}

// Cancel calls the event off. There is no way back: people are told at once.
func (r Register) Cancel() Register {
	r.Off = true
	return r
}

// SetPlaces says how many places there are, from 1 to MostPlaces; 0 is as many as the
// event says. Nobody loses a place that they have: where more are taken than there
// are, none comes up until enough are given back.
func (r Register) SetPlaces(n int) Register {
	r.Places = min(max(n, 0), MostPlaces)
	return r
}

// TakeOut takes somebody out whom staff have seen there, and reports whether they are
// out: whoever has answered anew since is not, nor is whoever is not sure to be in.
func (r Register) TakeOut(seen Entry, now time.Time) (Register, bool) {
	e, ok := r.Find(seen.Person)
	if !ok || !e.Sure || e.Token != seen.Token {
		return r, false
	}
	return r.Remove(e.Person, e.Token, now), true
}

// Told counts those who were told that the event is cancelled, or are about to be.
func (r Register) Told() int {
	n := 0
	for _, e := range r.People {
		if e.Knows == CancelledFace {
			n++
		}
	}
	return n
}

// Refused are those who have said no, or gave their places back.
func (r Register) Refused() []Entry {
	return slices.DeleteFunc(slices.Clone(r.People), func(e Entry) bool { return e.State != Not || e.Knows == CancelledFace })
}
