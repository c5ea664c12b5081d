package broadcast

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// Desk is where organisers write broadcasts, and send, hold and end them.
type Desk struct {
	Archive Archive
	People  People
	Outbox  Outbox
	Book    func() *flows.Book
	Now     func() time.Time
}

// Errors of a Desk, as organisers read them.
var (
	ErrNoOrg    = errors.New("there is no such organisation")
	ErrNobody   = errors.New("nobody would get it: look at the preview")
	ErrYourOwn  = errors.New("it must be approved by somebody else than who wrote it")
	ErrLate     = errors.New("that time has passed")
	ErrTooQuiet = errors.New("it would be too late to be of use when quiet hours end: send it later, or make it worth sending for longer")
)

// StateError is an act that a broadcast's state does not allow.
type StateError struct {
	Act   string
	State State
}

func (e *StateError) Error() string {
	return fmt.Sprintf("it cannot be %s: it is %s", e.Act, e.State)
}

// AgainError is a broadcast that says the same to the same people as one of the
// last day.
type AgainError struct{ ID string }

func (e *AgainError) Error() string {
	return fmt.Sprintf("the same words went to the same people within the last day (%s): say that you want it once more", e.ID)
}

// Write keeps a new draft.
func (d *Desk) Write(ctx context.Context, b Broadcast) (Broadcast, error) {
	o, err := d.org(b.Org)
	if err != nil {
		return b, err
	}
	if b.Valid == 0 {
		b.Valid = DefaultValid
	}
	if err := Check(o, b); err != nil {
		return b, err
	}
	b.ID, b.State, b.Made = "b-"+rand.Text()[:10], Draft, d.Now().UTC()
	return d.Archive.Keep(ctx, b)
}

// Preview tells what a broadcast would be if it left now.
func (d *Desk) Preview(ctx context.Context, b Broadcast) (Preview, error) {
	o, err := d.org(b.Org)
	if err != nil {
		return Preview{}, err
	}
	return Look(ctx, d.People, o, b, d.Now())
}

// Send lets a draft leave at a time, zero for now. Above ApproveOver people it
// waits for somebody to approve it. What went out within a day is sent once more
// only with again.
func (d *Desk) Send(ctx context.Context, org, id string, at time.Time, again bool) (Broadcast, error) {
	o, b, err := d.find(ctx, org, id, "sent", Draft)
	if err != nil {
		return b, err
	}
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
	if b.Urgent == "" && !o.QuietEnds(b.Due).Before(b.Until()) {
		return b, ErrTooQuiet
	}
	if err := d.notAgain(ctx, b, now, again); err != nil {
		return b, err
	}
	p, err := Look(ctx, d.People, o, b, b.Due)
	if err != nil {
		return b, err
	}
	if p.People == 0 {
		return b, ErrNobody
	}
	if b.State = Scheduled; p.People > ApproveOver {
		b.State = Waiting
	}
	return d.Archive.Keep(ctx, b)
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
		sent := other.State != Draft && other.State != Cancelled && other.State != Missed
		if other.ID != b.ID && sent && now.Sub(other.Due) < 24*time.Hour && maps.Equal(other.Words, b.Words) && reflect.DeepEqual(other.Audience, b.Audience) {
			return &AgainError{other.ID}
		}
	}
	return nil
}

// Approve lets a broadcast leave that somebody else wrote. One whose time has
// passed meanwhile leaves now.
func (d *Desk) Approve(ctx context.Context, org, id, by string) (Broadcast, error) {
	_, b, err := d.find(ctx, org, id, "approved", Waiting)
	if err != nil {
		return b, err
	}
	if by == b.By || by == "" {
		return b, ErrYourOwn
	}
	if now := d.Now().UTC(); b.Due.Before(now) {
		b.Due = now
	}
	b.State, b.Approved = Scheduled, by
	return d.Archive.Keep(ctx, b)
}

// Pause stops a broadcast. Nothing of it leaves once this has returned, but for
// the texts that a provider is being given at that moment.
func (d *Desk) Pause(ctx context.Context, org, id string) (Broadcast, error) {
	return d.steer(ctx, org, id, "paused", Paused, Sending, Holding)
}

// Resume lets a paused broadcast go on.
func (d *Desk) Resume(ctx context.Context, org, id string) (Broadcast, error) {
	return d.steer(ctx, org, id, "resumed", Sending, Paused)
}

// Cancel ends a broadcast. What has not left never does.
func (d *Desk) Cancel(ctx context.Context, org, id string) (Broadcast, error) {
	return d.steer(ctx, org, id, "cancelled", Cancelled, Draft, Waiting, Scheduled, Freezing, Sending, Holding, Paused)
}

func (d *Desk) steer(ctx context.Context, org, id, act string, to State, from ...State) (Broadcast, error) {
	_, b, err := d.find(ctx, org, id, act, append(from, to)...)
	if err != nil {
		return b, err
	}
	if b.State != to { // done before, it is done once more where it must hold
		b.Held = b.Held || to == Sending
		if b.State = to; to.Over() {
			b.Ended = d.Now().UTC()
		}
		if b, err = d.Archive.Keep(ctx, b); err != nil {
			return b, err
		}
	}
	if err := d.Outbox.Steer(ctx, b, to); err != nil {
		return b, fmt.Errorf("it is %s, and some of its texts may still leave: do it once more: %w", act, err)
	}
	return b, nil
}

func (d *Desk) find(ctx context.Context, org, id, act string, from ...State) (*flows.Org, Broadcast, error) {
	o, err := d.org(org)
	if err != nil {
		return nil, Broadcast{}, err
	}
	b, err := d.Archive.Broadcast(ctx, org, id)
	if err != nil {
		return nil, b, err
	}
	if !slices.Contains(from, b.State) {
		return nil, b, &StateError{act, b.State}
	}
	return o, b, nil
}

func (d *Desk) org(id string) (*flows.Org, error) {
	if o := d.Book().Orgs[id]; o != nil {
		return o, nil
	}
	return nil, ErrNoOrg
}
