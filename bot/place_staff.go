package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
)

// Errors of what staff do with events.
var (
	ErrNoEvent   = errors.New("there is no such event")
	ErrEventOver = errors.New("the event has begun")
	ErrEventOff  = errors.New("the event is cancelled already")
	ErrPlaces    = errors.New("that is no number of places")
	ErrMoved     = errors.New("they have answered again since")
)

// CancelEvent calls an event off, for good. From then on nobody gets a place, nobody
// is invited, reminded or offered one, and Tend tells everybody who comes or waits,
// each once, whatever dies meanwhile: what is cancelled stands in the register.
// What is on its way to somebody and asks about it does not leave any more.
func (b *Bot) CancelEvent(ctx context.Context, org, event string) error {
	err := b.changeEvent(ctx, org, event, func(r places.Register) (places.Register, error) { return r.Cancel(), nil })
	if err != nil {
		return err
	}
	e, err := b.eventOf(org, event)
	if err != nil {
		return err
	}
	return b.stands(ctx, org, e, places.CancelledFace)
}

// SetPlaces says how many places an event has, from 1 to places.MostPlaces; 0 is as
// many as its row says. Whoever has a place keeps it. More places are offered to the
// line by Tend.
func (b *Bot) SetPlaces(ctx context.Context, org, event string, n int) error {
	if n < 0 || n > places.MostPlaces {
		return ErrPlaces
	}
	return b.changeEvent(ctx, org, event, func(r places.Register) (places.Register, error) { return r.SetPlaces(n), nil })
}

// TakeOutOfEvent takes somebody out whom staff have seen in the register, and tells
// them. The job is written first: a process that dies between leaves it, and it takes
// them out too. ErrMoved if they have answered again since they were seen.
func (b *Bot) TakeOutOfEvent(ctx context.Context, org, event string, seen places.Entry) error {
	e, err := b.eventOf(org, event)
	if err != nil {
		return err
	}
	now := b.c.Now()
	p := PlaceJob{Event: event, Does: placeRemoved, Token: seen.Token}
	if _, err := b.c.Starts.AddJob(ctx, toOne(org, seen.Person, now, e.Starts, p, seen.Token)); err != nil {
		return fmt.Errorf("make a job of an event: %w", err)
	}
	return b.changeEvent(ctx, org, event, func(r places.Register) (places.Register, error) {
		after, out := r.TakeOut(seen, now)
		if !out {
			return r, ErrMoved
		}
		return after, nil
	})
}

// changeEvent changes the register of an event that is to come.
func (b *Bot) changeEvent(ctx context.Context, org, event string, change func(places.Register) (places.Register, error)) error {
	e, err := b.eventOf(org, event)
	if err != nil {
		return err
	}
	var refused error
	_, err = b.changeRegister(ctx, org, e, func(r places.Register) places.Register {
		refused = nil
		if inRegister(e).Cancelled || r.Off {
			refused = ErrEventOff
			return r
		}
		var after places.Register
		after, refused = change(r)
		return after
	})
	return errors.Join(err, refused)
}

// eventOf finds an event that has not begun.
func (b *Bot) eventOf(org, event string) (flows.Event, error) {
	o := b.c.Book().Orgs[org]
	if o == nil {
		return flows.Event{}, ErrNoEvent
	}
	e, ok := o.Event(event)
	switch {
	case !ok:
		return e, ErrNoEvent
	case !b.c.Now().Before(e.Starts):
		return e, ErrEventOver
	}
	return e, nil
}

// asItStands is a job about an event with what staff have changed: those who are on
// the page that is done next are not reminded of what was cancelled meanwhile.
func (b *Bot) asItStands(ctx context.Context, job Job) (Job, error) {
	if job.Place == nil || b.c.Places == nil {
		return job, nil
	}
	r, _, err := b.c.Places.Register(ctx, job.Org, job.Place.Event)
	if err != nil {
		return job, fmt.Errorf("read a register: %w", err)
	}
	p := *job.Place
	p.Off = p.Off || r.Off
	job.Place = &p
	return job, nil
}
