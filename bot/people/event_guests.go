package people

import (
	"context"
	"fmt"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/bot/staff"
)

// mostShownGuests is how many a page shows of those who come, and of those who wait.
const mostShownGuests = 500

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
