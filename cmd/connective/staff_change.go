package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot/staff"
)

type staffRole struct {
	Email string `arg:"" help:"Whose role."`
	Org   string `arg:"" help:"The organisation."`
	Role  string `arg:"" help:"viewer, responder, lead, editor, admin or none."`
}

// Help shows an example.
func (staffRole) Help() string {
	return "They are signed out at once.\n\nExamples:\n  connective staff role sam@example.org wenbridge lead\n  connective staff role sam@example.org wenbridge none"
}

// Run changes a role.
func (c staffRole) Run(ctx context.Context, all *Commands, io streams) error {
	return withMember(ctx, all, io, c.Email, c.Org, func(s *staff.Desk, by staff.Scope, id string) (string, error) {
		if c.Role == "none" {
			return "has no role in " + c.Org + " any more.", s.SetRole(ctx, by, id, "")
		}
		if c.Role == "" {
			return "", staff.ErrRole
		}
		return "is " + c.Role + " of " + c.Org + " now.", s.SetRole(ctx, by, id, staff.Role(c.Role))
	})
}

type staffDisable struct {
	Email string `arg:"" help:"Who."`
	Undo  bool   `help:"Let them in again."`
}

// Help shows an example.
func (staffDisable) Help() string {
	return "They are signed out at once, of every organisation.\n\nExamples:\n  connective staff disable sam@example.org\n  connective staff disable sam@example.org --undo"
}

// Run disables an account, or enables it.
func (c staffDisable) Run(ctx context.Context, all *Commands, io streams) error {
	return withMember(ctx, all, io, c.Email, staff.House, func(s *staff.Desk, by staff.Scope, id string) (string, error) {
		said := "is kept out."
		if c.Undo {
			said = "may sign in again."
		}
		return said, s.Disable(ctx, by, id, !c.Undo)
	})
}

type staffReset struct {
	Email string `arg:"" help:"Whose."`
}

// Help shows an example.
func (staffReset) Help() string {
	return `For somebody who has lost the phone with the codes, or the password. They are signed out at once.

Example:
  connective staff reset sam@example.org`
}

// Run resets an account.
func (c staffReset) Run(ctx context.Context, all *Commands, io streams) error {
	return withAccount(ctx, all, c.Email, func(d *desk, s *staff.Desk, id string) error {
		link, err := s.Reset(ctx, atTheMachine(staff.House), id)
		if err == nil {
			d.printLink(io, link)
		}
		return err
	})
}

type staffSessions struct {
	Email string `arg:"" help:"Whose."`
	End   bool   `help:"Sign them out everywhere."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (staffSessions) Help() string {
	return "Examples:\n  connective staff sessions sam@example.org\n  connective staff sessions sam@example.org --end"
}

// sessionLine is one session, as scripts read it.
type sessionLine struct {
	Begun time.Time `json:"begun"`
	Seen  time.Time `json:"seen"`
	From  string    `json:"from"`
}

// Run lists or ends sessions.
func (c staffSessions) Run(ctx context.Context, all *Commands, io streams) error {
	if c.End {
		return withMember(ctx, all, io, c.Email, staff.House, func(s *staff.Desk, by staff.Scope, id string) (string, error) {
			return "is signed out everywhere.", s.SignOut(ctx, by, id)
		})
	}
	return withAccount(ctx, all, c.Email, func(_ *desk, s *staff.Desk, id string) error {
		found, err := s.SessionsOf(ctx, atTheMachine(staff.House), id)
		if err != nil {
			return err
		}
		lines := []sessionLine{}
		for _, session := range found {
			lines = append(lines, sessionLine{session.Begun(), session.Seen(), session.From()})
		}
		return c.say(io, lines)
	})
}

func (c staffSessions) say(io streams, lines []sessionLine) error {
	if c.JSON {
		return printJSON(io, lines)
	}
	if len(lines) == 0 {
		fmt.Fprintln(io.out, c.Email, "is not signed in.")
		return nil
	}
	w := io.table("SINCE", "LAST SEEN", "FROM")
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%s\t%s\n", l.Begun.Format("Mon 2 Jan 15:04"), l.Seen.Format("15:04"), l.From)
	}
	return w.Flush()
}

// accountOf is the id of the account with that e-mail address.
func (d *desk) accountOf(email string) (string, error) {
	clean, err := staff.CleanEmail(email)
	if err != nil {
		return "", fmt.Errorf("%s: %w", email, err)
	}
	return d.store.AccountID(clean), nil
}

// withMember does something to an account and says what.
func withMember(ctx context.Context, all *Commands, io streams, email, org string, do func(*staff.Desk, staff.Scope, string) (string, error)) error {
	return withAccount(ctx, all, email, func(_ *desk, s *staff.Desk, id string) error {
		said, err := do(s, atTheMachine(org), id)
		if err == nil {
			fmt.Fprintln(io.out, email, said)
		}
		return err
	})
}

// withAccount opens the desk of the staff, and does something with an account.
func withAccount(ctx context.Context, all *Commands, email string, do func(*desk, *staff.Desk, string) error) error {
	d, s, err := staffDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	id, err := d.accountOf(email)
	if err != nil {
		return err
	}
	return memberError(email, do(d, s, id))
}

func memberError(email string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, staff.ErrNoAccount) {
		return fmt.Errorf("%s has no account there: see  connective staff list", email)
	}
	return fmt.Errorf("%s: %w", email, err)
}
