package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/staff"
)

// What a page can demand beside the permissions of roles.
const (
	anybody  staff.Permission = "anybody"   // also who is not signed in
	signedIn staff.Permission = "signed in" // also who has not chosen an organisation yet
)

// visit is one request to the console: by whom, and in which language.
type visit struct {
	echo.Context
	console *Console
	session staff.Session
	account staff.Account
	scope   staff.Scope
	lang    string
	heading string // of the page, if it has one of its own
}

type consoleHandler func(*visit) error

// route opens a page of the console to those who have a permission. There is no
// other way to open one: a test compares what is opened with who may open it.
func (k *Console) route(g *echo.Group, method, path string, need staff.Permission, h consoleHandler) {
	k.open(g, method, path, need, h, true)
}

// quiet opens what a page asks for by itself: it does not make the session live
// longer.
func (k *Console) quiet(g *echo.Group, path string, need staff.Permission, h consoleHandler) {
	k.open(g, http.MethodGet, path, need, h, false)
}

func (k *Console) open(g *echo.Group, method, path string, need staff.Permission, h consoleHandler, alive bool) {
	g.Add(method, path, func(c echo.Context) error {
		v := &visit{Context: c, console: k, lang: languageOf(c)}
		err := k.admit(v, need, alive)
		if err == nil {
			err = h(v)
		}
		if err != nil && !c.Response().Committed {
			return v.refuse(err)
		}
		return err
	})
}

// admit finds out who asks, and returns an error unless they have the permission.
// It is asked anew for each request, so that a role that was taken away, or a
// session that was ended, counts from the next one on.
func (k *Console) admit(v *visit, need staff.Permission, alive bool) error {
	v.session, _ = k.sessions.Get(v.ctx(), sessionName).(staff.Session)
	if need == anybody {
		return nil
	}
	var err error
	v.scope, v.account, err = k.Desk.Live(v.ctx(), v.session)
	switch {
	case errors.Is(err, staff.ErrChoose) && need == signedIn:
		err = nil
	case err == nil && need != signedIn:
		err = v.scope.Must(need)
	}
	if err != nil || !alive {
		return err
	}
	return v.keep(v.session.SeenAt(k.Desk.Now()))
}

// ctx is the request's context, with the session in it.
func (v *visit) ctx() context.Context { return v.Request().Context() }

// keep writes the session, and its cookie.
func (v *visit) keep(s staff.Session) error {
	m := v.console.sessions
	m.Put(v.ctx(), sessionName, s)
	token, until, err := m.Commit(v.ctx())
	if err != nil {
		return fmt.Errorf("keep a session: %w", err)
	}
	v.session = s
	m.WriteSessionCookie(v.ctx(), v.Response(), token, until)
	return nil
}

// keepNew writes a session that has just been begun, under a new token: one that
// somebody else may have known before signing in is worth nothing.
func (v *visit) keepNew(s staff.Session) error {
	if err := v.console.sessions.RenewToken(v.ctx()); err != nil {
		return fmt.Errorf("renew a session: %w", err)
	}
	return v.keep(s)
}

// leave ends the session, and takes the cookie back.
func (v *visit) leave() error {
	m := v.console.sessions
	if err := m.Destroy(v.ctx()); err != nil {
		return fmt.Errorf("end a session: %w", err)
	}
	m.WriteSessionCookie(v.ctx(), v.Response(), "", time.Time{})
	return nil
}

// from is the address that the request comes from.
func (v *visit) from() string { return v.console.address(v.Request()) }

// addresses finds out where requests come from. A proxy on this machine, or one
// that is named, says so in X-Forwarded-For; nobody else is believed.
func addresses(proxies []*net.IPNet) echo.IPExtractor {
	trust := []echo.TrustOption{echo.TrustLoopback(true), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		trust = append(trust, echo.TrustIPRange(p))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// still reports whether the session of a page that stays open, such as one that is
// told of changes, is still good. To ask does not make the session live longer.
func (v *visit) still() bool {
	scope, _, err := v.console.Desk.Live(v.ctx(), v.session)
	return errors.Is(err, bot.ErrUnavailable) || err == nil && scope == v.scope
}

// to sends the browser to another page of the console.
func (v *visit) to(path string) error {
	v.Response().Header().Set("Cache-Control", "no-store")
	return v.Redirect(http.StatusSeeOther, "/console/"+path)
}

// refuse answers a request that cannot be granted: with the page to sign in, or a
// page that says what is wrong.
func (v *visit) refuse(err error) error {
	var known *echo.HTTPError
	var wait staff.TooMany
	switch {
	case gone(v.Context):
		return v.NoContent(http.StatusServiceUnavailable)
	case errors.Is(err, staff.ErrOver) && v.byScript():
		v.Response().Header().Set("HX-Redirect", map[bool]string{true: "/console/demo", false: "/console/sign-in?done=over"}[v.console.Pretend != ""])
		return v.NoContent(http.StatusUnauthorized)
	case errors.Is(err, staff.ErrOver) && v.console.Pretend != "":
		return v.to("demo")
	case errors.Is(err, staff.ErrOver) && v.session.Account() != "":
		if err := v.leave(); err != nil {
			return err
		}
		return v.to("sign-in?done=over")
	case errors.Is(err, staff.ErrOver):
		return v.to("sign-in")
	case errors.Is(err, staff.ErrUnfinished):
		return v.to("sign-in/" + stagePages[v.session.Stage()])
	case errors.Is(err, staff.ErrChoose):
		return v.to("organisation")
	case errors.Is(err, staff.ErrMayNot), errors.Is(err, staff.ErrNowhere):
		return v.problem(http.StatusForbidden)
	case errors.Is(err, staff.ErrNoAccount), errors.Is(err, staff.ErrInvite), errors.Is(err, bot.ErrNoCase), errors.Is(err, broadcast.ErrNone), errors.Is(err, broadcast.ErrNoOrg), errors.Is(err, people.ErrNoList), errors.Is(err, bot.ErrNoGroup):
		return v.problem(http.StatusNotFound)
	case errors.As(err, &wait):
		v.Response().Header().Set("Retry-After", fmt.Sprint(int(wait.Wait.Seconds())+1))
		return v.problem(http.StatusTooManyRequests)
	case errors.Is(err, bot.ErrUnavailable):
		v.console.Log.Error("the console could not reach the store", "route", v.Path())
		return v.problem(http.StatusServiceUnavailable)
	case errors.As(err, &known) && known.Code < http.StatusInternalServerError:
		return v.problem(known.Code)
	}
	v.console.Log.Error("a page of the console failed", "route", v.Path(), "why", errorKind(err))
	return v.problem(http.StatusInternalServerError)
}

// problem is the page for a request that is not granted.
func (v *visit) problem(status int) error {
	key := fmt.Sprint("problem.", status)
	if _, known := words[key]; !known {
		key = "problem.500"
	}
	return v.show(status, "problem", key, say(v.lang, key+".more"))
}

// stagePages are the pages on which signing in goes on.
var stagePages = map[staff.Stage]string{staff.AwaitCode: "code", staff.AwaitSetUp: "set-up"}

// sessionName is what the session is kept under; it is all that is kept.
const sessionName = "session"
