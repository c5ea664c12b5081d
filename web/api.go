package web

import (
	"context"
	_ "embed" // the description of the API
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/webhooks"
	"github.com/connective-messaging/connective/flows"
)

// apiRoot is what the addresses of the API begin with.
const apiRoot = "/api/v1"

// Bounds of a request of a program.
const (
	mostAsked    = 64 << 10 // bytes of a body
	mostListed   = 1 << 20  // of one with many people
	answerWithin = 10 * time.Second
)

// openAPI describes the API. It is written by hand, and a test compares it with
// what is answered.
//
//go:embed openapi.json
var openAPI []byte

// API is the door for organisations' own programs.
type API struct {
	Programs   *programs.Desk
	Memory     programs.Memory
	Broadcasts *broadcast.Desk
	People     *people.Desk
	Webhooks   *webhooks.Desk
	Residents  Residents
	Changes    Changes
	Org        func(id string) *flows.Org // as it is now; nil for one that there is not
	Members    func(org, group string) int
	PublicURL  string
	Log        *slog.Logger
	knocks     *knocks
}

// asked is one request of a program: by whom, and what it says.
type asked struct {
	echo.Context
	api    *API
	caller programs.Caller
	body   []byte
	begun  programs.Begun // of a POST
}

// reply is what a request is answered: a value that is written as JSON, or nil for
// none.
type reply struct {
	status int
	value  any
}

type apiHandler func(*asked) (reply, error)

// register opens the API. Each address is opened by route, which demands a right;
// the test of who may ask what knows each of them.
func (a *API) register(e *echo.Echo) {
	a.knocks = newKnocks()
	g := e.Group(apiRoot)
	g.GET("/openapi.json", func(c echo.Context) error { return c.Blob(http.StatusOK, "application/json", openAPI) })
	a.routeGroups(g)
	a.routeMembers(g)
	a.routePeople(g)
	a.routeBroadcasts(g)
	a.routeWebhooks(g)
}

// route opens an address to tokens that have a right. What takes too long is
// ended.
func (a *API) route(g *echo.Group, method, path string, need programs.Right, h apiHandler) {
	g.Add(method, path, func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), answerWithin)
		defer cancel()
		c.SetRequest(c.Request().WithContext(ctx))
		r := &asked{Context: c, api: a}
		c.Response().Header().Set("Cache-Control", "no-store")
		if err := r.admit(need); err != nil {
			return r.refuse(err)
		}
		if method != http.MethodPost {
			done, err := h(r)
			if err != nil {
				return r.refuse(err)
			}
			return r.write(done)
		}
		if err := r.readBody(); err != nil {
			return r.refuse(err)
		}
		return r.once(h)
	})
}

func (r *asked) ctx() context.Context { return r.Request().Context() }

// org is the caller's organisation, as it is now. One that is not loaded has
// nothing.
func (r *asked) org() (*flows.Org, error) {
	if o := r.api.Org(r.caller.Org()); o != nil {
		return o, nil
	}
	return nil, broadcast.ErrNoOrg
}

// admit finds out whose program asks, and returns an error unless it has the
// right. The token is looked up anew each time, so that one that is revoked is
// worth nothing from the next request on.
func (r *asked) admit(need programs.Right) error {
	token, _ := strings.CutPrefix(r.Request().Header.Get("Authorization"), "Bearer ")
	caller, budget, err := r.api.Programs.Admit(r.ctx(), strings.TrimSpace(token))
	if errors.Is(err, programs.ErrStranger) {
		if wait, refused := r.api.knocks.refuse(r.RealIP(), r.api.Programs.Now()); refused {
			return tooFast(wait)
		}
		r.Response().Header().Set("WWW-Authenticate", `Bearer realm="connective"`)
		return noToken
	}
	if err != nil {
		return err
	}
	r.caller = caller
	r.tellBudget(budget)
	if budget.Wait > 0 {
		return tooFast(budget.Wait)
	}
	if !caller.May(need) {
		r.Response().Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer realm="connective", error="insufficient_scope", scope="%s"`, need))
		return noScope(need)
	}
	return nil
}

// tellBudget says what is left of the token's limit (draft-ietf-httpapi-ratelimit-headers).
func (r *asked) tellBudget(b programs.Budget) {
	h := r.Response().Header()
	h.Set("RateLimit-Policy", fmt.Sprintf(`"token";q=%d;w=%d`, b.Limit.Requests, int(b.Limit.Within.Seconds())))
	h.Set("RateLimit", fmt.Sprintf(`"token";r=%d;t=%d`, b.Left, wholeSeconds(b.Full)))
}

func wholeSeconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// write answers with JSON.
func (r *asked) write(done reply) error {
	if done.value == nil {
		return r.NoContent(done.status)
	}
	text, err := written(done.value)
	if err != nil {
		return fmt.Errorf("write an answer: %w", err)
	}
	return r.Blob(done.status, "application/json", text)
}

// tooFast is the problem of one request too many.
func tooFast(wait time.Duration) *problemDetails {
	return &problemDetails{
		Type: problemType("too-many-requests"), Title: "Too many requests", Status: http.StatusTooManyRequests,
		Detail: "There were more requests than the limit allows.", Mend: "Wait as long as Retry-After says, in seconds, and ask again.",
		retry: wholeSeconds(wait),
	}
}

func noScope(need programs.Right) *problemDetails {
	return &problemDetails{
		Type: problemType("missing-scope"), Title: "The token may not do that", Status: http.StatusForbidden, Scope: string(need),
		Detail: "The token does not have the scope " + string(need) + ".",
		Mend:   "Ask an admin of your organisation for a token with that scope.",
	}
}

var noToken = &problemDetails{
	Type: problemType("no-token"), Title: "No token that is good", Status: http.StatusUnauthorized,
	Detail: "There is no token, or it is not known, has been revoked, or is too old.",
	Mend:   "Send  Authorization: Bearer connective_…  with a token that an admin of your organisation has made in the console under Programs.",
}

func retryAfter(h http.Header, seconds int) { h.Set("Retry-After", strconv.Itoa(seconds)) }
