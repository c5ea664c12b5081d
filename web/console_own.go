package web

import (
	"errors"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/staff"
)

func (k *Console) routeOwn(g *echo.Group) {
	k.route(g, http.MethodGet, "/organisation", signedIn, k.organisations)
	k.route(g, http.MethodPost, "/organisation", signedIn, k.choose)
	k.route(g, http.MethodGet, "/account", staff.Enter, k.own)
	k.route(g, http.MethodPost, "/account/away", staff.Enter, k.goAway)
	k.route(g, http.MethodPost, "/account/sign-out", staff.Enter, k.signOutEverywhere)
}

// orgChoice is an organisation that somebody can go on in.
type orgChoice struct {
	ID, Name, Role string
	Now            bool
}

func (k *Console) organisations(v *visit) error { return k.showOrganisations(v, http.StatusOK) }

func (k *Console) showOrganisations(v *visit, status int, problems ...problem) error {
	var choices []orgChoice
	for _, org := range v.account.Orgs() {
		role := say(v.lang, "role."+string(v.account.Roles[org]))
		choices = append(choices, orgChoice{org, k.OrgName(org), role, org == v.scope.Org()})
	}
	return v.show(status, "organisations", "orgs.title", choices, problems...)
}

// choose goes on in another of one's own organisations. What the form names only
// picks one of those that the account has.
func (k *Console) choose(v *visit) error {
	s, err := v.session.Choose(v.account, v.FormValue("org"))
	if errors.Is(err, staff.ErrNowhere) {
		return k.showOrganisations(v, http.StatusUnprocessableEntity, problem{"org", say(v.lang, "wrong.org")})
	}
	if err != nil {
		return err
	}
	if err := v.keep(s); err != nil {
		return err
	}
	return v.to("")
}

// ownSheet is one's own account.
type ownSheet struct {
	Name, Email, Role string
	Away              string // since when they have said so
	Sessions          []ownSession
}

// ownSession is one place where somebody is signed in.
type ownSession struct {
	Begun, Seen, From string
	This              bool
}

func (k *Console) own(v *visit) error {
	sessions, err := k.Desk.Sessions(v.ctx(), v.scope)
	if err != nil {
		return err
	}
	sheet := ownSheet{Name: v.account.Name, Email: v.account.Email, Role: say(v.lang, "role."+string(v.scope.Role()))}
	if !v.account.Away.IsZero() {
		sheet.Away = v.moment(v.account.Away)
	}
	for _, s := range sessions {
		sheet.Sessions = append(sheet.Sessions, ownSession{v.day(s.Begun()), v.day(s.Seen()), s.From(), s.Begun().Equal(v.session.Begun())})
	}
	return v.show(http.StatusOK, "own", "own.title", sheet)
}

// goAway says that one is away, or back again.
func (k *Console) goAway(v *visit) error {
	away := v.FormValue("do") == "away"
	if err := k.Desk.SetAway(v.ctx(), v.scope, away); err != nil {
		return err
	}
	return v.to("account?done=" + map[bool]string{true: "away", false: "back"}[away])
}

func (k *Console) signOutEverywhere(v *visit) error {
	if err := k.Desk.SignOutEverywhere(v.ctx(), v.scope); err != nil {
		return err
	}
	if err := v.leave(); err != nil {
		return err
	}
	return v.to("sign-in?done=everywhere")
}

// language changes the language and goes back to the page that was open.
func (k *Console) language(v *visit) error {
	to := v.QueryParam("to")
	if otherLanguage[to] != "" {
		v.SetCookie(&http.Cookie{
			Name: k.cookieName(languageCookie), Value: to, Path: "/", MaxAge: 365 * 24 * 60 * 60,
			HttpOnly: true, Secure: k.secure(), SameSite: http.SameSiteLaxMode,
		})
	}
	return v.Redirect(http.StatusSeeOther, backTo(v.QueryParam("back")))
}

// backTo is a page of the console that an address names; the first one if it names
// any other place.
func backTo(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Opaque != "" || !strings.HasPrefix(u.Path, "/console/") ||
		path.Clean(u.Path) != strings.TrimSuffix(u.Path, "/") && u.Path != "/console/" || strings.Contains(address, `\`) {
		return "/console/"
	}
	return (&url.URL{Path: u.Path}).String()
}

const languageCookie = "connective-language"

// languageOf is the language that somebody has chosen, or that their browser asks
// for.
func languageOf(c echo.Context) string {
	for _, name := range []string{languageCookie, "__Host-" + languageCookie} {
		if cookie, err := c.Cookie(name); err == nil && otherLanguage[cookie.Value] != "" {
			return cookie.Value
		}
	}
	if strings.HasPrefix(strings.ToLower(c.Request().Header.Get("Accept-Language")), "cy") {
		return "cy"
	}
	return "en"
}
