package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/programs"
)

// problemDetails says to a program, and to who writes it, what is wrong, where, why,
// and how to mend it (RFC 9457).
type problemDetails struct {
	Type      string    `json:"type"`
	Title     string    `json:"title"`
	Status    int       `json:"status"`
	Detail    string    `json:"detail"`
	Mend      string    `json:"mend"`
	Scope     string    `json:"scope,omitempty"`     // that is missing
	State     string    `json:"state,omitempty"`     // that does not allow it
	Broadcast string    `json:"broadcast,omitempty"` // that is in the way
	Errors    []mistake `json:"errors,omitempty"`
	retry     int       // seconds; 0 is not said
}

// mistake is one thing that is wrong in a body.
type mistake struct {
	Pointer string `json:"pointer"` // RFC 6901
	Detail  string `json:"detail"`
}

func (p *problemDetails) Error() string { return p.Detail }

// problemType names a kind of problem, for good.
func problemType(name string) string { return "urn:connective:problem:" + name }

// refuse answers what cannot be granted.
func (r *asked) refuse(err error) error {
	p := r.api.problemOf(r.Context, err)
	return writeProblem(r.Context, p)
}

// written is a value as JSON.
func written(value any) ([]byte, error) { return json.Marshal(value) }

func writeProblem(c echo.Context, p *problemDetails) error {
	if p.retry > 0 {
		retryAfter(c.Response().Header(), p.retry)
	}
	text, err := written(p)
	if err != nil {
		return err
	}
	return c.Blob(p.Status, "application/problem+json", text)
}

// problemOf says what an error is to a program.
func (a *API) problemOf(c echo.Context, err error) *problemDetails {
	var known *problemDetails
	var state *broadcast.StateError
	var again *broadcast.AgainError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &state):
		return &problemDetails{
			Type: problemType("state"), Title: "Its state does not allow that", Status: http.StatusConflict, State: string(state.State),
			Detail: sentence(state.Error()), Mend: "Get the broadcast, and see in which state it is.",
		}
	case errors.As(err, &again):
		return &problemDetails{
			Type: problemType("again"), Title: "The same was sent within a day", Status: http.StatusConflict, Broadcast: again.ID,
			Detail: "The same words went to the same people within the last day.", Mend: `If you want it once more, send it with "again": true.`,
		}
	case errors.Is(err, broadcast.ErrNone), errors.Is(err, broadcast.ErrNoOrg):
		return nothingThere
	case errors.Is(err, broadcast.ErrMoved):
		return &problemDetails{
			Type: problemType("changed"), Title: "Somebody else has changed it", Status: http.StatusConflict,
			Detail: "It was changed while this request was under way.", Mend: "Get it, and ask again if you still want to, with a new Idempotency-Key.",
		}
	case errors.Is(err, programs.ErrUnderWay):
		return &problemDetails{
			Type: problemType("under-way"), Title: "The same request is under way", Status: http.StatusConflict, retry: 2,
			Detail: "A request with this Idempotency-Key has begun and is not answered yet.", Mend: "Ask again in some seconds: the answer will be the first one's.",
		}
	case errors.Is(err, programs.ErrOther):
		return &problemDetails{
			Type: problemType("key-reused"), Title: "The key was used for something else", Status: http.StatusUnprocessableEntity,
			Detail: "This Idempotency-Key came with another address or another body within the last 24 hours.", Mend: "Use a new key for each thing that you want done.",
		}
	case errors.Is(err, bot.ErrUnavailable), errors.Is(err, context.DeadlineExceeded):
		a.Log.Error("the API could not reach the store", "route", c.Path())
		return away
	}
	a.Log.Error("a request of a program failed", "route", c.Path(), "why", errorKind(err))
	return failed
}

var (
	nothingThere = &problemDetails{
		Type: problemType("not-found"), Title: "There is no such thing", Status: http.StatusNotFound,
		Detail: "Your organisation has nothing of that name or id.", Mend: "See the list for what there is, and the address against /api/v1/openapi.json.",
	}
	away = &problemDetails{
		Type: problemType("unavailable"), Title: "Not possible at the moment", Status: http.StatusServiceUnavailable, retry: 5,
		Detail: "Connective cannot reach its store, or took too long.", Mend: "Ask again in some seconds with the same Idempotency-Key: nothing is done twice.",
	}
	failed = &problemDetails{
		Type: problemType("failed"), Title: "Something went wrong here", Status: http.StatusInternalServerError,
		Detail: "The fault is not in the request.", Mend: "Ask again with the same Idempotency-Key. If it stays, tell whoever runs Connective.",
	}
)

// wrong is the problem of a body that says something wrong.
func wrong(all ...mistake) *problemDetails {
	return &problemDetails{
		Type: problemType("invalid"), Title: "The request says something wrong", Status: http.StatusUnprocessableEntity,
		Detail: "See errors: each says where it is.", Mend: "Mend what errors lists, and send it with a new Idempotency-Key.", Errors: all,
	}
}

// sentence begins with a capital letter and ends with a full stop.
func sentence(said string) string {
	if said == "" {
		return said
	}
	return strings.ToUpper(said[:1]) + strings.TrimSuffix(said[1:], ".") + "."
}

// apiProblem answers errors of the server itself to programs: an address that there
// is not, or not with that method.
func apiProblem(c echo.Context, code int) error {
	p := *failed
	switch code {
	case http.StatusNotFound:
		p = *nothingThere
	case http.StatusMethodNotAllowed:
		p = problemDetails{Type: problemType("method"), Title: "Not with that method", Detail: "That address does not take " + c.Request().Method + ".", Mend: "See /api/v1/openapi.json."}
	}
	p.Status = code
	return writeProblem(c, &p)
}
