package people

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// The deeds of events.
const (
	CancelledEvent staff.Deed = "cancelled an event"
	ChangedPlaces  staff.Deed = "changed the places of an event"
	TookOutOfEvent staff.Deed = "took somebody out of an event"
)

// mostShownGuests is how many a page shows of those who come, and of those who wait.
const mostShownGuests = 500

// Guests are the registers of events, and whose the entries are. Errors wrap
// bot.ErrUnavailable.
type Guests interface {
	Register(ctx context.Context, org, event string) (places.Register, int64, error)
	Whose(ctx context.Context, org, id string) (providers.Address, bool, error)
}

// Host changes events: a bot.Bot.
type Host interface {
	CancelEvent(ctx context.Context, org, event string) error
	SetPlaces(ctx context.Context, org, event string, n int) error
	TakeOutOfEvent(ctx context.Context, org, event string, seen places.Entry) error
}

// EventDesk is where staff look after events. When and where one is stands in the
// list of groups; who comes, how many places there are now, and whether it was
// cancelled, in its register.
type EventDesk struct {
	Guests Guests
	Host   Host
	Audit  Notes
	Book   func() *flows.Book
	Now    func() time.Time
}

// EventLine is an event with what has become of it.
type EventLine struct {
	flows.Event
	Places    int  // now; 0 is no limit
	Published int  // the places of its row; 0 is no limit
	Taken     int  // places that are taken, or held for whoever was offered them
	Left      int  // of Places
	Waiting   int  // people in line
	People    int  // who come or wait
	Cancelled bool // by its row, or by staff
	Told      int  // people who were told so
	Begun     bool
}

// Guest is somebody in a register, by the end of their number.
type Guest struct {
	places.Entry
	Number string // masked; empty for somebody who is erased
}

// Guestbook is who comes to an event and who waits, the first first, and how many
// have said no.
type Guestbook struct {
	EventLine
	Coming []Guest
	Line   []Guest
	Said   int
	More   bool // there are more who come or wait than are shown
}

// Events are the events that are not over, the first to begin first.
func (d *EventDesk) Events(ctx context.Context, by staff.Scope) ([]EventLine, error) {
	o, err := d.org(by)
	if err != nil {
		return nil, err
	}
	var all []EventLine
	for _, e := range o.Events() {
		if e.Over(d.Now()) {
			continue
		}
		r, _, err := d.Guests.Register(ctx, o.ID, e.ID)
		if err != nil {
			return nil, fmt.Errorf("read who comes to an event: %w", err)
		}
		all = append(all, d.line(e, r))
	}
	return all, nil
}

func (d *EventDesk) line(e flows.Event, r places.Register) EventLine {
	now := r.Stands(places.Event{Places: e.Places, Cancelled: e.Cancelled})
	waiting := len(r.Line())
	people := len(r.Coming()) + waiting
	return EventLine{
		Event: e, Places: now.Places, Published: e.Places, Taken: r.Taken(), Left: r.Left(now), Waiting: waiting, People: people,
		Cancelled: now.Cancelled, Told: r.Told(), Begun: !d.Now().Before(e.Starts),
	}
}

// Event is one event and, for those who keep groups, who comes and who waits;
// bot.ErrNoEvent if there is none.
func (d *EventDesk) Event(ctx context.Context, by staff.Scope, id string) (Guestbook, error) {
	o, err := d.org(by)
	if err != nil {
		return Guestbook{}, err
	}
	e, ok := o.Event(id)
	if !ok {
		return Guestbook{}, bot.ErrNoEvent
	}
	r, _, err := d.Guests.Register(ctx, o.ID, e.ID)
	if err != nil {
		return Guestbook{}, fmt.Errorf("read who comes to an event: %w", err)
	}
	book := Guestbook{EventLine: d.line(e, r), Said: len(r.Refused())}
	if !by.May(staff.KeepPeople) {
		return book, nil
	}
	coming, line := r.Coming(), r.Line()
	book.More = len(coming) > mostShownGuests || len(line) > mostShownGuests
	if book.Coming, err = d.named(ctx, o.ID, coming); err != nil {
		return book, err
	}
	book.Line, err = d.named(ctx, o.ID, line)
	return book, err
}

// named are people of a register with the ends of their numbers.
func (d *EventDesk) named(ctx context.Context, org string, entries []places.Entry) ([]Guest, error) {
	var out []Guest
	for _, e := range entries[:min(len(entries), mostShownGuests)] {
		who, known, err := d.Guests.Whose(ctx, org, e.Person)
		if err != nil {
			return nil, fmt.Errorf("find who comes to an event: %w", err)
		}
		g := Guest{Entry: e}
		if known {
			g.Number = who.Masked()
		}
		out = append(out, g)
	}
	return out, nil
}

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

func (d *EventDesk) org(by staff.Scope) (*flows.Org, error) {
	if err := by.Must(staff.SeeGroups); err != nil {
		return nil, err
	}
	if o := d.Book().Orgs[by.Org()]; o != nil {
		return o, nil
	}
	return nil, ErrNoOrg
}
