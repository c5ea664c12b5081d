package broadcast

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
)

// Fate is what became of the text to one person whom a broadcast has not reached.
type Fate string

// The fates. Those of texts that were put into the outbox have the names of Counts.
const (
	WasWithheld Fate = "withheld"
	WasExpired  Fate = "expired"
	WasCapped   Fate = "capped"
	HasFailed   Fate = "failed" // refused, or reported as not delivered
	IsUnknown   Fate = "unknown"
	IsWaiting   Fate = "waiting"
	WasLeftOut  Fate = "left out" // they were in the audience when it began, and not any more when their turn came
)

// Words says it to an organiser.
func (f Fate) Words() string {
	switch f {
	case WasWithheld:
		return "withheld: they stopped, left, or it was cancelled before it left"
	case WasExpired:
		return "too late to be of use: it could not leave in time"
	case WasCapped:
		return "they had enough broadcasts this week"
	case HasFailed:
		return "the network refused it, or could not deliver it"
	case IsUnknown:
		return "it may have arrived or not:  connective outbox list"
	case IsWaiting:
		return "it waits to leave"
	case WasLeftOut:
		return "left out when their turn came: they had stopped, left, or are in an urgent case"
	}
	return string(f)
}

// Unreached is somebody of the frozen audience whom a broadcast has not reached.
type Unreached struct {
	Thread bot.Thread
	Fate   Fate
	Code   string // the provider's own, of a text that failed; empty if it gave none
}

// FatesKept is for how long it is known whom a broadcast has not reached, from its
// beginning: what became of a text is kept so long from when it is settled.
const FatesKept = 7 * 24 * time.Hour

// ErrForgotten is answered once it is not known any more.
var ErrForgotten = errors.New("whom it has not reached is known for 7 days after it began; how many they were stays in its status")

// Fates knows what became of the texts of a broadcast. Errors wrap
// bot.ErrUnavailable.
type Fates interface {
	// Unreached returns whom of the frozen audience a broadcast has not reached, at
	// most so many; those who were erased are left out.
	Unreached(ctx context.Context, b Broadcast, most int) ([]Unreached, error)
}

// Unreached lists whom a broadcast has not reached, and why, by why and number; more
// tells that there are others. Who looks is noted, as it tells of people.
func (d *Desk) Unreached(ctx context.Context, by staff.Scope, id string, most int) (all []Unreached, more bool, err error) {
	if err := by.Must(staff.WriteBroadcasts); err != nil {
		return nil, false, err
	}
	b, err := d.Archive.Broadcast(ctx, by.Org(), id)
	if err != nil {
		return nil, false, err
	}
	if !b.Begun.IsZero() && d.Now().Sub(b.Begun) >= FatesKept {
		return nil, false, ErrForgotten
	}
	if err := d.Audit.Note(ctx, by, staff.Entry{Deed: SawMissed, Detail: id}); err != nil {
		return nil, false, err
	}
	if all, err = d.Fates.Unreached(ctx, b, most+1); err != nil {
		return nil, false, err
	}
	if more = len(all) > most; more {
		all = all[:most]
	}
	slices.SortFunc(all, func(a, b Unreached) int {
		return cmp.Or(
			cmp.Compare(a.Fate, b.Fate), cmp.Compare(a.Thread.Key.Address.Masked(), b.Thread.Key.Address.Masked()), cmp.Compare(a.Thread.ID, b.Thread.ID),
		)
	})
	return all, more, nil
}

// RefOf is the ref of the one text of a broadcast to a person.
func RefOf(b Broadcast, person string) string { return bot.Ref("broadcast:"+b.ID+":"+person, b.Org, 0) }
