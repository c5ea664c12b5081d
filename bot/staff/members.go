package staff

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	// ErrElsewhere is returned for what would touch an account that other
	// organisations have too: an admin of one must not get at another.
	ErrElsewhere = errors.New("the account is of other organisations too: ask whoever runs Connective")
	// ErrYourself is returned for what nobody may do to their own account.
	ErrYourself = errors.New("you cannot do that to your own account: ask another admin")
	// ErrName is returned for a name that is empty or too long.
	ErrName = errors.New("a name must have 1 to 80 letters")
	// ErrRole is returned for a role that does not exist.
	ErrRole = errors.New("there is no such role: it is viewer, responder, lead, editor or admin")
)

// Members lists the accounts of the scope's organisation, by name.
func (d *Desk) Members(ctx context.Context, by Scope) ([]Account, error) {
	if err := by.Must(ManageStaff); err != nil {
		return nil, err
	}
	all, err := d.c.Accounts.AllAccounts(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(a Account) bool { return !a.of(by) })
	slices.SortFunc(all, func(a, b Account) int { return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID)) })
	return all, nil
}

// Member is one account of the scope's organisation, or ErrNoAccount.
func (d *Desk) Member(ctx context.Context, by Scope, id string) (Account, error) {
	if err := by.Must(ManageStaff); err != nil {
		return Account{}, err
	}
	a, err := d.c.Accounts.Account(ctx, id)
	if err == nil && !a.of(by) {
		return Account{}, ErrNoAccount
	}
	return a, err
}

// of reports whether the account is of the scope's organisation. The machine's
// scope over the house reaches every account.
func (a Account) of(by Scope) bool {
	_, of := a.Roles[by.Org()]
	return of || by.machine && by.Org() == House
}

// Invite gives somebody a role. Without an account they get one, and the link is
// to be handed to them; with one they sign in as always, and the link is empty.
// Errors are ErrMayNot, ErrName, ErrEmail and ErrRole.
func (d *Desk) Invite(ctx context.Context, by Scope, name, email string, role Role) (Account, string, error) {
	email, name, err := invitation(by, name, email, role)
	if err != nil {
		return Account{}, "", err
	}
	id := d.c.Accounts.AccountID(email)
	if id == by.Account() {
		return Account{}, "", ErrYourself
	}
	if err := d.Note(ctx, by, Entry{Deed: Invites, Account: id, Detail: string(role)}); err != nil {
		return Account{}, "", err
	}
	for range mostRaces {
		a, err := d.c.Accounts.Account(ctx, id)
		if err != nil && !errors.Is(err, ErrNoAccount) {
			return a, "", err
		}
		secret := ""
		if errors.Is(err, ErrNoAccount) {
			secret = rand.Text() + rand.Text()
			a = Account{ID: id, Name: name, Email: email, Made: d.c.Now().UTC(), Invite: newInvite(secret, d.c.Now())}
		}
		if a.Roles[by.Org()] != "" && a.Roles[by.Org()] != role {
			a.Epoch++
		}
		a = a.with(by.Org(), role)
		if err := d.c.Accounts.SaveAccount(ctx, a); !errors.Is(err, ErrMoved) {
			return a, link(a, secret), err
		}
	}
	return Account{}, "", ErrMoved
}

// invitation checks and cleans what an invitation says.
func invitation(by Scope, name, email string, role Role) (string, string, error) {
	if err := by.Must(ManageStaff); err != nil {
		return "", "", err
	}
	name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " ")
	if n := utf8.RuneCountInString(name); n < 1 || n > 80 {
		return "", "", ErrName
	}
	if !role.Known() {
		return "", "", ErrRole
	}
	email, err := CleanEmail(email)
	return email, name, err
}

// link is what opens an account's invitation; nothing without a secret.
func link(a Account, secret string) string {
	if secret == "" {
		return ""
	}
	return a.ID + "." + secret
}

// SetRole gives a member another role, or takes it away if it is empty. Their
// sessions are over. Errors are ErrMayNot, ErrNoAccount, ErrYourself, ErrRole.
func (d *Desk) SetRole(ctx context.Context, by Scope, id string, role Role) error {
	e := Entry{Deed: GaveRole, Account: id, Detail: string(role)}
	if role == "" {
		e.Deed = TookRole
	} else if !role.Known() {
		return ErrRole
	}
	return d.act(ctx, by, id, e, func(a *Account) error {
		*a = a.with(by.Org(), role)
		return nil
	})
}

// Disable keeps a member out of all of Connective, or lets them in again. Errors
// are those of SetRole, and ErrElsewhere.
func (d *Desk) Disable(ctx context.Context, by Scope, id string, out bool) error {
	e := Entry{Deed: Enabled, Account: id}
	if out {
		e.Deed = Disabled
	}
	return d.act(ctx, by, id, e, func(a *Account) error {
		if err := a.alone(by); err != nil {
			return err
		}
		a.Disabled = out
		return nil
	})
}

// Reset takes a member's password and codes away, and returns a link to set up
// new ones. Errors are those of Disable.
func (d *Desk) Reset(ctx context.Context, by Scope, id string) (string, error) {
	secret := rand.Text() + rand.Text()
	err := d.act(ctx, by, id, Entry{Deed: ResetIt, Account: id}, func(a *Account) error {
		if err := a.alone(by); err != nil {
			return err
		}
		a.Password, a.Secret, a.Step, a.Subject = "", "", 0, ""
		a.Invite = newInvite(secret, d.c.Now())
		return nil
	})
	if err != nil {
		return "", err
	}
	return id + "." + secret, d.c.Tries.Clear(ctx, id)
}

// alone is ErrElsewhere for an account that other organisations have too.
func (a Account) alone(by Scope) error {
	if len(a.Roles) > 1 && !by.machine {
		return ErrElsewhere
	}
	return nil
}

// act notes and does something to a member, whose sessions are then over.
func (d *Desk) act(ctx context.Context, by Scope, id string, e Entry, how func(*Account) error) error {
	a, err := d.Member(ctx, by, id)
	if err != nil {
		return err
	}
	if id == by.Account() {
		return ErrYourself
	}
	if err := how(&a); err != nil { // what is refused is not noted as done
		return err
	}
	if err := d.noteOn(ctx, by, a, e); err != nil {
		return err
	}
	_, err = d.change(ctx, id, func(a *Account) error {
		if !a.of(by) {
			return ErrNoAccount
		}
		a.Epoch++
		return how(a)
	})
	if err != nil {
		return err
	}
	return d.c.Sessions.EndSessions(ctx, id)
}

// noteOn notes what was done to an account in the chain of the scope's
// organisation; for the whole house in that of each of the account's.
func (d *Desk) noteOn(ctx context.Context, by Scope, a Account, e Entry) error {
	if by.Org() != House || len(a.Roles) == 0 {
		return d.Note(ctx, by, e)
	}
	for _, org := range a.Orgs() {
		if err := d.note(ctx, org, by, e); err != nil {
			return err
		}
	}
	return nil
}
