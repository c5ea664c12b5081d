package inbox

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

const (
	// ringEvery is how often the cases are looked at.
	ringEvery = 10 * time.Second
	// ringing is how long one process may take to ring; then another tries.
	ringing = 2 * time.Minute
	// rangFor is how long it is known that an alarm has rung.
	rangFor = 30 * 24 * time.Hour
)

// Rota knows who is to be told; see staff.Desk.
type Rota interface {
	OnCall(ctx context.Context, org string, lead bool) ([]staff.Contact, error)
}

// Marks keeps several processes from ringing the same alarm. Begin is true for
// one of them until Rang or Missed is called, or its time is over; then for
// nobody after Rang until it is forgotten.
type Marks interface {
	Begin(ctx context.Context, name string, within time.Duration) (bool, error)
	Rang(ctx context.Context, name string, forget time.Duration) error
	Missed(ctx context.Context, name string) error
}

// Channel is a way to reach staff: staff.Mail or staff.Texts. Ring tells one of
// them who can be reached on it.
type Channel interface {
	Name() string
	Ring(ctx context.Context, o *flows.Org, to staff.Contact, a Alarm, f bot.CaseFile) error
}

// Bell tells those who are on the rota what presses, on every channel, once for
// each alarm however many processes look.
type Bell struct {
	Board    *Board
	Orgs     func() []*flows.Org
	Rota     Rota
	Marks    Marks
	Channels []Channel
	Now      func() time.Time
	Rung     func(Kind, string) // counts what was told, by kind and channel; may be nil
	Log      *slog.Logger
}

// Run looks and rings until the context ends.
func (b *Bell) Run(ctx context.Context) error {
	keepLooking(ctx, func() {
		for _, o := range b.Orgs() {
			if err := b.look(ctx, o); err != nil && ctx.Err() == nil {
				b.Log.Error("it could not be seen which cases press; trying again", "org", o.ID, "why", err)
			}
		}
	})
	return nil
}

// keepLooking looks at once and every ringEvery, until the context ends.
func keepLooking(ctx context.Context, look func()) {
	tick := time.NewTicker(ringEvery)
	defer tick.Stop()
	for {
		look()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// look rings every alarm of an organisation that is due.
func (b *Bell) look(ctx context.Context, o *flows.Org) error {
	open, err := b.Board.Open(ctx, o.ID)
	if err != nil {
		return err
	}
	for _, f := range open {
		for _, a := range Alarms(o, f, b.Now()) {
			if err := b.ring(ctx, o, f, a); err != nil {
				return err
			}
		}
	}
	return nil
}

// ring tells everybody who is to be told, on each channel by itself: one that
// fails keeps nobody from hearing on another.
func (b *Bell) ring(ctx context.Context, o *flows.Org, f bot.CaseFile, a Alarm) error {
	people, err := b.Rota.OnCall(ctx, o.ID, a.Lead)
	if err != nil {
		return fmt.Errorf("find who is on the rota: %w", err)
	}
	if len(people) == 0 {
		b.Log.Error("a case presses, and there is nobody to tell: add staff with  connective staff add", "org", o.ID, "kind", a.Kind)
	}
	for _, to := range people {
		for _, c := range b.Channels {
			if err := b.tell(ctx, o, f, a, to, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// tell tells one person on one channel, unless that was done.
func (b *Bell) tell(ctx context.Context, o *flows.Org, f bot.CaseFile, a Alarm, to staff.Contact, c Channel) error {
	if !to.Has(c.Name()) {
		return nil
	}
	name := o.ID + "/" + f.ID + "/" + a.Name + "/" + to.Account + "/" + c.Name()
	mine, err := b.Marks.Begin(ctx, name, ringing)
	if err != nil || !mine {
		return err
	}
	if err := c.Ring(ctx, o, to, a, f); err != nil {
		b.Log.Error("somebody on the rota could not be told that a case presses; trying again", "org", o.ID, "kind", a.Kind, "channel", c.Name(), "why", err)
		return b.Marks.Missed(ctx, name)
	}
	if b.Rung != nil {
		b.Rung(a.Kind, c.Name())
	}
	return b.Marks.Rang(ctx, name, rangFor)
}
