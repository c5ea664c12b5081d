package broadcast

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

// Send lets a draft leave at a time, zero for now. Above ApproveOver people it
// waits for somebody to approve it. What went out within a day is sent once more
// only with again.
func (d *Desk) Send(ctx context.Context, by staff.Scope, id string, at time.Time, again bool) (Broadcast, error) {
	o, err := d.may(by, staff.WriteBroadcasts)
	if err != nil {
		return Broadcast{}, err
	}
	b, err := d.find(ctx, by, id, "sent", Draft)
	if err != nil {
		return b, err
	}
	if b, err = d.ready(ctx, o, b, at, again); err != nil {
		return b, err
	}
	b.Asked, b.Behind = whoIs(by), withBehind(b.Behind, by)
	return d.keep(ctx, by, SentIt, b)
}

// ready is a draft that may leave, or wait to be approved; or why it may not.
func (d *Desk) ready(ctx context.Context, o *flows.Org, b Broadcast, at time.Time, again bool) (Broadcast, error) {
	if err := Check(o, b); err != nil { // what it names may have gone since it was written
		return b, err
	}
	now := d.Now()
	if b.Due = at.UTC(); at.IsZero() {
		b.Due = now.UTC()
	}
	if b.Due.Before(now.Add(-time.Minute)) {
		return b, ErrLate
	}
	if b.Repeat != nil {
		series := *b.Repeat
		series.Next = b.Due
		day, first := series.after(o, series.Next, "")
		if day == "" {
			return b, ErrNever
		}
		b.Repeat, b.Due = &series, first.UTC()
	}
	if !b.Opens(o, b.Due).Before(b.Until()) {
		return b, ErrTooQuiet
	}
	if err := d.notAgain(ctx, b, now, again || b.Repeat != nil); err != nil {
		return b, err
	}
	p, err := Look(ctx, d.People, o, b, b.Due, nil) // what their numbers have had may be less by then
	if err != nil {
		return b, err
	}
	if p.People == 0 {
		return b, ErrNobody
	}
	if err := d.fits(o, p.Longest); err != nil {
		return b, err
	}
	if b.State = b.leaves(); p.People > ApproveOver {
		b.State = Waiting
	}
	return b, nil
}

// leaves is the state in which a broadcast that may leave waits for its time.
func (b Broadcast) leaves() State {
	if b.Repeat != nil {
		return Repeating
	}
	return Scheduled
}

// notAgain refuses what was sent to the same audience within a day.
func (d *Desk) notAgain(ctx context.Context, b Broadcast, now time.Time, again bool) error {
	if again {
		return nil
	}
	all, err := d.Archive.Broadcasts(ctx, b.Org)
	if err != nil {
		return fmt.Errorf("list the broadcasts: %w", err)
	}
	for _, other := range all {
		sent := other.Repeat == nil && other.State != Draft && other.State != Cancelled && other.State != Missed
		if other.ID != b.ID && sent && now.Sub(other.Due) < 24*time.Hour && says(other, b) {
			return &AgainError{other.ID}
		}
	}
	return nil
}

// Approve lets a broadcast leave that others wrote and asked to send. One whose
// time has passed meanwhile leaves now.
func (d *Desk) Approve(ctx context.Context, by staff.Scope, id string) (Broadcast, error) {
	if _, err := d.may(by, staff.ApproveBroadcast); err != nil {
		return Broadcast{}, err
	}
	b, err := d.find(ctx, by, id, "approved", Waiting)
	if err != nil {
		return b, err
	}
	who := whoIs(by)
	if who == "" || b.Known(who) {
		return b, ErrYourOwn
	}
	switch now := d.Now().UTC(); {
	case b.Repeat != nil && b.Repeat.Next.Before(now): // what was due while it waited is not missed
		series := *b.Repeat
		series.Next, b.Repeat = now, &series
	case b.Repeat == nil && b.Due.Before(now):
		b.Due = now
	}
	b.State, b.Approved = b.leaves(), who
	return d.keep(ctx, by, ApprovedIt, b)
}

// Known reports whether somebody has written the broadcast or asked to send it, or
// has made the token of a program that did: they are no second person.
func (b Broadcast) Known(who string) bool {
	return who == b.By || who == b.Asked || slices.Contains(b.Behind, who)
}

// withBehind adds who answers for a program.
func withBehind(all []string, by staff.Scope) []string {
	if behind := by.Behind(); behind != "" && !slices.Contains(all, behind) {
		return append(slices.Clone(all), behind)
	}
	return all
}

// Pause stops a broadcast. Nothing of it leaves once this has returned, but for
// the texts that a provider is being given at that moment.
func (d *Desk) Pause(ctx context.Context, by staff.Scope, id string) (Broadcast, error) {
	return d.steer(ctx, by, id, "paused", PausedIt, func(b *Broadcast) { b.State = Paused }, []State{Paused}, Sending, Holding)
}

// Resume lets a paused broadcast go on. One that was paused for want of credit is
// paused again if the provider still refuses its texts.
func (d *Desk) Resume(ctx context.Context, by staff.Scope, id string) (Broadcast, error) {
	halt, err := halted(ctx, d.Halts, by.Org())
	if err != nil {
		return Broadcast{}, err
	}
	goOn := func(b *Broadcast) { b.goOn(halt, d.Now()) }
	return d.steer(ctx, by, id, "resumed", ResumedIt, goOn, []State{Sending, Holding}, Paused)
}

// Cancel ends a broadcast. What has not left never does.
func (d *Desk) Cancel(ctx context.Context, by staff.Scope, id string) (Broadcast, error) {
	end := func(b *Broadcast) { b.State, b.Ended = Cancelled, d.Now().UTC() }
	return d.steer(ctx, by, id, "cancelled", EndedIt, end, []State{Cancelled}, Draft, Waiting, Scheduled, Repeating, Freezing, Sending, Holding, Paused)
}

// steer changes a broadcast that is in one of the states from, and makes that hold
// everywhere. In one of the states done it was changed before.
func (d *Desk) steer(ctx context.Context, by staff.Scope, id, act string, deed staff.Deed, change func(*Broadcast), done []State, from ...State) (Broadcast, error) {
	if _, err := d.may(by, staff.WriteBroadcasts); err != nil {
		return Broadcast{}, err
	}
	b, err := d.find(ctx, by, id, act, slices.Concat(from, done)...)
	if err != nil {
		return b, err
	}
	if slices.Contains(from, b.State) { // done before, it is done once more where it must hold
		b.Untold = true
		change(&b)
		if b, err = d.keep(ctx, by, deed, b); err != nil {
			return b, err
		}
	}
	told, err := tell(ctx, d.Archive, d.Outbox, b)
	if err != nil {
		return b, fmt.Errorf("it is %s, and some of its texts may still leave for some seconds: do it once more: %w", act, err)
	}
	return told, nil
}

// tell makes a broadcast's state hold in every partition. Until it has been kept
// that it does, every Sender tells them too: whoever kept the state may have died
// before.
func tell(ctx context.Context, archive Archive, outbox Outbox, b Broadcast) (Broadcast, error) {
	if err := outbox.Steer(ctx, b); err != nil {
		return b, err
	}
	if !b.Untold {
		return b, nil
	}
	b.Untold = false
	told, err := archive.Keep(ctx, b)
	if errors.Is(err, ErrMoved) { // somebody has changed it since, and tells of that
		return b, nil
	}
	if err != nil {
		return b, nil // it holds; a Sender keeps that
	}
	return told, nil
}
