package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
)

type eventsCommand struct {
	List   eventsList   `cmd:"" help:"List the events and the work to come, with the places that are left."`
	Show   eventsShow   `cmd:"" help:"Show who comes to one event, and who waits."`
	Places eventsPlaces `cmd:"" help:"Change how many places an event has."`
	Cancel eventsCancel `cmd:"" help:"Cancel an event, for good: everybody who comes or waits is told."`
}

type eventsList struct {
	Org  string `arg:"" help:"The organisation."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (eventsList) Help() string { return "Example:\n  connective events list wenbridge" }

// eventLine is one event, as scripts read it.
type eventLine struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Starts    time.Time `json:"starts"`
	Places    int       `json:"places"` // 0 is no limit
	Taken     int       `json:"taken"`
	Waiting   int       `json:"waiting"`
	Cancelled bool      `json:"cancelled"`
}

// Run lists the events that are not over, the first to begin first.
func (c eventsList) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDeskOf(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	org := d.shelf.Book().Orgs[c.Org]
	lines := []eventLine{}
	for _, e := range org.Events() {
		if e.Over(time.Now()) {
			continue
		}
		r, _, err := d.store.Register(ctx, org.ID, e.ID)
		if err != nil {
			return fmt.Errorf("read who comes to %s: %w", e.ID, err)
		}
		now := r.Stands(places.Event{Places: e.Places, Cancelled: e.Cancelled})
		lines = append(lines, eventLine{e.ID, e.Name(org.Language), e.Starts, now.Places, r.Taken(), len(r.Line()), now.Cancelled})
	}
	if c.JSON {
		return printJSON(io, lines)
	}
	return printEvents(io, lines)
}

func printEvents(io streams, lines []eventLine) error {
	if len(lines) == 0 {
		fmt.Fprintln(io.out, "No event is to come.")
		return nil
	}
	w := io.table("EVENT", "NAME", "BEGINS", "TAKEN", "LEFT", "IN LINE", "")
	for _, l := range lines {
		left, note := "no limit", ""
		if l.Places > 0 {
			left = fmt.Sprint(max(0, l.Places-l.Taken))
		}
		if l.Cancelled {
			note = "cancelled"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\t%d\t%s\n", l.ID, l.Name, l.Starts.Format("2006-01-02 15:04"), l.Taken, left, l.Waiting, note)
	}
	return w.Flush()
}

type eventsShow struct {
	Org   string `arg:"" help:"The organisation."`
	Event string `arg:"" help:"The event's id, as list shows it."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (eventsShow) Help() string {
	return "Numbers are shown by their last three digits.\n\nExample:\n  connective events show wenbridge coffee-17-sep"
}

// guestLine is one person in a register, as scripts read it.
type guestLine struct {
	Phone  string       `json:"phone"` // its last three digits; empty for somebody who is erased
	State  places.State `json:"state"`
	Places int          `json:"places"`
	By     *time.Time   `json:"reply_by,omitempty"`
	Since  time.Time    `json:"since"`
}

// Run shows who comes, then who waits in the order of the line, then who said no.
func (c eventsShow) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDeskOf(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	org := d.shelf.Book().Orgs[c.Org]
	e, ok := org.Event(c.Event)
	if !ok {
		return fmt.Errorf("%s has no event called %q: see  connective events list %s", c.Org, c.Event, c.Org)
	}
	r, _, err := d.store.Register(ctx, org.ID, e.ID)
	if err != nil {
		return fmt.Errorf("read who comes to %s: %w", e.ID, err)
	}
	lines, err := guests(ctx, d.store, org, r)
	if err != nil {
		return fmt.Errorf("read who comes to %s: %w", e.ID, err)
	}
	if c.JSON {
		return printJSON(io, lines)
	}
	return printGuests(io, lines)
}

// finder finds people by their ids.
type finder interface {
	People(ctx context.Context, job bot.Job) (bot.Page, error)
}

// guests are the people of a register, as they are shown.
func guests(ctx context.Context, find finder, org *flows.Org, r places.Register) ([]guestLine, error) {
	lines := []guestLine{}
	not := slices.DeleteFunc(slices.Clone(r.People), func(e places.Entry) bool { return e.State != places.Not })
	for _, entry := range slices.Concat(r.Coming(), r.Line(), not) {
		line := guestLine{State: entry.State, Places: entry.Party, Since: entry.Changed}
		if entry.State == places.Offered {
			by := entry.By.In(org.Timezone)
			line.Places, line.By = entry.Offer, &by
		}
		page, err := find.People(ctx, bot.Job{Org: org.ID, Who: flows.Audience{Kind: flows.ToAsker, Name: entry.Person}})
		if err != nil {
			return nil, fmt.Errorf("find somebody: %w", err)
		}
		if len(page.People) > 0 {
			line.Phone = page.People[0].Address.Masked()
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func printGuests(io streams, lines []guestLine) error {
	if len(lines) == 0 {
		fmt.Fprintln(io.out, "Nobody has answered yet.")
		return nil
	}
	w := io.table("PHONE", "ANSWER", "PLACES", "REPLY BY")
	for _, l := range lines {
		by := ""
		if l.By != nil {
			by = l.By.Format("2006-01-02 15:04")
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\n", l.Phone, l.State, l.Places, by)
	}
	return w.Flush()
}
