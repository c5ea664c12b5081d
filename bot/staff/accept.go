package staff

import (
	"context"
	"errors"
	"strings"
)

// Invited is whose link it is, or ErrInvite. It does not use the link up.
func (d *Desk) Invited(ctx context.Context, link string) (Account, error) {
	id, secret, _ := strings.Cut(link, ".")
	a, err := d.c.Accounts.Account(ctx, id)
	if errors.Is(err, ErrNoAccount) {
		return a, ErrInvite
	}
	if err == nil && (a.Disabled || !a.Invite.opens(secret, d.c.Now())) {
		err = ErrInvite
	}
	return a, err
}

// Accept follows a link: it sets the password, uses the link up, and begins a
// session in which a source of codes is set up. Errors are ErrInvite and ErrWeak.
func (d *Desk) Accept(ctx context.Context, link, password, from string) (Session, error) {
	a, err := d.Invited(ctx, link)
	if err != nil {
		return Session{}, err
	}
	if err := checkPassword(a, password); err != nil {
		return Session{}, err
	}
	hash, err := d.hasher.hash(password)
	if err != nil {
		return Session{}, err
	}
	if err := d.noteOf(ctx, a, SetPassword, "by a link"); err != nil {
		return Session{}, err
	}
	_, secret, _ := strings.Cut(link, ".")
	a, err = d.change(ctx, a.ID, func(a *Account) error {
		if a.Disabled || !a.Invite.opens(secret, d.c.Now()) {
			return ErrInvite
		}
		a.Password, a.Secret, a.Step, a.Invite = hash, "", 0, Invite{}
		a.Epoch++
		return nil
	})
	if err != nil {
		return Session{}, err
	}
	return d.beginSetUp(a, from)
}
