package web

import (
	"context"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/directory/assure"
	"github.com/connective-messaging/connective/bot/links"
)

// AssuranceDesk answers for the links in letters that ask services whether what
// people are told of them is right; see assure.Desk.
type AssuranceDesk interface {
	Open(ctx context.Context, token string) (assure.Asked, error)
	Say(ctx context.Context, token string, said directory.Verdict, words string) (assure.Asked, error)
	Hush(ctx context.Context, token string) (assure.Asked, error)
}

// Assurances is the page on which a service says whether what people are told of it
// is right. Whoever has the link may say so; nothing is done before a button is
// pressed: programs that look at letters follow links.
type Assurances struct {
	Desk   AssuranceDesk
	Now    func() time.Time
	Log    *slog.Logger
	knocks *knocks // of links that are not ours
	page   *template.Template
}

// AssurancePath is where links of these letters begin.
const AssurancePath = "/still/"

func (r *Assurances) register(e *echo.Echo) {
	r.page = template.Must(template.New("").ParseFS(files, "templates/assurance.html"))
	g := e.Group(AssurancePath, middleware.BodyLimit("16K"))
	g.GET(":token", r.open)
	g.POST(":token", r.say)
}

// assuranceView is what the page is drawn from.
type assuranceView struct {
	assure.Asked
	Over, Away, Pressed, Empty bool // Empty: what has changed was not said
}

// T is one of the page's own words.
func (v assuranceView) T(id string) string {
	both := assuranceWords[id]
	if v.Language == "cy" {
		return both[1]
	}
	return both[0]
}

func (r *Assurances) open(c echo.Context) error {
	known, err := r.Desk.Open(c.Request().Context(), c.Param("token"))
	return r.answer(c, assuranceView{Asked: known}, err)
}

func (r *Assurances) say(c echo.Context) error {
	ctx, token, words := c.Request().Context(), c.Param("token"), c.FormValue("words")
	v, err := assuranceView{Pressed: true}, error(nil)
	switch says := c.FormValue("says"); {
	case says == "hush":
		v.Asked, err = r.Desk.Hush(ctx, token)
	case says == string(directory.HasChanged) && strings.TrimSpace(words) == "":
		v.Pressed, v.Empty = false, true
		v.Asked, err = r.Desk.Open(ctx, token)
	case says == string(directory.StillRight), says == string(directory.HasChanged), says == string(directory.HasClosed):
		v.Asked, err = r.Desk.Say(ctx, token, directory.Verdict(says), words)
	default:
		return echo.NewHTTPError(http.StatusBadRequest, "press one of the buttons of the page")
	}
	return r.answer(c, v, err)
}

func (r *Assurances) answer(c echo.Context, v assuranceView, err error) error {
	status := http.StatusOK
	switch {
	case errors.Is(err, links.ErrLink):
		if wait, refused := r.knocks.refuse(c.RealIP(), r.Now()); refused {
			return tooMany(c, wait)
		}
		v.Over, status = true, http.StatusNotFound
	case err != nil:
		r.Log.Warn("what a service says could not be taken", "why", "store away")
		v.Away, status = true, http.StatusServiceUnavailable
	case v.Empty:
		status = http.StatusBadRequest
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	c.Response().Header().Set("X-Robots-Tag", "noindex")
	c.Response().Header().Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	c.Response().WriteHeader(status)
	return r.page.ExecuteTemplate(c.Response(), "assurance", v)
}
