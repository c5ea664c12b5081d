package main

import (
	"context"
	"fmt"
	"log/slog"
	"os/user"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/store"
)

type staffCommand struct {
	Add      staffAdd      `cmd:"" help:"Give somebody a role; prints a link with which they set up a password."`
	List     staffList     `cmd:"" help:"List who may do what."`
	Role     staffRole     `cmd:"" help:"Give somebody another role, or none."`
	Disable  staffDisable  `cmd:"" help:"Keep somebody out everywhere, or let them in again."`
	Rota     staffRota     `cmd:"" help:"Say who is told when a case presses, and how."`
	Reset    staffReset    `cmd:"" help:"Take somebody's password and codes away; prints a link to set up new ones."`
	Sessions staffSessions `cmd:"" help:"List where somebody is signed in, or sign them out everywhere."`
}

// newStaffDesk is the desk of the staff, as the console and the commands share it.
func newStaffDesk(s *store.Store, log *slog.Logger) *staff.Desk {
	return staff.NewDesk(staff.DeskConfig{
		Accounts: s, Tries: s, Sessions: s, Audit: s, Cost: staff.DefaultCost, Now: time.Now, Log: log,
	})
}

// staffDesk opens the desk beside a house that serves.
func staffDesk(ctx context.Context, all *Commands) (*desk, *staff.Desk, error) {
	d, err := openDesk(ctx, all)
	if err != nil {
		return nil, nil, err
	}
	return d, newStaffDesk(d.store, slog.New(slog.DiscardHandler)), nil
}

// atTheMachine is the scope of whoever runs a command here.
func atTheMachine(org string) staff.Scope {
	name := "somebody"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	return staff.AtTheMachine(org, name)
}

// openDeskOf opens what commands about one organisation need.
func openDeskOf(ctx context.Context, all *Commands, org string) (*desk, error) {
	d, err := openDesk(ctx, all)
	if err != nil {
		return nil, err
	}
	if err := d.checkOrg(org); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// checkOrg returns an error for an organisation that people do not get.
func (d *desk) checkOrg(org string) error {
	orgs := d.shelf.Book().Orgs
	if orgs[org] != nil {
		return nil
	}
	var ids []string
	for id := range orgs {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if len(ids) == 0 {
		return errNothingPublished
	}
	return fmt.Errorf("there is no organisation %s: there is %s", org, strings.Join(ids, ", "))
}

type staffAdd struct {
	Email string `arg:"" help:"Their e-mail address, which they sign in with."`
	Name  string `help:"What they are called." required:"" placeholder:"NAME"`
	Org   string `help:"The organisation, by the name of its folder." required:"" placeholder:"ORG"`
	Role  string `help:"What they may: viewer, responder, lead, editor or admin." required:"" placeholder:"ROLE"`
}

// Help shows an example.
func (staffAdd) Help() string {
	return `Hand the link to them yourself: whoever has it first sets the password. It works once, for a week.

viewer     reads conversations
responder  answers and closes them, and starts new ones
lead       shares them out too, sees numbers, reads the audit log, exports
editor     writes and publishes flows, and sees no conversation
admin      everything, and looks after the staff

Examples:
  connective staff add sam@example.org --name "Sam Ito" --org wenbridge --role admin
  connective staff add kim@example.org --name Kim --org wenbridge --role responder`
}

// Run adds somebody.
func (c staffAdd) Run(ctx context.Context, all *Commands, io streams) error {
	d, s, err := staffDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	if err := d.checkOrg(c.Org); err != nil {
		return err
	}
	a, link, err := s.Invite(ctx, atTheMachine(c.Org), c.Name, c.Email, staff.Role(c.Role))
	if err != nil {
		return fmt.Errorf("add %s: %w", c.Email, err)
	}
	fmt.Fprintf(io.out, "%s is %s of %s.\n", a.Name, c.Role, c.Org)
	if link == "" {
		fmt.Fprintln(io.out, "They have an account already, and sign in as always.")
		return nil
	}
	d.printLink(io, link)
	return nil
}

// printLink prints the link with which somebody sets up a password.
func (d *desk) printLink(io streams, link string) {
	fmt.Fprintf(io.out, "Hand this link to them. It works once, for a week:\n\n  %s/console/welcome/%s\n", d.settings.PublicURL, link)
}

type staffList struct {
	Org  string `help:"Only this organisation." placeholder:"ORG"`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (staffList) Help() string { return "Example:\n  connective staff list --org wenbridge" }

// staffLine is one role of somebody, as scripts read it.
type staffLine struct {
	Org   string     `json:"org"`
	Email string     `json:"email"`
	Name  string     `json:"name"`
	Role  staff.Role `json:"role"`
	State string     `json:"state"`
}

// stateOf says how far an account is.
func stateOf(a staff.Account, now time.Time) string {
	switch {
	case a.Disabled:
		return "disabled"
	case a.Local():
		return "signs in with a password and a code"
	case a.Subject != "":
		return "signs in with the identity provider"
	case a.Invited(now):
		return "has a link, until " + a.Invite.Until.Format("Mon 2 Jan 15:04")
	case a.Password != "":
		return "has a password, and no codes yet"
	}
	return "has a link that is too old: connective staff reset " + a.Email
}

// Run lists the staff.
func (c staffList) Run(ctx context.Context, all *Commands, io streams) error {
	d, s, err := staffDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	accounts, err := s.Members(ctx, atTheMachine(staff.House))
	if err != nil {
		return fmt.Errorf("list the staff: %w", err)
	}
	lines := []staffLine{}
	for _, a := range accounts {
		for _, org := range a.Orgs() {
			if c.Org == "" || c.Org == org {
				lines = append(lines, staffLine{org, a.Email, a.Name, a.Roles[org], stateOf(a, time.Now())})
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b staffLine) int { return strings.Compare(a.Org, b.Org) })
	if c.JSON {
		return printJSON(io, lines)
	}
	if len(lines) == 0 {
		fmt.Fprintln(io.out, "There is nobody yet. The first admin:  connective staff add EMAIL --name NAME --org ORG --role admin")
		return nil
	}
	w := io.table("ORGANISATION", "E-MAIL", "NAME", "ROLE", "")
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", l.Org, l.Email, l.Name, l.Role, l.State)
	}
	return w.Flush()
}
