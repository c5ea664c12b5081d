package staff

import (
	"context"
	"errors"
	"time"
)

// WentAway and CameBack are what the audit log says of whoever leaves their cases
// to others for a while.
const (
	WentAway Deed = "is away"
	CameBack Deed = "is back"
)

// Presence is whether somebody of the staff is there.
type Presence string

// How somebody is there, or not.
const (
	Here   Presence = "here"
	Out    Presence = "out"  // not signed in anywhere
	Away   Presence = "away" // they have said so
	NoMore Presence = "gone" // they answer no cases of the organisation any more
)

// SetAway says that somebody is away, or back again. What they hold then goes back
// to its queue once a resident waits for it.
func (d *Desk) SetAway(ctx context.Context, by Scope, away bool) error {
	deed, since := CameBack, time.Time{}
	if away {
		deed, since = WentAway, d.c.Now().UTC()
	}
	if err := d.Note(ctx, by, Entry{Deed: deed, Account: by.Account()}); err != nil {
		return err
	}
	_, err := d.change(ctx, by.Account(), func(a *Account) error {
		a.Away = since
		return nil
	})
	return err
}

// Presence tells whether whoever holds a case of an organisation since a moment is
// there. Who takes a case after they have said that they are away is there for it.
func (d *Desk) Presence(ctx context.Context, org, account string, since time.Time) (Presence, error) {
	a, err := d.c.Accounts.Account(ctx, account)
	switch {
	case errors.Is(err, ErrNoAccount):
		return NoMore, nil
	case err != nil:
		return "", err
	case a.Disabled || !a.Roles[org].May(Reply):
		return NoMore, nil
	case !a.Away.IsZero() && since.Before(a.Away):
		return Away, nil
	}
	live, err := d.sessions(ctx, account)
	switch {
	case err != nil:
		return "", err
	case len(live) == 0:
		return Out, nil
	}
	return Here, nil
}
