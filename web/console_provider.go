package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/connective-messaging/connective/bot/staff"
)

// Provider is the identity provider with which people can sign in, by OpenID
// Connect: the code flow, with PKCE, state and nonce. It vouches for e-mail
// addresses that it has verified; only accounts that were invited get in.
type Provider struct {
	Issuer, ClientID, Secret string
	Name                     string // as the page to sign in has it
}

// discovered is the provider after it was asked what it can do.
type discovered struct {
	config oauth2.Config
	tokens *oidc.IDTokenVerifier
}

// providerPatience is how long the provider may take.
const providerPatience = 10 * time.Second

// discover asks the provider what it can do, once. While it is away everybody is
// told so, and it is asked again the next time.
func (k *Console) discover() (*discovered, error) {
	k.provider.Lock()
	defer k.provider.Unlock()
	if k.found != nil {
		return k.found, nil
	}
	p, err := oidc.NewProvider(providerContext(), k.Provider.Issuer)
	if err != nil {
		return nil, fmt.Errorf("ask the identity provider what it can do: %w", err)
	}
	k.found = &discovered{
		config: oauth2.Config{
			ClientID: k.Provider.ClientID, ClientSecret: k.Provider.Secret, Endpoint: p.Endpoint(),
			RedirectURL: k.PublicURL + "/console/provider/back", Scopes: []string{oidc.ScopeOpenID, "email"},
		},
		tokens: p.Verifier(&oidc.Config{ClientID: k.Provider.ClientID}),
	}
	return k.found, nil
}

// providerContext is a context in which the provider is asked.
func providerContext() context.Context {
	return oidc.ClientContext(context.Background(), &http.Client{Timeout: providerPatience})
}

// trip is what must be known when somebody comes back.
type trip struct{ State, Nonce, Verifier string }

// tripCookie holds a token for the way there and back. It is Lax where the
// session's is Strict, as coming back is a step from another site.
const tripCookie = "connective-trip"

func hashOfTrip(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func (k *Console) setTrip(v *visit, token string, age int) {
	v.SetCookie(&http.Cookie{
		Name: k.cookieName(tripCookie), Value: token, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: k.secure(), SameSite: http.SameSiteLaxMode,
	})
}

// toProvider sends somebody to the identity provider.
func (k *Console) toProvider(v *visit) error {
	p, err := k.discover()
	if err != nil {
		k.Log.Error("the identity provider could not be reached", "why", errorKind(err))
		return v.problem(http.StatusServiceUnavailable)
	}
	t := trip{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	text, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("write a way to the identity provider: %w", err)
	}
	token := rand.Text() + rand.Text()
	if err := k.Trips.KeepTrip(v.ctx(), hashOfTrip(token), text); err != nil {
		return err
	}
	k.setTrip(v, token, 600)
	v.Response().Header().Set("Cache-Control", "no-store")
	return v.Redirect(http.StatusSeeOther, p.config.AuthCodeURL(t.State, oidc.Nonce(t.Nonce), oauth2.S256ChallengeOption(t.Verifier)))
}

// fromProvider lets somebody in whom the identity provider has sent back.
func (k *Console) fromProvider(v *visit) error {
	who, err := k.vouched(v)
	if err == nil {
		var s staff.Session
		if s, err = k.Desk.Vouched(v.ctx(), who.email, who.subject, v.from()); err == nil {
			if err := v.keepNew(s); err != nil {
				return err
			}
			// The browser does not send the session's cookie on along a way that another
			// site began, so that this page goes on by itself.
			return v.show(http.StatusOK, "arrived", "provider.back", nil)
		}
	}
	if !errors.Is(err, staff.ErrWrong) && !errors.Is(err, errNotVouched) {
		return err
	}
	k.Log.Warn("somebody came back from the identity provider and was not let in", "why", errorKind(err))
	return v.show(http.StatusUnprocessableEntity, "sign-in", "signin.title", signInForm{Provider: k.Provider.Name},
		problem{"email", say(v.lang, "wrong.provider")})
}

// errNotVouched is returned for whoever the provider does not vouch for.
var errNotVouched = errors.New("the identity provider does not vouch for them")

// identity is who the provider says that somebody is.
type identity struct{ email, subject string }

// vouched checks what somebody brings back. Each way is gone once.
func (k *Console) vouched(v *visit) (identity, error) {
	t, err := k.takeTrip(v)
	if err != nil {
		return identity{}, err
	}
	same := subtle.ConstantTimeCompare([]byte(t.State), []byte(v.QueryParam("state"))) == 1
	if !same || v.QueryParam("code") == "" || v.QueryParam("iss") != "" && v.QueryParam("iss") != k.Provider.Issuer {
		return identity{}, errNotVouched
	}
	p, err := k.discover()
	if err != nil {
		return identity{}, errNotVouched
	}
	ctx, cancel := context.WithTimeout(providerContext(), providerPatience)
	defer cancel()
	answer, err := p.config.Exchange(ctx, v.QueryParam("code"), oauth2.VerifierOption(t.Verifier))
	if err != nil {
		return identity{}, fmt.Errorf("%w: it did not take the code", errNotVouched)
	}
	raw, _ := answer.Extra("id_token").(string)
	token, err := p.tokens.Verify(ctx, raw)
	if err != nil {
		return identity{}, fmt.Errorf("%w: the token is not good", errNotVouched)
	}
	var says struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
	}
	if err := token.Claims(&says); err != nil || !says.Verified || token.Subject == "" || token.Nonce == "" || token.Nonce != t.Nonce {
		return identity{}, fmt.Errorf("%w: the token is of another way, or names no e-mail address that was verified", errNotVouched)
	}
	return identity{says.Email, token.Issuer + " " + token.Subject}, nil
}

// takeTrip finds what was kept of the way there, and forgets it.
func (k *Console) takeTrip(v *visit) (trip, error) {
	var t trip
	cookie, err := v.Cookie(k.cookieName(tripCookie))
	if err != nil {
		return t, errNotVouched
	}
	k.setTrip(v, "", -1)
	text, err := k.Trips.TakeTrip(v.ctx(), hashOfTrip(cookie.Value))
	if err != nil {
		return t, err
	}
	if json.Unmarshal(text, &t) != nil || t.State == "" {
		return t, errNotVouched
	}
	return t, nil
}
