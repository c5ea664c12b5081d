package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/staff"
)

type peopleDead struct {
	Org  string `arg:"" help:"The organisation."`
	Lift string `help:"Let broadcasts reach this number again." placeholder:"NUMBER"`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (peopleDead) Help() string {
	return `A number is listed once three texts to it have failed for good, on three days, and its owner has not
texted meanwhile; or once the network says that nobody has it. It gets no broadcast; what its owner
asks is answered, and ends it.

Examples:
  connective people dead wenbridge
  connective people dead wenbridge --lift "07700 900123"`
}

// deadLine is somebody whose number cannot be reached, as scripts read it.
type deadLine struct {
	Person string   `json:"person"` // the id
	Number string   `json:"number"` // its end
	Groups []string `json:"groups,omitempty"`
}

// Run lists the numbers, or lifts one.
func (c peopleDead) Run(ctx context.Context, all *Commands, io streams) error {
	d, _, err := peopleDesk(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	if c.Lift != "" {
		return c.lift(ctx, d, io)
	}
	dead, err := d.store.Dead(ctx, c.Org)
	if err != nil {
		return err
	}
	o, lines := d.shelf.Book().Orgs[c.Org], []deadLine{}
	for _, t := range dead {
		groups := slices.DeleteFunc(slices.Clone(t.Person.Groups), func(id string) bool { g, ok := o.Group(id); return !ok || g.Sensitive })
		lines = append(lines, deadLine{t.ID, t.Key.Address.Masked(), groups})
	}
	slices.SortFunc(lines, func(a, b deadLine) int { return strings.Compare(a.Number+a.Person, b.Number+b.Person) })
	if c.JSON {
		return printJSON(io, lines)
	}
	if len(lines) == 0 {
		fmt.Fprintln(io.out, "Every number can be reached, as far as is known.")
		return nil
	}
	w := io.table("NUMBER", "GROUPS", "PERSON")
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%s\t%s\n", l.Number, strings.Join(l.Groups, ", "), l.Person)
	}
	return w.Flush()
}

func (c peopleDead) lift(ctx context.Context, d *desk, io streams) error {
	who, thread, err := d.person(ctx, c.Org, c.Lift)
	if err != nil {
		return err
	}
	if err := d.note(ctx, c.Org, staff.Entry{Deed: people.LiftedNumber, Person: thread.ID}); err != nil {
		return err
	}
	if err := d.store.Lift(ctx, c.Org, who); err != nil {
		return err
	}
	fmt.Fprintln(io.out, "Broadcasts reach it again.")
	return nil
}
