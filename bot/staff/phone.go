package staff

import (
	"context"
	"errors"

	"github.com/connective-messaging/connective/providers"
)

// What keeps something from being texted to somebody of the staff.
var (
	ErrNoPhone  = errors.New("your account has no number: put one there on the rota's page, or with  connective staff rota")
	ErrStranger = errors.New("that number is of nobody on the staff: put it on their account first, on the rota's page or with  connective staff rota")
)

// Phone is a number that belongs to somebody of the scope's organisation: the one
// that is named, as people write it, or one's own if none is. Errors are ErrPhone,
// ErrNoPhone, ErrStranger, or wrap bot.ErrUnavailable.
func (d *Desk) Phone(ctx context.Context, by Scope, named string) (providers.Address, error) {
	if err := by.Must(Enter); err != nil {
		return providers.Address{}, err
	}
	all, err := d.c.Accounts.AllAccounts(ctx)
	if err != nil {
		return providers.Address{}, err
	}
	wanted := providers.ParseAddress(named, "GB")
	if named != "" && (wanted.Kind != providers.Phone || !wanted.Answerable()) {
		return providers.Address{}, ErrPhone
	}
	for _, a := range all {
		if a.Disabled || a.Phone == "" || !a.Roles[by.Org()].Known() {
			continue
		}
		if named == "" && a.ID == by.Account() || a.Phone == wanted.Value {
			return providers.Address{Kind: providers.Phone, Value: a.Phone}, nil
		}
	}
	if named == "" {
		return providers.Address{}, ErrNoPhone
	}
	return providers.Address{}, ErrStranger
}
