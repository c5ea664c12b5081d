package staff

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"maps"
	"net/mail"
	"slices"
	"strings"
	"time"
)

// What can be wrong with an account.
var (
	// ErrNoAccount is returned for an account that is not there, or that is of
	// other organisations alone.
	ErrNoAccount = errors.New("there is no such account")
	// ErrMoved is returned for an account that was changed since it was read.
	ErrMoved = errors.New("the account has changed meanwhile")
	// ErrEmail is returned for what is no e-mail address.
	ErrEmail = errors.New("it is no e-mail address, such as sam@example.org")
)

// Account is one person of the staff. Its e-mail address never changes: somebody
// who gets another one gets another account.
type Account struct {
	ID       string          `json:"id"`
	Name     string          `json:"name"`
	Email    string          `json:"email"`
	Roles    map[string]Role `json:"roles"`              // by organisation
	Password string          `json:"password,omitempty"` // argon2id, in its own encoding
	Secret   string          `json:"secret,omitempty"`   // of the codes, base32
	Step     int64           `json:"step,omitempty"`     // of the last code used, 30 seconds each since 1970
	Invite   Invite          `json:"invite,omitzero"`
	Subject  string          `json:"subject,omitempty"` // who they are to the identity provider that vouched first
	Disabled bool            `json:"disabled,omitempty"`
	OnCall   bool            `json:"on_call,omitempty"` // on the rota: told what presses
	Phone    string          `json:"phone,omitempty"`   // E.164, for alarms alone; empty for none
	Epoch    int64           `json:"epoch,omitempty"`   // sessions of another epoch are over
	Away     time.Time       `json:"away,omitzero"`     // since when they have said that they are away
	Made     time.Time       `json:"made,omitzero"`
	Version  int64           `json:"-"` // of what is kept, to notice changes; 0 for a new one
}

// Accounts keeps the accounts. Save writes an account whose version is still the
// one given, and ErrMoved otherwise. AccountID is the same for an address each
// time, and does not show it. Errors are ErrNoAccount or wrap bot.ErrUnavailable.
type Accounts interface {
	AccountID(email string) string
	Account(ctx context.Context, id string) (Account, error)
	AllAccounts(ctx context.Context) ([]Account, error)
	SaveAccount(ctx context.Context, a Account) error
}

// String is what an account prints as: nothing secret.
func (a Account) String() string { return "account " + a.ID }

// GoString is String, so that no way of printing shows a secret.
func (a Account) GoString() string { return a.String() }

// Orgs are the organisations that the account is of, in order.
func (a Account) Orgs() []string { return slices.Sorted(maps.Keys(a.Roles)) }

// with gives the account a role; an empty one takes it away.
func (a Account) with(org string, role Role) Account {
	a.Roles = maps.Clone(a.Roles)
	if a.Roles == nil {
		a.Roles = map[string]Role{}
	}
	a.Roles[org] = role
	if role == "" {
		delete(a.Roles, org)
	}
	return a
}

// Local reports whether the account signs in with a password and codes of its own.
func (a Account) Local() bool { return a.Password != "" && a.Secret != "" }

// Invited reports whether the account has a link that nobody has followed yet.
func (a Account) Invited(now time.Time) bool {
	return a.Invite.Hash != "" && now.Before(a.Invite.Until)
}

// Invite is a link with which somebody sets up a password once.
type Invite struct {
	Hash  string    `json:"hash"` // of the link's secret
	Until time.Time `json:"until"`
}

// invited is for how long a link can be followed.
const invited = 7 * 24 * time.Hour

func newInvite(secret string, now time.Time) Invite {
	return Invite{hashOf(secret), now.Add(invited).UTC()}
}

// opens reports whether the secret is the link's, and in time.
func (i Invite) opens(secret string, now time.Time) bool {
	same := subtle.ConstantTimeCompare([]byte(hashOf(secret)), []byte(i.Hash)) == 1
	return same && i.Hash != "" && now.Before(i.Until)
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// CleanEmail is the form in which addresses are compared, or ErrEmail.
func CleanEmail(said string) (string, error) {
	said = strings.ToLower(strings.TrimSpace(said))
	parsed, err := mail.ParseAddress(said)
	if err != nil || parsed.Address != said || len(said) > 254 {
		return "", ErrEmail
	}
	return said, nil
}
