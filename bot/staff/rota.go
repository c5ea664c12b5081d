package staff

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/providers"
)

// The ways in which staff are told that a case presses.
const (
	Mail  = "mail"
	Texts = "text"
)

// Joined and Left are what the audit log says of the rota.
const (
	JoinedRota Deed = "put on the rota"
	LeftRota   Deed = "taken off the rota"
)

// ErrPhone is returned for what is no number that can be texted.
var ErrPhone = errors.New("it is no number that can be texted, such as +447700900123")

// Contact is somebody who is told what presses.
type Contact struct {
	Account, Name, Email, Phone string
}

// Has reports whether they can be reached in a way.
func (c Contact) Has(way string) bool {
	return way == Mail && c.Email != "" || way == Texts && c.Phone != ""
}

// OnCall lists who is told of an organisation's alarms: those on the rota who
// answer its cases; with lead, its leads and admins too. Whoever has said that they
// are away is passed over. If nobody on the rota is left it is everybody who
// answers, and if they are all away, all of them, as somebody must be told.
func (d *Desk) OnCall(ctx context.Context, org string, lead bool) ([]Contact, error) {
	all, err := d.c.Accounts.AllAccounts(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(a Account) bool { return a.Disabled || !a.Roles[org].May(Reply) })
	if here := slices.DeleteFunc(slices.Clone(all), func(a Account) bool { return !a.Away.IsZero() }); len(here) > 0 {
		all = here
	}
	rota := slices.ContainsFunc(all, func(a Account) bool { return a.OnCall })
	var told []Contact
	for _, a := range all {
		if !rota || a.OnCall || lead && a.Roles[org].May(Assign) {
			told = append(told, Contact{a.ID, a.Name, a.Email, a.Phone})
		}
	}
	slices.SortFunc(told, func(a, b Contact) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Account, b.Account))
	})
	return told, nil
}

// Admins are the admins of an organisation, by name, for what is theirs to see to.
func (d *Desk) Admins(ctx context.Context, org string) ([]Contact, error) {
	all, err := d.c.Accounts.AllAccounts(ctx)
	if err != nil {
		return nil, err
	}
	var told []Contact
	for _, a := range all {
		if !a.Disabled && a.Roles[org] == Admin {
			told = append(told, Contact{a.ID, a.Name, a.Email, a.Phone})
		}
	}
	slices.SortFunc(told, func(a, b Contact) int { return strings.Compare(a.Name, b.Name) })
	return told, nil
}

// Duty is somebody who answers cases, as the rota shows them.
type Duty struct {
	Colleague
	OnCall bool
	Phone  string // where alarms are texted to, but for its end hidden; empty for none
}

// Rota lists who answers cases of the scope's organisation, by name, for those who
// share the cases out.
func (d *Desk) Rota(ctx context.Context, by Scope) ([]Duty, error) {
	if err := by.Must(Assign); err != nil {
		return nil, err
	}
	all, err := d.Colleagues(ctx, by)
	if err != nil {
		return nil, err
	}
	duties := make([]Duty, len(all))
	for i, c := range all {
		a, err := d.c.Accounts.Account(ctx, c.ID)
		if err != nil {
			return nil, err
		}
		duties[i] = Duty{c, a.OnCall, ""}
		if a.Phone != "" {
			duties[i].Phone = providers.Address{Kind: providers.Phone, Value: a.Phone}.Masked()
		}
	}
	return duties, nil
}

// SetRota puts an account of the scope's organisation on the rota, or takes it
// off. The phone is for alarms; an empty one means e-mail alone.
func (d *Desk) SetRota(ctx context.Context, by Scope, id string, on bool, phone string) error {
	if phone != "" {
		address := providers.ParseAddress(phone, "GB")
		if address.Kind != providers.Phone || !address.Answerable() {
			return ErrPhone
		}
		phone = address.Value
	}
	return d.rota(ctx, by, id, on, func(a *Account) { a.Phone = phone })
}

// TurnRota is SetRota for somebody whose phone stays as it is.
func (d *Desk) TurnRota(ctx context.Context, by Scope, id string, on bool) error {
	return d.rota(ctx, by, id, on, func(*Account) {})
}

// rota turns who is told: oneself, or anybody for those who share the cases out.
func (d *Desk) rota(ctx context.Context, by Scope, id string, on bool, also func(*Account)) error {
	if id != by.Account() {
		if err := by.Must(Assign); err != nil {
			return err
		}
	}
	a, err := d.c.Accounts.Account(ctx, id)
	if err != nil {
		return err
	}
	if !a.of(by) {
		return ErrNoAccount
	}
	deed := LeftRota
	if on {
		deed = JoinedRota
	}
	if err := d.Note(ctx, by, Entry{Deed: deed, Account: id}); err != nil {
		return err
	}
	_, err = d.change(ctx, id, func(a *Account) error {
		if !a.of(by) {
			return ErrNoAccount
		}
		a.OnCall = on
		also(a)
		return nil
	})
	return err
}
