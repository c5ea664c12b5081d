package directory

import (
	"errors"
	"time"
)

// Verdict is what a service has said of its own record.
type Verdict string

// The verdicts.
const (
	StillRight Verdict = "right"
	HasChanged Verdict = "changed"
	HasClosed  Verdict = "closed"
)

// Assurance is what is known from a service itself, beside its record in the feed.
// An import does not touch it.
type Assurance struct {
	Asked   time.Time `json:"asked,omitzero"`    // when the last letter was handed in
	To      string    `json:"to,omitempty"`      // its address
	Refused bool      `json:"refused,omitempty"` // no letter is taken at that address
	Quiet   bool      `json:"quiet,omitempty"`   // it wants no more letters
	Said    Verdict   `json:"said,omitempty"`    // its last answer; empty for none, or one that staff took back
	At      time.Time `json:"at,omitzero"`       // of its last answer
	Day     Date      `json:"day,omitempty"`     // of its last answer, where it is
	Words   string    `json:"words,omitempty"`   // what has changed, until staff have dealt with it
	Right   Date      `json:"right,omitempty"`   // the last day on which it said that all is right
	Settled bool      `json:"settled,omitempty"` // staff have dealt with its last answer
}

// Waits tells whether staff have something to do about what a service said.
func (a Assurance) Waits() bool {
	return !a.Settled && (a.Said == HasChanged || a.Said == HasClosed)
}

// Hear is the assurance once a service has said something, on a local moment. The
// last answer counts; the same one again on the same day changes nothing.
func (a Assurance) Hear(said Verdict, words string, now time.Time) Assurance {
	if a.Said == said && a.Day == dateOf(now) && (a.Words == words || a.Settled) {
		return a
	}
	a.Said, a.At, a.Day, a.Words, a.Settled = said, now.UTC(), dateOf(now), words, false
	if said == StillRight {
		a.Right = a.Day
	}
	return a
}

// Settle is the assurance once staff have dealt with what the service said. With
// shown they found that it is open after all.
func (a Assurance) Settle(shown bool) Assurance {
	a.Settled, a.Words = true, ""
	if shown {
		a.Said = ""
	}
	return a
}

// Assure lays what services have said over their records: the day on which one said
// that all is right counts as the day it was assured, if the feed has none that is
// newer. One that has said that it closed is gone, until its feed assures it on a later
// day: that people are sent to a closed door does more harm than that one service is
// missing for a day, and whoever has its letter could do no more than hide this one.
func Assure(services []Service, said map[string]Assurance) {
	for i := range services {
		s := &services[i]
		a, known := said[s.ID]
		if !known {
			continue
		}
		s.Gone = a.Said == HasClosed && s.Assured <= a.Day
		s.Assured = max(s.Assured, a.Right)
	}
}

// LastAssured is the later of the days on which the feed and the service itself said
// that all is right.
func (a Assurance) LastAssured(s *Service) Date { return max(s.Assured, a.Right) }

// ErrBusy is returned where others change the same thing again and again.
var ErrBusy = errors.New("others are changing this: try again")
