package inbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// IsHalted is the kind of alarm that the provider refuses everybody. It is about no
// case.
const IsHalted Kind = "provider"

const (
	// haltedAgain is how often it rings, until the provider takes texts again.
	haltedAgain = 2 * time.Hour
	// haltedUseful is how long a text that says so is worth sending: it leaves only
	// if the provider takes it after all.
	haltedUseful = 10 * time.Minute
)

// Halted knows which providers of an organisation refuse everybody; see
// providers.Halts.
type Halted interface {
	Halted(ctx context.Context, org string) ([]providers.Halt, error)
}

// Reached are the staff who are told: whoever the cases' alarms reach, and the
// admins, whose account it may be; see staff.Desk.
type Reached interface {
	Rota
	Admins(ctx context.Context, org string) ([]staff.Contact, error)
}

// Teller tells one of the staff of an organisation something on one channel, once
// for each event. A text is not worth sending for longer than useful.
type Teller interface {
	Name() string
	Tell(ctx context.Context, org string, to staff.Contact, subject, words, event string, useful time.Duration) error
}

// HaltBell tells staff that the provider refuses everybody, so that no text leaves:
// at once and every 2 hours, at any hour, once for each person and channel however
// many processes look.
type HaltBell struct {
	Provider Halted
	Orgs     func() []*flows.Org
	Staff    Reached
	Marks    Marks
	Channels []Teller
	Console  string // where the console's pages begin
	Now      func() time.Time
	Rung     func(Kind, string) // counts what was told, by kind and channel; may be nil
	Log      *slog.Logger
}

// Run looks and rings until the context ends.
func (b *HaltBell) Run(ctx context.Context) error {
	keepLooking(ctx, func() {
		if err := b.look(ctx); err != nil && ctx.Err() == nil {
			b.Log.Error("staff could not be told that the provider refuses texts; trying again", "why", err)
		}
	})
	return nil
}

func (b *HaltBell) look(ctx context.Context) error {
	var faults []error
	for _, o := range b.Orgs() {
		all, err := b.Provider.Halted(ctx, o.ID)
		faults = append(faults, err)
		for _, halt := range all {
			if halt.Stands() {
				faults = append(faults, b.ring(ctx, o, halt))
			}
		}
	}
	return errors.Join(faults...)
}

// HaltAlarm names the alarm that was due last: the same wherever it is worked out. It
// is pure.
func HaltAlarm(h providers.Halt, now time.Time) string {
	n := max(0, int(now.Sub(h.Since)/haltedAgain))
	return fmt.Sprintf("%s:%s%s:%d:%d", IsHalted, h.Class, h.Connection, h.Since.UnixMilli(), n)
}

// HaltWords say it to staff, in the organisation's language.
func HaltWords(o *flows.Org, h providers.Halt, console string) (subject, words string) {
	subject = map[providers.Class]string{
		providers.Balance: "The credit or the day's limit is used up: texts wait", providers.Auth: "The provider refuses the key: texts wait", providers.Config: "The provider refuses texts: they wait",
	}[h.Class]
	words = locales.Say(o.Language, "alarm."+string(h.Class), "org", o.Name, "link", console)
	if h.Mend != "" {
		words += "\n" + h.Mend + "."
	}
	return subject, words
}

func (b *HaltBell) ring(ctx context.Context, o *flows.Org, h providers.Halt) error {
	people, err := b.told(ctx, o.ID)
	if err != nil {
		return fmt.Errorf("find whom to tell: %w", err)
	}
	subject, words := HaltWords(o, h, b.Console)
	alarm := HaltAlarm(h, b.Now())
	for _, to := range people {
		for _, c := range b.Channels {
			if !to.Has(c.Name()) {
				continue
			}
			name := o.ID + "/" + alarm + "/" + to.Account + "/" + c.Name()
			if err := b.tell(ctx, o.ID, name, to, c, subject, words); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *HaltBell) tell(ctx context.Context, org, name string, to staff.Contact, c Teller, subject, words string) error {
	mine, err := b.Marks.Begin(ctx, name, ringing)
	if err != nil || !mine {
		return err
	}
	if err := c.Tell(ctx, org, to, subject, words, name, haltedUseful); err != nil {
		b.Log.Error("somebody could not be told that the provider refuses texts; trying again", "org", org, "channel", c.Name(), "why", err)
		return b.Marks.Missed(ctx, name)
	}
	if b.Rung != nil {
		b.Rung(IsHalted, c.Name())
	}
	return b.Marks.Rang(ctx, name, rangFor)
}

// told are those on the rota with the leads, and the admins, each once.
func (b *HaltBell) told(ctx context.Context, org string) ([]staff.Contact, error) {
	people, err := b.Staff.OnCall(ctx, org, true)
	if err != nil {
		return nil, err
	}
	admins, err := b.Staff.Admins(ctx, org)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, p := range people {
		known[p.Account] = true
	}
	for _, a := range admins {
		if !known[a.Account] {
			people = append(people, a)
		}
	}
	return people, nil
}
