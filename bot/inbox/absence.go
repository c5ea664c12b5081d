package inbox

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

// TookBack is what the audit log says of a case whose holder was away.
const TookBack staff.Deed = "a case went back to its queue"

const (
	// absentEvery is how often it is looked who is away.
	absentEvery = 30 * time.Second
	// outFor is how long a resident waits, in the queue's open time, for somebody
	// who is not signed in.
	outFor = 2 * time.Hour
)

// Presences knows who is there; see staff.Desk.
type Presences interface {
	Presence(ctx context.Context, org, account string, since time.Time) (staff.Presence, error)
}

// Doer does something with an open case, once for each id; see bot.Bot.
type Doer interface {
	Act(ctx context.Context, org, caseID string, by bot.Staff, id string, act bot.Act) error
}

// Absence puts cases back into their queues whose holders are away while residents
// wait, once for each case however many processes look.
type Absence struct {
	Board *Board
	Orgs  func() []*flows.Org
	Staff Presences
	Bot   Doer
	Audit Auditor
	Marks Marks
	Now   func() time.Time
	Log   *slog.Logger
}

// Run looks until the context ends.
func (a *Absence) Run(ctx context.Context) error {
	tick := time.NewTicker(absentEvery)
	defer tick.Stop()
	for {
		for _, o := range a.Orgs() {
			if err := a.Look(ctx, o); err != nil && ctx.Err() == nil {
				a.Log.Warn("it could not be seen whose cases nobody answers; trying again", "org", o.ID, "why", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Look puts back every case of an organisation whose holder is away by now.
func (a *Absence) Look(ctx context.Context, o *flows.Org) error {
	open, err := a.Board.Open(ctx, o.ID)
	if err != nil {
		return err
	}
	for _, f := range open {
		if f.State() != bot.StateOpen {
			continue // nobody holds it, or the resident waits for nothing
		}
		is, err := a.Staff.Presence(ctx, o.ID, f.Holder.ID, f.Since)
		if err != nil {
			return err
		}
		if Absent(o, f, is, a.Now()) {
			if err := a.takeBack(ctx, o, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// Absent reports whether a case goes back to its queue, whose holder is there or
// not: at once if they have said that they are away or answer no cases any more;
// if they are not signed in, once the resident has waited for 2 hours of the
// queue's open time. It is pure.
func Absent(o *flows.Org, f bot.CaseFile, is staff.Presence, now time.Time) bool {
	switch is {
	case staff.Away, staff.NoMore:
		return true
	case staff.Out:
		waits := f.Waits
		if waits.IsZero() {
			waits = f.Heard
		}
		if waits.Before(f.Since) {
			waits = f.Since // who takes a case has as long to answer it
		}
		return !waits.IsZero() && !o.AfterOpen(f.Queue, waits, outFor).After(now)
	}
	return false
}

func (a *Absence) takeBack(ctx context.Context, o *flows.Org, f bot.CaseFile) error {
	name := o.ID + "/" + f.ID + "/away/" + f.Holder.ID + "/" + strconv.FormatInt(f.Since.UnixNano(), 10)
	mine, err := a.Marks.Begin(ctx, name, ringing)
	if err != nil || !mine {
		return err
	}
	e := staff.Entry{Deed: TookBack, Case: f.ID, Account: f.Holder.ID}
	if err := a.Audit.Note(ctx, staff.AtTheMachine(o.ID, "Connective"), e); err != nil {
		return errors.Join(err, a.Marks.Missed(ctx, name))
	}
	err = a.Bot.Act(ctx, o.ID, f.ID, bot.Staff{}, name, bot.Recall{Holder: f.Holder.ID})
	if errors.Is(err, bot.ErrNotHeld) || errors.Is(err, bot.ErrNoCase) {
		err = a.Audit.Note(ctx, staff.AtTheMachine(o.ID, "Connective"), staff.Entry{Deed: WasRefused, Case: f.ID, Detail: string(TookBack)})
	}
	if err != nil {
		return errors.Join(err, a.Marks.Missed(ctx, name))
	}
	return a.Marks.Rang(ctx, name, rangFor)
}
