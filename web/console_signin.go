package web

import (
	"encoding/base64"
	"errors"
	"html/template"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/staff"
)

func (k *Console) routeSignIn(g *echo.Group) {
	k.route(g, http.MethodGet, "/sign-in", anybody, k.signInPage)
	k.route(g, http.MethodPost, "/sign-in", anybody, k.signIn)
	k.route(g, http.MethodGet, "/sign-in/code", anybody, k.codePage)
	k.route(g, http.MethodPost, "/sign-in/code", anybody, k.code)
	k.route(g, http.MethodGet, "/sign-in/set-up", anybody, k.setUpPage)
	k.route(g, http.MethodPost, "/sign-in/set-up", anybody, k.setUp)
	k.route(g, http.MethodGet, "/welcome/:link", anybody, k.welcomePage)
	k.route(g, http.MethodPost, "/welcome/:link", anybody, k.welcome)
	k.route(g, http.MethodPost, "/sign-out", anybody, k.signOut)
}

// signInForm is what the page to sign in shows again.
type signInForm struct {
	Email    string
	Provider string // the name of the identity provider, if there is one
}

func (k *Console) signInPage(v *visit) error {
	if _, _, err := k.Desk.Live(v.ctx(), v.session); err == nil {
		return v.to("")
	}
	return v.show(http.StatusOK, "sign-in", "signin.title", signInForm{Provider: k.Provider.Name})
}

func (k *Console) signIn(v *visit) error {
	s, err := k.Desk.Password(v.ctx(), v.FormValue("email"), v.FormValue("password"), v.from())
	if err != nil {
		form := signInForm{v.FormValue("email"), k.Provider.Name}
		return v.again(err, "sign-in", "signin.title", form, "email", "wrong.password")
	}
	if err := v.keepNew(s); err != nil {
		return err
	}
	return v.to("sign-in/" + stagePages[s.Stage()])
}

// again shows a form with what was wrong in it: too many tries, or what the key
// says.
func (v *visit) again(err error, name, heading string, page any, field, key string) error {
	var wait staff.TooMany
	switch {
	case errors.As(err, &wait):
		words := say(v.lang, "wrong.many", "wait", waitWords(v.lang, wait.Wait))
		return v.show(http.StatusTooManyRequests, name, heading, page, problem{field, words})
	case errors.Is(err, staff.ErrWrong):
		return v.show(http.StatusUnprocessableEntity, name, heading, page, problem{field, say(v.lang, key)})
	}
	return err
}

func (k *Console) codePage(v *visit) error {
	if v.session.Stage() != staff.AwaitCode {
		return v.to("sign-in")
	}
	return v.show(http.StatusOK, "code", "code.title", nil)
}

func (k *Console) code(v *visit) error {
	if v.session.Stage() != staff.AwaitCode {
		return v.to("sign-in")
	}
	s, err := k.Desk.Code(v.ctx(), v.session, v.FormValue("code"), v.from())
	if err != nil {
		return v.again(err, "code", "code.title", nil, "code", "wrong.code")
	}
	return k.enter(v, s)
}

// enter lets somebody in who has shown all that they must.
func (k *Console) enter(v *visit, s staff.Session) error {
	if err := v.keepNew(s); err != nil {
		return err
	}
	return v.to("")
}

// setUpSheet is a source of codes to set up.
type setUpSheet struct {
	Secret  string
	Address template.URL // otpauth:, which a phone opens in the app
	Picture template.URL
}

func (k *Console) setUpPage(v *visit) error { return k.showSetUp(v, http.StatusOK) }

func (k *Console) showSetUp(v *visit, status int, problems ...problem) error {
	shown, err := k.Desk.SetUp(v.ctx(), v.session)
	if err != nil {
		return err
	}
	return v.show(status, "set-up", "setup.title", setUpSheet{
		shown.Secret, template.URL(shown.Address), //nolint:gosec // made by the desk
		template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(shown.Picture)), //nolint:gosec // made by the desk
	}, problems...)
}

func (k *Console) setUp(v *visit) error {
	if v.session.Stage() != staff.AwaitSetUp {
		return v.to("sign-in")
	}
	s, err := k.Desk.Code(v.ctx(), v.session, v.FormValue("code"), v.from())
	var wait staff.TooMany
	switch {
	case errors.As(err, &wait):
		words := say(v.lang, "wrong.many", "wait", waitWords(v.lang, wait.Wait))
		return k.showSetUp(v, http.StatusTooManyRequests, problem{"code", words})
	case errors.Is(err, staff.ErrWrong):
		return k.showSetUp(v, http.StatusUnprocessableEntity, problem{"code", say(v.lang, "wrong.code")})
	case err != nil:
		return err
	}
	return k.enter(v, s)
}

// welcomeSheet is whose link it is.
type welcomeSheet struct{ Name, Email string }

func (k *Console) welcomePage(v *visit) error { return k.showWelcome(v, http.StatusOK) }

func (k *Console) showWelcome(v *visit, status int, problems ...problem) error {
	a, err := k.Desk.Invited(v.ctx(), v.Param("link"))
	if err != nil {
		return err
	}
	return v.show(status, "welcome", "welcome.title", welcomeSheet{a.Name, a.Email}, problems...)
}

func (k *Console) welcome(v *visit) error {
	if v.FormValue("password") != v.FormValue("again") {
		return k.showWelcome(v, http.StatusUnprocessableEntity, problem{"again", say(v.lang, "wrong.again")})
	}
	s, err := k.Desk.Accept(v.ctx(), v.Param("link"), v.FormValue("password"), v.from())
	if errors.Is(err, staff.ErrWeak) {
		return k.showWelcome(v, http.StatusUnprocessableEntity, problem{"password", say(v.lang, "wrong.weak")})
	}
	if err != nil {
		return err
	}
	if err := v.keepNew(s); err != nil {
		return err
	}
	return v.to("sign-in/set-up")
}

func (k *Console) signOut(v *visit) error {
	if err := k.Desk.SignedOut(v.ctx(), v.session); err != nil {
		return err
	}
	if err := v.leave(); err != nil {
		return err
	}
	return v.to("sign-in?done=out")
}

// pretend signs a visitor of the demonstration in, who must be on this machine, and
// shows them what waits.
func (k *Console) pretend(v *visit) error {
	if !isHere(v.Request().Host) {
		return staff.ErrMayNot
	}
	s, err := k.Desk.Vouched(v.ctx(), k.Pretend, "the demonstration", v.from())
	if err != nil {
		return err
	}
	if err := v.keepNew(s); err != nil {
		return err
	}
	return v.to("cases/all")
}
