package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/store"
)

type quarantineCommand struct {
	List  quarantineList  `cmd:"" help:"List the texts that were kept apart, the oldest first."`
	Show  quarantineShow  `cmd:"" help:"Read one of them; it is noted in the audit log."`
	Retry quarantineRetry `cmd:"" help:"Give some of them to the bot again, or to staff."`
	Drop  quarantineDrop  `cmd:"" help:"Delete some of them."`
}

type quarantineList struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Help says when a text is listed.
func (quarantineList) Help() string {
	return `A text is kept apart for a week if it came to a number that no organisation has, or if it ended the program
whatever was done with it. Nobody has answered it. It is not shown here: see  connective quarantine show

Example:
  connective quarantine list`
}

// Why a text is kept apart, as far as can be told now.
const (
	apartNoLine   = "no organisation has the number"
	apartOtherWay = "it came by another connection than that of the organisation with the number"
	apartBroke    = "it could neither be judged nor given to staff, or its number has an organisation since"
	apartSealed   = "no secret of the settings opens it"
)

// apartLine is one text, as scripts read it. Its words are not in it.
type apartLine struct {
	ID    string    `json:"id"`
	Came  time.Time `json:"came"`
	Line  string    `json:"line"`
	Phone string    `json:"phone"`
	Why   string    `json:"why"`
}

// whyApart tells why a text is kept apart.
func (d *desk) whyApart(a store.Apart) string {
	switch {
	case a.Inbound.EventID == "":
		return apartSealed
	case len(d.shelf.Book().ByNumber(a.Inbound.To.Value)) == 0:
		return apartNoLine
	case len(d.bot.Addressed(a.Inbound)) == 0:
		return apartOtherWay
	}
	return apartBroke
}

// Run lists the texts.
func (c quarantineList) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	kept, err := d.store.Quarantined(ctx)
	if err != nil {
		return fmt.Errorf("list the texts: %w", err)
	}
	lines := make([]apartLine, 0, len(kept))
	for _, a := range kept {
		lines = append(lines, apartLine{a.ID, a.Came, a.Inbound.To.Value, a.Inbound.From.Masked(), d.whyApart(a)})
	}
	if c.JSON {
		return printJSON(io, lines)
	}
	if len(lines) == 0 {
		fmt.Fprintln(io.out, "No text is kept apart.")
		return nil
	}
	w := io.table("TEXT", "CAME", "TO", "PHONE", "WHY")
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", l.ID, l.Came.Local().Format("2006-01-02 15:04"), l.Line, l.Phone, l.Why)
	}
	return w.Flush()
}

type quarantineShow struct {
	ID string `arg:"" help:"The text, as quarantine list prints it."`
}

// Help shows an example.
func (quarantineShow) Help() string {
	return "It may be a call for help. That you have read it is noted in the audit log first.\n\nExample:\n  connective quarantine show bcdfghjklmnpqrs"
}

// Run shows one text.
func (c quarantineShow) Run(ctx context.Context, all *Commands, io streams) error {
	return eachApart(ctx, all, []string{c.ID}, staff.ReadApart, func(d *desk, a store.Apart) error {
		if a.Inbound.EventID == "" {
			return errors.New(apartSealed)
		}
		fmt.Fprintf(io.out, "%s, from %s to %s, %s\n%s\n", a.ID, a.Inbound.From.Masked(), a.Inbound.To.Value, a.Came.Local().Format("Mon 2 Jan 15:04"), d.whyApart(a))
		fmt.Fprintf(io.out, "\n%s\n", a.Inbound.Text)
		return nil
	})
}

type quarantineRetry struct {
	ID      []string `arg:"" help:"The texts, as quarantine list prints them."`
	ToStaff bool     `help:"Give them to the organisation's staff, without judging them: for a text that breaks the judging."`
}

// Help says what happens.
func (quarantineRetry) Help() string {
	return `The bot takes each as if it had just come, so that it may be answered days late: read it first. A text that was
taken is not listed any more; one that could not be taken stays.

Examples:
  connective quarantine retry bcdfghjklmnpqrs
  connective quarantine retry --to-staff bcdfghjklmnpqrs`
}

// Run gives the texts to the bot, or to staff.
func (c quarantineRetry) Run(ctx context.Context, all *Commands, io streams) error {
	deed := staff.RetryApart
	if c.ToStaff {
		deed = staff.HandApart
	}
	return eachApart(ctx, all, c.ID, deed, func(d *desk, a store.Apart) error {
		if err := d.retry(ctx, a, c.ToStaff); err != nil {
			return err
		}
		if err := d.store.Drop(ctx, a.ID); err != nil && !errors.Is(err, store.ErrNotApart) {
			return fmt.Errorf("it was taken, and is listed still: %w", err)
		}
		fmt.Fprintln(io.out, a.ID, "taken")
		return nil
	})
}

// retry gives one text to the bot or to staff. A text that breaks the judging is
// left where it is.
func (d *desk) retry(ctx context.Context, a store.Apart, toStaff bool) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("judging it broke (%T): try --to-staff", r)
		}
	}()
	in := a.Inbound
	switch {
	case in.EventID == "":
		return errors.New(apartSealed)
	case len(d.shelf.Book().ByNumber(in.To.Value)) == 0:
		return fmt.Errorf("no organisation has the number %s: write it into an org.yaml, and publish that first", in.To.Value)
	case len(d.bot.Addressed(in)) == 0:
		return fmt.Errorf("it came by the connection %s, and the organisation with the number %s has another provider: in its org.yaml. Publish the right one first", in.Provider, in.To.Value)
	case toStaff:
		return d.bot.Park(ctx, in)
	}
	return d.bot.Receive(ctx, in)
}

type quarantineDrop struct {
	ID []string `arg:"" help:"The texts, as quarantine list prints them."`
}

// Help shows an example.
func (quarantineDrop) Help() string {
	return "Nobody will read them. Each goes by itself after a week.\n\nExample:\n  connective quarantine drop bcdfghjklmnpqrs"
}

// Run deletes the texts.
func (c quarantineDrop) Run(ctx context.Context, all *Commands, io streams) error {
	return eachApart(ctx, all, c.ID, staff.DropApart, func(d *desk, a store.Apart) error {
		if err := d.store.Drop(ctx, a.ID); err != nil {
			return err
		}
		fmt.Fprintln(io.out, a.ID, "deleted")
		return nil
	})
}

// eachApart does something to texts that are kept apart, after it was noted in the
// audit log: what cannot be noted is not done.
func eachApart(ctx context.Context, all *Commands, ids []string, deed staff.Deed, do func(*desk, store.Apart) error) error {
	d, s, err := staffDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	for _, id := range ids {
		a, err := d.store.QuarantinedText(ctx, id)
		if errors.Is(err, store.ErrNotApart) {
			return fmt.Errorf("%s: %w: see  connective quarantine list", id, err)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		if err := s.Note(ctx, atTheMachine(staff.House), staff.Entry{Deed: deed, Detail: a.ID}); err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		if err := do(d, a); err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
	}
	return nil
}
