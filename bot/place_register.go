package bot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
)

// Places keeps the registers of events. Errors wrap ErrUnavailable.
type Places interface {
	// Register returns a register and its version: an empty one and 0 if nobody has
	// asked for a place yet.
	Register(ctx context.Context, org, event string) (places.Register, int64, error)
	// KeepRegister writes a register as it was changed, until some time after the
	// event; ErrStale if another was quicker.
	KeepRegister(ctx context.Context, org, event string, r places.Register, version int64, until time.Time) error
	// Stand writes how an event is now, until a time: what says another face of it does
	// not leave any more, though it is in the outbox already.
	Stand(ctx context.Context, org, event, face string, until time.Time) error
	// Registers lists the events of an organisation that have one.
	Registers(ctx context.Context, org string) ([]string, error)
}

// Bounds of changing a register.
const (
	mostQuicker  = 200                   // times that another may be quicker
	betweenTries = 20 * time.Millisecond // at most, as others try too
	registerKept = 90 * 24 * time.Hour   // after the event
)

var errNoPlaces = errors.New("no register can be kept here")

// doors lets one change of a register through at a time: only other processes are
// then ever quicker.
type doors struct{ all sync.Map }

func (d *doors) pass(event string) func() {
	door, _ := d.all.LoadOrStore(event, &sync.Mutex{})
	door.(*sync.Mutex).Lock()
	return door.(*sync.Mutex).Unlock
}

// changeRegister reads a register, changes it and writes it, again if another was
// quicker. What changes nothing is not written.
func (b *Bot) changeRegister(ctx context.Context, org string, e flows.Event, change func(places.Register) places.Register) (places.Register, error) {
	if b.c.Places == nil {
		return places.Register{}, errNoPlaces
	}
	defer b.doors.pass(org + "/" + e.ID)()
	for range mostQuicker {
		before, version, err := b.c.Places.Register(ctx, org, e.ID)
		if err != nil {
			return before, fmt.Errorf("read a register: %w", err)
		}
		after := change(before)
		if before.Same(after) {
			return after, nil
		}
		err = b.c.Places.KeepRegister(ctx, org, e.ID, after, version, e.Ends.Add(registerKept))
		if err == nil {
			return after, nil
		}
		if !errors.Is(err, ErrStale) {
			return after, fmt.Errorf("write a register: %w", err)
		}
		select {
		case <-ctx.Done():
			return before, fmt.Errorf("change a register: %w", ErrUnavailable)
		case <-time.After(rand.N(betweenTries)):
		}
	}
	return places.Register{}, fmt.Errorf("change a register that others keep changing: %w", ErrUnavailable)
}

// inRegister is an event as its register judges it.
func inRegister(e flows.Event) places.Event {
	var published places.Register
	return published.Stands(places.Event{Places: e.Places, Starts: e.Starts, AnswerBy: e.AnswerBy, Cancelled: e.Cancelled, Face: e.Face()})
}

// claim asks the registers for what a turn wants, in the turn's name: a repeat of it
// is answered the same.
func (b *Bot) claim(ctx context.Context, org *flows.Org, turn Turn) (map[string]places.Answer, error) {
	answers := map[string]places.Answer{}
	for event, answer := range turn.Claims {
		answers[event] = answer
	}
	for _, want := range turn.Asks {
		if _, asked := answers[want.Event]; asked {
			continue
		}
		e, ok := org.Event(want.Event)
		if !ok {
			answers[want.Event] = places.Answer{Kind: places.Gone}
			continue
		}
		_, err := b.changeRegister(ctx, org.ID, e, func(r places.Register) places.Register {
			after, answer := r.Ask(inRegister(e), turn.ID, want.Party, turn.Event, turn.At)
			answers[want.Event] = answer
			return after
		})
		if err != nil {
			return nil, err
		}
	}
	return answers, nil
}

// unclaim gives back at once what was claimed for a turn that did not come to be as
// it was judged then: the person has stopped meanwhile, or it was a repeat.
func (b *Bot) unclaim(ctx context.Context, org *flows.Org, key Key, token string, events map[string]bool) error {
	if len(events) == 0 {
		return nil
	}
	thread, err := b.c.Threads.Thread(withTry(ctx, Try{}), key)
	if err != nil {
		return fmt.Errorf("read a thread: %w", err)
	}
	for event := range events {
		e, ok := org.Event(event)
		if !ok || thread.Person.Places[event].Token == token {
			continue
		}
		_, err := b.changeRegister(ctx, org.ID, e, func(r places.Register) places.Register { return r.Give(thread.ID, token, true, b.c.Now()) })
		if err != nil {
			return err
		}
	}
	return nil
}

// settle does what a job says for a register. One of an event that is gone from the
// list has nothing to say any more.
func (b *Bot) settle(ctx context.Context, org *flows.Org, job Job) error {
	e, ok := org.Event(job.Place.Event)
	if !ok {
		return nil
	}
	_, err := b.changeRegister(ctx, org.ID, e, func(r places.Register) places.Register {
		switch p := job.Place; p.Does {
		case placeKeep:
			return r.Keep(job.From, p.Token)
		case placeGive:
			return r.Give(job.From, p.Token, p.Gone, b.c.Now())
		case placeRefuse:
			return r.Refuse(job.From, p.Token, b.c.Now())
		}
		return r
	})
	return err
}
