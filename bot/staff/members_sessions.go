package staff

import (
	"context"
	"slices"
)

// SignOutEverywhere ends every session of one's own account.
func (d *Desk) SignOutEverywhere(ctx context.Context, by Scope) error {
	if err := d.Note(ctx, by, Entry{Deed: SignedOff, Account: by.Account()}); err != nil {
		return err
	}
	return d.endSessions(ctx, by.Account())
}

// SignOut ends every session of a member.
func (d *Desk) SignOut(ctx context.Context, by Scope, id string) error {
	return d.act(ctx, by, id, Entry{Deed: SignedOff, Account: id}, func(*Account) error { return nil })
}

func (d *Desk) endSessions(ctx context.Context, id string) error {
	if _, err := d.change(ctx, id, func(a *Account) error { a.Epoch++; return nil }); err != nil {
		return err
	}
	return d.c.Sessions.EndSessions(ctx, id)
}

// Sessions lists the live sessions of one's own account, the newest first.
func (d *Desk) Sessions(ctx context.Context, by Scope) ([]Session, error) {
	return d.sessions(ctx, by.Account())
}

// SessionsOf lists the live sessions of a member, the newest first.
func (d *Desk) SessionsOf(ctx context.Context, by Scope, id string) ([]Session, error) {
	if _, err := d.Member(ctx, by, id); err != nil {
		return nil, err
	}
	return d.sessions(ctx, id)
}

func (d *Desk) sessions(ctx context.Context, id string) ([]Session, error) {
	a, err := d.c.Accounts.Account(ctx, id)
	if err != nil {
		return nil, err
	}
	all, err := d.c.Sessions.SessionsOf(ctx, id, d.c.Now())
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(s Session) bool { return s.Stage() != Entered || s.alive(a, d.c.Now()) != nil })
	slices.SortFunc(all, func(a, b Session) int { return b.Begun().Compare(a.Begun()) })
	return all, nil
}
