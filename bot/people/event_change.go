package people

import (
	"context"
	"fmt"
	"slices"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/bot/staff"
)

// The deeds of events.
const (
	CancelledEvent staff.Deed = "cancelled an event"
	ChangedPlaces  staff.Deed = "changed the places of an event"
	TookOutOfEvent staff.Deed = "took somebody out of an event"
)

// Cancel calls an event off, for good: everybody who comes or waits is told.
func (d *EventDesk) Cancel(ctx context.Context, by staff.Scope, event string) error {
	if err := d.note(ctx, by, staff.Entry{Deed: CancelledEvent, Detail: event}); err != nil {
		return err
	}
	return d.Host.CancelEvent(ctx, by.Org(), event)
}

// SetPlaces says how many places an event has; 0 is as many as its row says.
func (d *EventDesk) SetPlaces(ctx context.Context, by staff.Scope, event string, n int) error {
	if n < 0 || n > places.MostPlaces {
		return bot.ErrPlaces
	}
	if err := d.note(ctx, by, staff.Entry{Deed: ChangedPlaces, Detail: event}); err != nil {
		return err
	}
	return d.Host.SetPlaces(ctx, by.Org(), event, n)
}

// TakeOut takes somebody out whom staff have seen with that token, and tells them;
// bot.ErrMoved if they have answered since, ErrNoPerson if they were never in.
func (d *EventDesk) TakeOut(ctx context.Context, by staff.Scope, event, person, token string) error {
	if err := by.Must(staff.KeepPeople); err != nil {
		return err
	}
	r, _, err := d.Guests.Register(ctx, by.Org(), event)
	if err != nil {
		return fmt.Errorf("read who comes to an event: %w", err)
	}
	i := slices.IndexFunc(r.People, func(e places.Entry) bool { return e.Person == person && e.State != places.Not })
	switch {
	case i < 0:
		return ErrNoPerson
	case r.People[i].Token != token:
		return bot.ErrMoved
	}
	if err := d.note(ctx, by, staff.Entry{Deed: TookOutOfEvent, Detail: event, Person: person}); err != nil {
		return err
	}
	return d.Host.TakeOutOfEvent(ctx, by.Org(), event, r.People[i])
}

func (d *EventDesk) note(ctx context.Context, by staff.Scope, e staff.Entry) error {
	if err := by.Must(staff.KeepPeople); err != nil {
		return err
	}
	o, err := d.org(by)
	if err != nil {
		return err
	}
	if _, ok := o.Event(e.Detail); !ok {
		return bot.ErrNoEvent
	}
	return d.Audit.Note(ctx, by, e)
}
