package broadcast

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// Repeat says when a series sends its words again. Each run is a broadcast of its
// own, whose audience is written down when it begins.
type Repeat struct {
	Every  []string  `json:"every"`            // days and times, such as Monday 09:00; see flows.ReadSchedule
	Except string    `json:"except,omitempty"` // on whose bank holidays it does not run; see flows.Regions
	Until  string    `json:"until,omitempty"`  // the last local day, such as 2027-03-31; empty is for good
	Next   time.Time `json:"next,omitzero"`    // when the run that was made last is due; before, since when it counts
	Day    string    `json:"day,omitempty"`    // the local day that this is of
	Missed int       `json:"missed,omitempty"` // how many runs were never made: the service was away for longer
	Last   time.Time `json:"last,omitzero"`    // when the last of those was due
}

// Planned is when the series runs next; false while its first run was not made, a
// moment after it is sent.
func (r Repeat) Planned() (time.Time, bool) { return r.Next, r.Day != "" }

// after is the first time after a moment at which a series runs, and its local day:
// at most once on a day. The day is empty if it never runs again.
func (r Repeat) after(o *flows.Org, moment time.Time, done string) (day string, at time.Time) {
	for {
		day, at = r.soonest(o, moment)
		switch {
		case day == "" || r.Until != "" && day > r.Until:
			return "", time.Time{}
		case day > done && (r.Except == "" || !flows.BankHoliday(r.Except, day)):
			return day, at
		}
		moment = at
	}
}

func (r Repeat) soonest(o *flows.Org, moment time.Time) (day string, at time.Time) {
	for _, every := range r.Every {
		s, ok := flows.ReadSchedule(every)
		if !ok {
			continue
		}
		if d, t := o.Next(s, moment); d != "" && (day == "" || t.Before(at)) {
			day, at = d, t
		}
	}
	return day, at
}

// forward moves a series on to the run that is next. What was due for longer than
// Lateness is missed, and of what was due since then only the last runs: a service
// that was away does not send one text after the other. More is false if the series
// is over.
func (r Repeat) forward(o *flows.Org, now time.Time) (next Repeat, more bool) {
	for {
		day, at := r.after(o, r.Next, r.Day)
		if day == "" {
			return r, false
		}
		r.Next, r.Day = at, day
		if !at.Before(now.Add(-Lateness)) {
			break
		}
		r.Missed, r.Last = r.Missed+1, at
	}
	for { // of several that are a little late the last
		day, at := r.after(o, r.Next, r.Day)
		if day == "" || at.After(now) {
			return r, true
		}
		r.Missed, r.Last = r.Missed+1, r.Next
		r.Next, r.Day = at, day
	}
}

// repeat makes the next run of a series once the one before was due.
func (s *Sender) repeat(ctx context.Context, o *flows.Org, b Broadcast, now time.Time) error {
	if now.Before(b.Repeat.Next) {
		return nil
	}
	missed := b.Repeat.Missed
	next, more := b.Repeat.forward(o, now)
	b.Repeat = &next
	if n := next.Missed - missed; n > 0 {
		s.Log.Warn("runs of a series were missed: the service was away", "org", b.Org, "runs", n)
	}
	if !more {
		b.State, b.Ended = Done, now.UTC()
		return s.keep(ctx, b)
	}
	if _, err := s.Archive.Keep(ctx, b.run(now)); err != nil && !errors.Is(err, ErrMoved) {
		return fmt.Errorf("keep a run of a series: %w", err)
	}
	return s.keep(ctx, b)
}

// run is the broadcast of a series' next day: the same whichever process makes it.
func (b Broadcast) run(now time.Time) Broadcast {
	sum := sha256.Sum256([]byte(b.Org + "\x00" + b.ID + "\x00" + b.Repeat.Day))
	r := b
	r.ID, r.Series, r.Repeat, r.Version = "b-"+base32.StdEncoding.EncodeToString(sum[:])[:10], b.ID, nil, 0
	r.State, r.Made, r.Due = Scheduled, now.UTC(), b.Repeat.Next.UTC()
	return r
}

// ended reports whether a run's series was cancelled before the run began.
func (s *Sender) ended(ctx context.Context, b Broadcast) (bool, error) {
	if b.Series == "" {
		return false, nil
	}
	series, err := s.Archive.Broadcast(ctx, b.Org, b.Series)
	if err != nil && !errors.Is(err, ErrNone) {
		return false, fmt.Errorf("read a series: %w", err)
	}
	return err == nil && series.State == Cancelled, nil
}
