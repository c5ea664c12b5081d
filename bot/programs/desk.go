package programs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/connective-messaging/connective/bot/staff"
)

// How long a token lives.
const (
	DefaultLife = 90 * 24 * time.Hour
	LongestLife = 366 * 24 * time.Hour
)

// Errors of a Desk, as admins read them.
var (
	ErrName    = errors.New("a token must have a name of 1 to 80 letters: that of the program that uses it")
	ErrExpires = errors.New("a token lives for an hour at least, and for 366 days at most")
	// ErrStranger is returned for what is no token, or none any more. Why is not
	// told: whoever asks has shown no right to know.
	ErrStranger = errors.New("the token is not known, has been revoked, or is too old")
)

// Audit writes down what is done. It is written before it is done.
type Audit interface {
	Note(ctx context.Context, by staff.Scope, e staff.Entry) error
}

// Desk is where admins make tokens, and where programs show them.
type Desk struct {
	Keeper Keeper
	Audit  Audit
	Limit  Limit
	Now    func() time.Time
}

// New makes a token of the scope's organisation, and returns it with the word that
// the program is given, which nobody can be told again.
func (d *Desk) New(ctx context.Context, by staff.Scope, name string, rights []Right, life time.Duration) (Token, string, error) {
	if err := by.Must(staff.ManageTokens); err != nil {
		return Token{}, "", err
	}
	name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " ")
	switch n := utf8.RuneCountInString(name); {
	case n < 1 || n > 80:
		return Token{}, "", ErrName
	case len(rights) == 0:
		return Token{}, "", ErrNoRight
	case life < time.Hour || life > LongestLife:
		return Token{}, "", ErrExpires
	}
	s, now := newSecret(), d.Now().UTC()
	t := Token{
		ID: s.id, Org: by.Org(), Name: name, Rights: slices.Clone(rights), Hash: s.hash(),
		Made: now, By: by.Account(), ByName: by.Name(), Expires: now.Add(life),
	}
	if err := d.note(ctx, by, MadeToken, t); err != nil {
		return Token{}, "", err
	}
	if err := d.Keeper.KeepToken(ctx, t); err != nil {
		return Token{}, "", fmt.Errorf("keep a token: %w", err)
	}
	return t, s.text(), nil
}

func (d *Desk) note(ctx context.Context, by staff.Scope, deed staff.Deed, t Token) error {
	return d.Audit.Note(ctx, by, staff.Entry{Deed: deed, Detail: fmt.Sprintf("%s, %s: %s", t.ID, t.Name, listed(t.Rights))})
}

// List returns the tokens of the scope's organisation, the newest first.
func (d *Desk) List(ctx context.Context, by staff.Scope) ([]Token, error) {
	if err := by.Must(staff.ManageTokens); err != nil {
		return nil, err
	}
	all, err := d.Keeper.TokensOf(ctx, by.Org())
	if err != nil {
		return nil, fmt.Errorf("list the tokens: %w", err)
	}
	slices.SortFunc(all, func(a, b Token) int { return cmp.Or(b.Made.Compare(a.Made), strings.Compare(a.ID, b.ID)) })
	return all, nil
}

// Revoke ends a token of the scope's organisation: from the next request on it is
// worth nothing, in every process.
func (d *Desk) Revoke(ctx context.Context, by staff.Scope, id string) (Token, error) {
	if err := by.Must(staff.ManageTokens); err != nil {
		return Token{}, err
	}
	t, err := d.Keeper.Token(ctx, id)
	if err == nil && t.Org != by.Org() {
		err = ErrNoToken
	}
	if err != nil || !t.Revoked.IsZero() {
		return t, err
	}
	if err := d.note(ctx, by, RevokedToken, t); err != nil {
		return t, err
	}
	t.Revoked = d.Now().UTC()
	if err := d.Keeper.KeepToken(ctx, t); err != nil {
		return t, fmt.Errorf("revoke a token: %w", err)
	}
	return t, nil
}

// Admit finds out whose request it is, by the token that came with it, and counts
// it. The token is read anew each time. Errors are ErrStranger, or wrap
// bot.ErrUnavailable.
func (d *Desk) Admit(ctx context.Context, token string) (Caller, Budget, error) {
	s, whole := readSecret(token)
	if !whole {
		return Caller{}, Budget{}, ErrStranger
	}
	t, err := d.Keeper.Token(ctx, s.id)
	if errors.Is(err, ErrNoToken) || err == nil && !(s.is(t.Hash) && t.Good(d.Now())) {
		return Caller{}, Budget{}, ErrStranger
	}
	if err != nil {
		return Caller{}, Budget{}, fmt.Errorf("find a token: %w", err)
	}
	b, err := d.Keeper.Spend(ctx, t.ID, d.Limit, d.Now())
	if err != nil {
		return Caller{}, b, fmt.Errorf("count a request: %w", err)
	}
	return Caller{t}, b, nil
}
