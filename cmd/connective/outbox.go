package main

import (
	"context"
	"fmt"
	"time"
)

type outboxCommand struct {
	List    outboxList    `cmd:"" help:"List the texts that may not have arrived."`
	Resend  outboxResend  `cmd:"" help:"Send one of them again: the person may get it twice."`
	Dismiss outboxDismiss `cmd:"" help:"Leave one of them as it is."`
}

type outboxList struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (outboxList) Help() string {
	return `A text is listed when the provider's answer was lost: it may have arrived or not.
A late status report settles it by itself; so do resend and dismiss.

Example:
  connective outbox list`
}

// unknownLine is one text whose outcome is unknown, as scripts read it.
type unknownLine struct {
	Ref   string    `json:"ref"`
	Org   string    `json:"org"`
	Phone string    `json:"phone"`
	Since time.Time `json:"since"`
}

// Run lists the texts whose outcome is unknown.
func (c outboxList) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	found, err := d.store.UnknownTexts(ctx)
	if err != nil {
		return fmt.Errorf("list the texts: %w", err)
	}
	lines := make([]unknownLine, 0, len(found))
	for _, u := range found {
		lines = append(lines, unknownLine{u.Ref, u.Org, u.To.Masked(), u.Since})
	}
	if c.JSON {
		return printJSON(io, lines)
	}
	if len(lines) == 0 {
		fmt.Fprintln(io.out, "Every text that was sent has a known outcome.")
		return nil
	}
	w := io.table("TEXT", "ORGANISATION", "PHONE", "UNKNOWN FOR")
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.Ref, l.Org, l.Phone, time.Since(l.Since).Round(time.Second))
	}
	return w.Flush()
}

type outboxResend struct {
	Ref []string `arg:"" help:"The texts, as outbox list prints them."`
}

// Help shows an example.
func (outboxResend) Help() string { return "Example:\n  connective outbox resend MFRGGZDFMZTWQ2LK" }

// Run queues the texts again.
func (c outboxResend) Run(ctx context.Context, all *Commands, io streams) error {
	return eachRef(ctx, all, io, c.Ref, "queued again", func(d *desk, ref string) error { return d.store.Resend(ctx, ref) })
}

type outboxDismiss struct {
	Ref []string `arg:"" help:"The texts, as outbox list prints them."`
}

// Help shows an example.
func (outboxDismiss) Help() string { return "Example:\n  connective outbox dismiss MFRGGZDFMZTWQ2LK" }

// Run takes the texts off the list.
func (c outboxDismiss) Run(ctx context.Context, all *Commands, io streams) error {
	return eachRef(ctx, all, io, c.Ref, "taken off the list", func(d *desk, ref string) error { return d.store.Dismiss(ctx, ref) })
}

func eachRef(ctx context.Context, all *Commands, io streams, refs []string, done string, do func(*desk, string) error) error {
	d, err := openDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	for _, ref := range refs {
		if err := do(d, ref); err != nil {
			return fmt.Errorf("%s: %w", ref, err)
		}
		fmt.Fprintln(io.out, ref, done)
	}
	return nil
}
