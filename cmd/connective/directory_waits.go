package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/connective-messaging/connective/bot/directory/assure"
	"github.com/connective-messaging/connective/flows"
)

func newOffice(d *desk) *assure.Office {
	return &assure.Office{
		Kept: d.store, Org: func(id string) *flows.Org { return d.shelf.Book().Orgs[id] },
		Audit: newStaffDesk(d.store, slog.New(slog.DiscardHandler)), Now: time.Now,
	}
}

// waitWordsOf say what waits of a service.
var waitWordsOf = map[assure.State]string{
	assure.Closed: "says that it closed: hidden", assure.Changed: "says that something changed", assure.Unreachable: "no letter is taken at its address",
	assure.NoAddress: "has no address: ring it", assure.Quiet: "wants no letters: ring it", assure.Unanswered: "has not answered its letter",
}

type directoryWaits struct {
	Org  string `arg:"" help:"The organisation, by the name of its folder."`
	JSON bool   `help:"As JSON, for scripts."`
}

// Help shows an example.
func (directoryWaits) Help() string {
	return `Services that have said that something changed or that they closed, those that can only be rung,
and those that have not answered. With still_right: in org.yaml they are asked by e-mail.

Examples:
  connective directory waits wenbridge`
}

// Run lists what waits.
func (c directoryWaits) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDeskOf(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	lines, err := newOffice(d).Waiting(ctx, atTheMachine(c.Org))
	if err != nil {
		return err
	}
	if c.JSON {
		if lines == nil {
			lines = []assure.Line{}
		}
		return printJSON(io, lines)
	}
	if len(lines) == 0 {
		fmt.Fprintln(io.out, "Nothing waits.")
		return nil
	}
	w := io.table("ID", "NAME", "PHONE", "ASSURED", "SINCE", "", "WHAT THEY WROTE")
	for _, l := range lines {
		since := ""
		if !l.Since.IsZero() {
			since = l.Since.Format(time.DateOnly)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", l.ID, l.Name, l.Phone, l.Assured, since, waitWordsOf[l.State], l.Words)
	}
	return w.Flush()
}

type directorySettle struct {
	Org   string `arg:"" help:"The organisation, by the name of its folder."`
	ID    string `arg:"" help:"The service, by its id as waits shows it."`
	Show  bool   `xor:"how" help:"It is open after all: show it again."`
	Right bool   `xor:"how" help:"It has told you, by phone say, that all is right."`
}

// Help shows an example.
func (directorySettle) Help() string {
	return `What a service said is seen to once whoever keeps the feed knows of it. One that said that it
closed stays hidden until its feed assures it on a later day, or with --show.

Examples:
  connective directory settle wenbridge 3f0c
  connective directory settle wenbridge 3f0c --show
  connective directory settle wenbridge 3f0c --right`
}

// Run notes that staff have seen to a service.
func (c directorySettle) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDeskOf(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	office := newOffice(d)
	if c.Right {
		err = office.Right(ctx, atTheMachine(c.Org), c.ID)
	} else {
		err = office.Settle(ctx, atTheMachine(c.Org), c.ID, c.Show)
	}
	if errors.Is(err, assure.ErrNoService) {
		return fmt.Errorf("nothing of this service waits: see  connective directory waits %s", c.Org)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(io.out, "Done.")
	return nil
}
