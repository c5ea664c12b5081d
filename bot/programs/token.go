package programs

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot/staff"
)

// What staff do with tokens, as the audit log tells it.
const (
	MadeToken    staff.Deed = "made a token"
	RevokedToken staff.Deed = "revoked a token"
)

// Errors of tokens.
var (
	// ErrNoToken is returned for a token that the organisation does not have.
	ErrNoToken = errors.New("there is no such token")
	// ErrMoved is returned for a token that was changed since it was read.
	ErrMoved = errors.New("the token has changed meanwhile")
)

// Token is the permission of one program of one organisation. The secret itself
// is not kept.
type Token struct {
	ID      string    `json:"id"`
	Org     string    `json:"org"`
	Name    string    `json:"name"` // of the program
	Rights  []Right   `json:"rights"`
	Hash    string    `json:"hash"`
	Made    time.Time `json:"made"`
	By      string    `json:"by"` // the account that made it
	ByName  string    `json:"byName"`
	Expires time.Time `json:"expires"`
	Revoked time.Time `json:"revoked,omitzero"`
	Used    time.Time `json:"-"` // last; zero for never
	Version int64     `json:"-"` // of what is kept; 0 is new
}

// String is what a token prints as: nothing secret.
func (t Token) String() string { return "token " + t.ID }

// GoString is String, so that no way of printing shows more.
func (t Token) GoString() string { return t.String() }

// Good reports whether the token can still be used.
func (t Token) Good(now time.Time) bool { return t.Revoked.IsZero() && now.Before(t.Expires) }

// May reports whether the token has a right.
func (t Token) May(r Right) bool { return slices.Contains(t.Rights, r) }

// Keeper keeps tokens. Errors wrap bot.ErrUnavailable where nothing else is said.
type Keeper interface {
	// KeepToken writes a token as it is now; ErrMoved if it was changed since.
	KeepToken(ctx context.Context, t Token) error
	// Token returns a token with when it was used last, or ErrNoToken.
	Token(ctx context.Context, id string) (Token, error)
	// TokensOf returns an organisation's, in no order.
	TokensOf(ctx context.Context, org string) ([]Token, error)
	// Spend counts one request of a token, unless it is one too many.
	Spend(ctx context.Context, id string, limit Limit, now time.Time) (Budget, error)
}

// Limit is how many requests a token may make in a time; so many at once, if
// none came before.
type Limit struct {
	Requests int
	Within   time.Duration
}

// DefaultLimit is five requests a second in the long run.
var DefaultLimit = Limit{300, time.Minute}

// Budget is what is left of a limit.
type Budget struct {
	Limit Limit
	Left  int           // requests that may come at once
	Full  time.Duration // until all of the limit may come at once again
	Wait  time.Duration // until one may come; above 0 the request was one too many
}
