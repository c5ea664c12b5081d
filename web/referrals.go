package web

import (
	"context"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
)

// ReferralDesk answers for the links in letters to services; see inbox.ReferralDesk.
type ReferralDesk interface {
	Open(ctx context.Context, token string) (inbox.Referred, error)
	Say(ctx context.Context, token string, says bot.Says, reason string) (inbox.Referred, error)
}

// Referrals is the page on which a service answers whether it will call somebody.
// Whoever has the link may answer; nothing is done, and nothing of a person is
// shown, before a button is pressed: programs that look at letters follow links.
type Referrals struct {
	Desk   ReferralDesk
	Now    func() time.Time
	Log    *slog.Logger
	knocks *knocks // of links that are not ours
	page   *template.Template
}

// ReferralPath is where links of letters begin.
const ReferralPath = "/r/"

func (r *Referrals) register(e *echo.Echo) {
	r.page = template.Must(template.New("").ParseFS(files, "templates/referral.html"))
	g := e.Group(ReferralPath, middleware.BodyLimit("4K"))
	g.GET(":token", r.open)
	g.POST(":token", r.say)
}

// referralView is what the page is drawn from.
type referralView struct {
	inbox.Referred
	Over, Again, Reason bool // the link is over; it was answered before; a reason is missing
	Away                bool
	Reasons             []referralReason
}

type referralReason struct{ ID, Label string }

// T is one of the page's own words.
func (v referralView) T(id string) string { return referralWord(v.Language, id) }

func (r *Referrals) open(c echo.Context) error {
	known, err := r.Desk.Open(c.Request().Context(), c.Param("token"))
	return r.answer(c, known, err)
}

func (r *Referrals) say(c echo.Context) error {
	says := bot.Says(c.FormValue("says"))
	if says != bot.SaysSeen && says != bot.SaysYes && says != bot.SaysCannot {
		return echo.NewHTTPError(http.StatusBadRequest, "press one of the buttons of the page")
	}
	reason := ""
	if says == bot.SaysCannot {
		reason = c.FormValue("reason")
	}
	known, err := r.Desk.Say(c.Request().Context(), c.Param("token"), says, reason)
	return r.answer(c, known, err)
}

func (r *Referrals) answer(c echo.Context, known inbox.Referred, err error) error {
	v, status := referralView{Referred: known}, http.StatusOK
	var unlisted *bot.ClosingError
	switch {
	case errors.Is(err, inbox.ErrLink):
		if wait, refused := r.knocks.refuse(c.RealIP(), r.Now()); refused {
			return tooMany(c, wait)
		}
		v.Over, status = true, http.StatusNotFound
	case errors.Is(err, bot.ErrSaid):
		v.Again = true
	case errors.As(err, &unlisted):
		v.Reason, status = true, http.StatusBadRequest
	case err != nil:
		r.Log.Warn("the answer of a service could not be taken", "why", "store away")
		v.Away, status = true, http.StatusServiceUnavailable
	}
	for _, code := range bot.CannotReasons {
		v.Reasons = append(v.Reasons, referralReason{code.ID, v.T("reason." + code.ID)})
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	c.Response().Header().Set("X-Robots-Tag", "noindex")
	c.Response().Header().Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	c.Response().WriteHeader(status)
	return r.page.ExecuteTemplate(c.Response(), "referral", v)
}
