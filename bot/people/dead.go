package people

import (
	"context"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
)

// LiftedNumber is the deed of letting broadcasts reach a number again.
const LiftedNumber staff.Deed = "let a number be texted again"

// Dead are the people whose numbers cannot be reached, by the ends of their
// numbers: no broadcast is sent to them until they text, or staff say so.
func (d *GroupDesk) Dead(ctx context.Context, by staff.Scope) ([]bot.Thread, error) {
	if err := by.Must(staff.KeepPeople); err != nil {
		return nil, err
	}
	dead, err := d.Circles.Dead(ctx, by.Org())
	if err != nil {
		return nil, err
	}
	slices.SortFunc(dead, func(a, b bot.Thread) int {
		return strings.Compare(a.Key.Address.Masked()+a.ID, b.Key.Address.Masked()+b.ID)
	})
	return dead, nil
}

// Lift lets broadcasts reach somebody again, by their id.
func (d *GroupDesk) Lift(ctx context.Context, by staff.Scope, person string) error {
	if err := by.Must(staff.KeepPeople); err != nil {
		return err
	}
	who, err := d.whose(ctx, by, person)
	if err != nil {
		return err
	}
	if err := d.Audit.Note(ctx, by, staff.Entry{Deed: LiftedNumber, Person: person}); err != nil {
		return err
	}
	return d.Circles.Lift(ctx, by.Org(), who)
}
