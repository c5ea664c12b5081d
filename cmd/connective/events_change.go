package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/people"
)

func newEventDesk(d *desk) *people.EventDesk {
	return &people.EventDesk{Guests: d.store, Host: d.bot, Audit: newStaffDesk(d.store, slog.New(slog.DiscardHandler)), Book: d.shelf.Book, Now: time.Now}
}

type eventsCancel struct {
	Org   string `arg:"" help:"The organisation."`
	Event string `arg:"" help:"The event's id, as list shows it."`
	Yes   bool   `help:"Do it: it cannot be undone."`
}

// Help shows an example.
func (eventsCancel) Help() string {
	return `Everybody who said yes or waits is told by text, each once, in their language. Nobody can say yes any
more, and nobody is reminded. Without --yes it says how many would be told.

Example:
  connective events cancel wenbridge coffee-17-sep --yes`
}

// Run cancels an event, or says what it would do.
func (c eventsCancel) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDeskOf(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	events := newEventDesk(d)
	book, err := events.Event(ctx, atTheMachine(c.Org), c.Event)
	if err != nil {
		return eventFault(err, c.Org, c.Event)
	}
	if book.Cancelled {
		return eventFault(bot.ErrEventOff, c.Org, c.Event)
	}
	people := book.People
	if !c.Yes {
		fmt.Fprintf(io.out, "%s would be told. It cannot be undone. To do it:  connective events cancel %s %s --yes\n", countedPeople(people), c.Org, c.Event)
		return nil
	}
	if err := events.Cancel(ctx, atTheMachine(c.Org), c.Event); err != nil {
		return eventFault(err, c.Org, c.Event)
	}
	fmt.Fprintf(io.out, "Cancelled. %s\n", toldOf(people))
	return nil
}

// toldOf says when those who come or wait are told that there is no event.
func toldOf(people int) string {
	switch people {
	case 0:
		return "Nobody had a place or waited for one, so nobody is told."
	case 1:
		return "1 person is told as soon as  connective serve  runs, and not at night."
	}
	return fmt.Sprintf("%d people are told as soon as  connective serve  runs, and not at night.", people)
}

type eventsPlaces struct {
	Org   string `arg:"" help:"The organisation."`
	Event string `arg:"" help:"The event's id, as list shows it."`
	N     int    `arg:"" name:"n" help:"How many places there are, 1 to 5000; 0 is as many as groups.csv says."`
}

// Help shows an example.
func (eventsPlaces) Help() string {
	return `More places are offered to whoever waits. With fewer, nobody loses a place that they have.

Example:
  connective events places wenbridge coffee-17-sep 20`
}

// Run changes how many places there are.
func (c eventsPlaces) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDeskOf(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	events := newEventDesk(d)
	if err := events.SetPlaces(ctx, atTheMachine(c.Org), c.Event, c.N); err != nil {
		return eventFault(err, c.Org, c.Event)
	}
	book, err := events.Event(ctx, atTheMachine(c.Org), c.Event)
	if err != nil {
		return eventFault(err, c.Org, c.Event)
	}
	if book.Places == 0 {
		fmt.Fprintf(io.out, "There is no limit. Taken: %d.\n", book.Taken)
		return nil
	}
	fmt.Fprintf(io.out, "Places: %d. Taken: %d.\n", book.Places, book.Taken)
	return nil
}

// eventFault says what keeps an event from being changed, and what to do.
func eventFault(err error, org, event string) error {
	switch {
	case errors.Is(err, bot.ErrNoEvent):
		return fmt.Errorf("%s has no event called %q: see  connective events list %s", org, event, org)
	case errors.Is(err, bot.ErrPlaces):
		return errors.New("the places must be a number from 1 to 5000, or 0 for what groups.csv says")
	case errors.Is(err, bot.ErrEventOff), errors.Is(err, bot.ErrEventOver):
		return fmt.Errorf("%s cannot be changed: %w", event, err)
	}
	return fmt.Errorf("change %s: %w", event, err)
}
