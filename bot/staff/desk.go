package staff

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/alexedwards/argon2id"
)

// Sessions is where the sessions of an account are found. EndSessions deletes
// them all; they are over already, by the account's epoch.
type Sessions interface {
	SessionsOf(ctx context.Context, account string, now time.Time) ([]Session, error)
	EndSessions(ctx context.Context, account string) error
}

// DeskConfig is what a desk needs.
type DeskConfig struct {
	Accounts Accounts
	Tries    Tries
	Sessions Sessions
	Audit    Log
	Cost     argon2id.Params // of a password's hash; DefaultCost, but in tests
	Now      func() time.Time
	Log      *slog.Logger
}

// Desk is where people sign in, and where admins look after accounts. All of its
// methods can be called at once by many. Its errors are those of this package, or
// wrap bot.ErrUnavailable.
type Desk struct {
	c      DeskConfig
	hasher *hasher
}

// NewDesk opens a desk.
func NewDesk(c DeskConfig) *Desk { return &Desk{c, newHasher(c.Cost)} }

// Live is the scope of a session as things stand now, and whose it is.
func (d *Desk) Live(ctx context.Context, s Session) (Scope, Account, error) {
	if s.Account() == "" {
		return Scope{}, Account{}, ErrOver
	}
	a, err := d.c.Accounts.Account(ctx, s.Account())
	if errors.Is(err, ErrNoAccount) {
		return Scope{}, a, ErrOver
	}
	if err != nil {
		return Scope{}, a, err
	}
	scope, err := s.Scope(a, d.c.Now())
	return scope, a, err
}

// Note writes a line of the audit log: what somebody did within their scope.
func (d *Desk) Note(ctx context.Context, by Scope, e Entry) error {
	if by.Org() == "" {
		return ErrMayNot
	}
	return d.note(ctx, by.Org(), by, e)
}

// note writes a line to the chain of an organisation. What is to be done is noted
// before it is done: nothing is done that could not be noted.
func (d *Desk) note(ctx context.Context, org string, by Scope, e Entry) error {
	e.At, e.ID, e.Who, e.Name, e.Role = d.c.Now(), rand.Text(), by.account, by.name, by.role
	if by.machine {
		e.Role = ""
	}
	if err := d.c.Audit.Append(ctx, org, e.Clean()); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

// noteOf writes a line to the chain of each organisation of an account.
func (d *Desk) noteOf(ctx context.Context, a Account, deed Deed, detail string) error {
	orgs := a.Orgs()
	if len(orgs) == 0 {
		orgs = []string{House}
	}
	for _, org := range orgs {
		by := Scope{account: a.ID, name: a.Name, role: a.Roles[org]}
		if err := d.note(ctx, org, by, Entry{Deed: deed, Account: a.ID, Detail: detail}); err != nil {
			return err
		}
	}
	return nil
}

// mostRaces is how often an account is read again that somebody else has changed.
const mostRaces = 8

// change reads an account, changes it, and writes it, again if somebody else has
// changed it meanwhile.
func (d *Desk) change(ctx context.Context, id string, how func(*Account) error) (Account, error) {
	var err error
	for range mostRaces {
		var a Account
		if a, err = d.c.Accounts.Account(ctx, id); err != nil {
			return a, err
		}
		if err = how(&a); err != nil {
			return a, err
		}
		if err = d.c.Accounts.SaveAccount(ctx, a); !errors.Is(err, ErrMoved) {
			return a, err
		}
	}
	return Account{}, err
}
