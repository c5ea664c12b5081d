package people

import (
	"context"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

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

func (d *EventDesk) org(by staff.Scope) (*flows.Org, error) {
	if err := by.Must(staff.SeeGroups); err != nil {
		return nil, err
	}
	if o := d.Book().Orgs[by.Org()]; o != nil {
		return o, nil
	}
	return nil, ErrNoOrg
}
