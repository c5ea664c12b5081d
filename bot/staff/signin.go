package staff

import (
	"context"
	"errors"
	"time"
)

var (
	// ErrWrong is returned for a wrong password or code, and in the same words and
	// the same time for an account that is not there, or is disabled.
	ErrWrong = errors.New("the e-mail address, the password or the code is wrong")
	// ErrInvite is returned for a link that was used, is too old, or never was.
	ErrInvite = errors.New("the link does not work any more")
)

// Password begins a session with an e-mail address and a password, from an
// address of the network. Its stage tells what must come next: a code, or a
// source of codes. Errors are ErrWrong and TooMany.
func (d *Desk) Password(ctx context.Context, email, password, from string) (Session, error) {
	email, err := CleanEmail(email)
	if err != nil {
		email = "nobody"
	}
	id := d.c.Accounts.AccountID(email)
	n, err := d.try(ctx, id, from)
	if err != nil {
		return Session{}, err
	}
	a, err := d.c.Accounts.Account(ctx, id)
	if err != nil && !errors.Is(err, ErrNoAccount) {
		return Session{}, err
	}
	if !d.hasher.same(password, a.Password) || a.Disabled {
		return Session{}, d.failed(ctx, a, n, from)
	}
	if a.Secret != "" {
		return begin(a, AwaitCode, from, d.c.Now()), nil
	}
	return d.beginSetUp(a, from)
}

// beginSetUp begins a session in which a source of codes is set up.
func (d *Desk) beginSetUp(a Account, from string) (Session, error) {
	secret, err := newSecret(a)
	if err != nil {
		return Session{}, err
	}
	s := begin(a, AwaitSetUp, from, d.c.Now())
	s.k.Secret = secret
	return s, nil
}

// SetUp is what the session's owner puts into their app. ErrOver if the session
// is not at that stage.
func (d *Desk) SetUp(ctx context.Context, s Session) (SetUp, error) {
	a, err := d.unfinished(ctx, s, AwaitSetUp)
	if err != nil {
		return SetUp{}, err
	}
	return setUp(a, s.k.Secret)
}

// unfinished reads the account of a session that is at a stage.
func (d *Desk) unfinished(ctx context.Context, s Session, stages ...Stage) (Account, error) {
	if s.Account() == "" {
		return Account{}, ErrOver
	}
	a, err := d.c.Accounts.Account(ctx, s.Account())
	if errors.Is(err, ErrNoAccount) {
		return a, ErrOver
	}
	if err == nil {
		err = s.alive(a, d.c.Now())
	}
	for _, stage := range stages {
		if err == nil && s.Stage() == stage {
			return a, nil
		}
	}
	if err == nil {
		err = ErrOver
	}
	return a, err
}

// Code ends signing in: with a code of the account's app, or the first of a new
// one. The session that it returns is a new one, to be kept under a new token.
// Errors are ErrWrong, ErrOver and TooMany.
func (d *Desk) Code(ctx context.Context, s Session, code, from string) (Session, error) {
	a, err := d.unfinished(ctx, s, AwaitCode, AwaitSetUp)
	if err != nil {
		return Session{}, err
	}
	n, err := d.try(ctx, a.ID, from)
	if err != nil {
		return Session{}, err
	}
	now := d.c.Now()
	a, err = d.change(ctx, a.ID, func(a *Account) error {
		if err := s.alive(*a, now); err != nil {
			return err
		}
		secret := a.Secret
		if s.Stage() == AwaitSetUp {
			if a.Secret != "" { // set up in another window meanwhile
				return ErrOver
			}
			secret, a.Secret = s.k.Secret, s.k.Secret
		}
		if a.Step = stepOf(secret, code, a.Step, now); a.Step == 0 {
			return ErrWrong
		}
		return nil
	})
	if errors.Is(err, ErrWrong) {
		return Session{}, d.failed(ctx, a, n, from)
	}
	if err != nil {
		return Session{}, err
	}
	if s.Stage() == AwaitSetUp {
		if err := d.noteOf(ctx, a, SetCodes, ""); err != nil {
			return Session{}, err
		}
	}
	return d.enter(ctx, a, "password and code", from)
}

// enter is the end of signing in, however it was done.
func (d *Desk) enter(ctx context.Context, a Account, how, from string) (Session, error) {
	if err := d.noteOf(ctx, a, SignedIn, how); err != nil {
		return Session{}, err
	}
	if err := d.c.Tries.Clear(ctx, a.ID); err != nil {
		return Session{}, err
	}
	return begin(a, Entered, from, d.c.Now()), nil
}

// try counts a try of an account before it is judged, so that many at once are
// no more than one after the other.
func (d *Desk) try(ctx context.Context, id, from string) (int64, error) {
	now := d.c.Now()
	wait, err := d.c.Tries.Wait(ctx, addressOf(from), now)
	if err != nil {
		return 0, err
	}
	if wait > 0 {
		return 0, TooMany{wait}
	}
	n, wait, err := d.c.Tries.Try(ctx, id, AccountLimit, now)
	if err != nil {
		return 0, err
	}
	if wait > 0 {
		return 0, TooMany{wait}
	}
	return n, nil
}

func addressOf(from string) string { return "from " + neighbourhood(from) }

// failed counts a failure of an address, notes one too many, and is ErrWrong.
func (d *Desk) failed(ctx context.Context, a Account, n int64, from string) error {
	m, _, err := d.c.Tries.Try(ctx, addressOf(from), AddressLimit, d.c.Now())
	if err != nil {
		return err
	}
	if n >= AccountLimit.Free || m >= AddressLimit.Free {
		d.c.Log.Warn("somebody fails to sign in again and again", "account", a.ID, "tries", max(n, m))
		by := a
		by.Name = ""
		if err := d.noteOf(ctx, by, TriedTen, ""); err != nil {
			return err
		}
	}
	return ErrWrong
}

// Vouched begins a session of somebody for whom an identity provider vouches: by
// an e-mail address that it says it has verified, and by what it calls them for
// good, which is noted the first time and must be the same from then on. Only
// somebody who was invited gets in: ErrWrong for everybody else.
func (d *Desk) Vouched(ctx context.Context, email, subject, from string) (Session, error) {
	email, err := CleanEmail(email)
	if err != nil || subject == "" {
		return Session{}, ErrWrong
	}
	a, err := d.change(ctx, d.c.Accounts.AccountID(email), func(a *Account) error {
		if a.Disabled || a.Subject != "" && a.Subject != subject {
			return ErrWrong
		}
		a.Subject, a.Invite = subject, Invite{}
		return nil
	})
	if errors.Is(err, ErrNoAccount) {
		err = ErrWrong
	}
	if err != nil {
		return Session{}, err
	}
	return d.enter(ctx, a, "identity provider", from)
}

// SignedOut notes that somebody has left.
func (d *Desk) SignedOut(ctx context.Context, s Session) error {
	_, a, err := d.Live(ctx, s)
	if err != nil && !errors.Is(err, ErrChoose) {
		return nil
	}
	return d.noteOf(ctx, a, SignedOut, "")
}

// Now is the desk's clock.
func (d *Desk) Now() time.Time { return d.c.Now() }
