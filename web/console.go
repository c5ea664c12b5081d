package web

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"html/template"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/directory/assure"
	"github.com/connective-messaging/connective/bot/evaluation"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/bot/webhooks"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Audit is the audit log as the console reads it. Like all that the console asks
// the store for, it takes a scope: there is no way to name an organisation.
type Audit interface {
	Entries(ctx context.Context, by staff.Scope, before int64, most int) ([]staff.Entry, error)
	VerifyAudit(ctx context.Context, by staff.Scope, known *staff.Head) (staff.Verdict, error)
}

// Trips keeps what must be known when somebody comes back from the identity
// provider: by the hash of a token, and to be taken once.
type Trips interface {
	KeepTrip(ctx context.Context, hash string, text []byte) error
	TakeTrip(ctx context.Context, hash string) ([]byte, error)
}

// Console is the pages of the staff.
type Console struct {
	Desk       *staff.Desk
	Sessions   scs.CtxStore
	Trips      Trips
	Audit      Audit
	Cases      *inbox.Desk
	Figures    *evaluation.Desk
	Broadcasts *broadcast.Desk
	People     *people.Desk
	Lists      Lists
	Groups     *people.GroupDesk
	Events     *people.EventDesk
	Services   *assure.Office
	Programs   *programs.Desk
	Webhooks   *webhooks.Desk
	Halted     func(org string) []providers.Halt // which of its providers refuse every text; nil: nothing is known
	Org        func(id string) *flows.Org        // as it is now; nil for one that there is not
	OrgName    func(id string) string            // what an organisation calls itself
	PublicURL  string                            // cookies are for https alone if it is https
	Provider   Provider                          // of identities; the zero one is none
	Proxies    []*net.IPNet                      // whose word on where a request comes from is taken, beside this machine's
	// Pretend is the e-mail address of an account that whoever is on this machine is
	// signed in to at /console/demo, for the demonstration alone; empty elsewhere, and
	// then there is no such page.
	Pretend  string
	Log      *slog.Logger
	sessions *scs.SessionManager
	pages    *template.Template
	address  echo.IPExtractor
	drawn    drawn
	watches  watches
	provider sync.Mutex
	found    *discovered
}

// mostForm is how much a form of the console may hold.
const mostForm = "64K"

// register opens the console. Each page is opened by route, which demands a
// permission; the test of who may open what knows each of them.
func (k *Console) register(e *echo.Echo) {
	k.sessions, k.address = k.newSessions(), addresses(k.Proxies)
	k.pages = template.Must(template.New("").ParseFS(files, "templates/console*.html"))
	e.GET("/console", func(c echo.Context) error { return c.Redirect(http.StatusSeeOther, "/console/") })
	// Pages are answered to this site alone: another one must not be able to do
	// anything in the name of the staff.
	g := e.Group("/console", echo.WrapMiddleware(http.NewCrossOriginProtection().Handler), middleware.BodyLimit(mostForm), k.onlyHTTPS, k.load)
	k.route(g, http.MethodGet, "/", staff.Enter, k.home)
	k.route(g, http.MethodGet, "/language", anybody, k.language)
	k.routeSignIn(g)
	k.routeOwn(g)
	k.routeCases(g)
	k.routeFigures(g)
	k.routeFirst(g)
	k.routeRota(g)
	k.routeBroadcasts(g)
	k.routeGroups(g)
	k.routeEvents(g)
	k.routeServices(g)
	k.routeDead(g)
	k.routeImport(e.Group("/console", echo.WrapMiddleware(http.NewCrossOriginProtection().Handler), middleware.BodyLimit(mostList), k.onlyHTTPS, k.load))
	k.routeStaff(g)
	k.routePrograms(g)
	k.routeWebhooks(g)
	k.routeTips(g)
	g.RouteNotFound("/*", k.nowhere)
	k.route(g, http.MethodGet, "/audit", staff.ReadAudit, k.auditLog)
	k.route(g, http.MethodPost, "/audit", staff.ReadAudit, k.auditVerify)
	if k.Pretend != "" {
		k.route(g, http.MethodGet, "/demo", anybody, k.pretend)
	}
	if k.Provider.Issuer != "" {
		k.route(g, http.MethodGet, "/provider", anybody, k.toProvider)
		k.route(g, http.MethodGet, "/provider/back", anybody, k.fromProvider)
	}
}

// nowhere tells who is signed in that there is no such page. Strangers are told by
// the server, which counts how often they try.
func (k *Console) nowhere(c echo.Context) error {
	v := &visit{Context: c, console: k, lang: languageOf(c)}
	if err := k.admit(v, signedIn, false); err != nil {
		return echo.ErrNotFound
	}
	return v.problem(http.StatusNotFound)
}

func (k *Console) home(v *visit) error {
	return v.show(http.StatusOK, "home", "home.title", k.homePage(v))
}

// sheet is what every page of the console shows, around what is its own.
type sheet struct {
	Lang     string
	Other    string // the language to change to, "" for a page that cannot be shown again
	Here     string // the page's own address
	Heading  string
	Name     string // of who is signed in, "" for nobody
	Org      string
	Several  bool // they have other organisations
	Links    []navLink
	Problems []problem
	Done     string
	Halted   []haltSheet // what is wrong with its providers
	Page     any
}

// navLink is a link of the navigation.
type navLink struct {
	Address, Words string
	Current        bool
}

// problem is what is wrong with what somebody entered.
type problem struct{ Field, Words string }

// T is what the console says for a key, in the page's language.
func (s sheet) T(key string, args ...any) string { return say(s.Lang, key, args...) }

// With is the page around another thing, for a template of its own.
func (s sheet) With(page any) sheet {
	s.Page = page
	return s
}

// Wrong is what is wrong with a field, if anything.
func (s sheet) Wrong(field string) string {
	for _, p := range s.Problems {
		if p.Field == field {
			return p.Words
		}
	}
	return ""
}

// navigation is what the scope may open.
var navigation = []struct {
	address, key string
	need         staff.Permission
}{
	{"/console/", "home.nav", staff.Enter},
	{"/console/cases/new", "cases.nav", staff.SeeCases},
	{"/console/broadcasts", "broadcasts.nav", staff.SeeBroadcasts},
	{"/console/groups", "groups.nav", staff.SeeGroups},
	{"/console/events", "events.nav", staff.SeeGroups},
	{"/console/services", "services.nav", staff.SeeServices},
	{"/console/figures", "figures.nav", staff.SeeFigures},
	{"/console/first", "first.nav", staff.Start},
	{"/console/rota", "rota.nav", staff.Assign},
	{"/console/staff", "staff.nav", staff.ManageStaff},
	{"/console/programs", "programs.nav", staff.ManageTokens},
	{"/console/audit", "audit.nav", staff.ReadAudit},
}

// show writes a page: name is its template, heading the key of what it is called.
func (v *visit) show(status int, name, heading string, page any, problems ...problem) error {
	s := sheet{
		Lang: v.lang, Heading: cmp.Or(v.heading, say(v.lang, heading)), Page: page, Problems: problems,
		Here: v.Request().URL.Path, Done: doneWords(v.lang, v.QueryParam("done")),
	}
	if v.Request().Method == http.MethodGet && status == http.StatusOK {
		s.Other = otherLanguage[v.lang]
	}
	if v.scope.Org() != "" {
		s.Halted = v.halted()
		s.Name, s.Org, s.Several = v.scope.Name(), v.console.OrgName(v.scope.Org()), len(v.account.Roles) > 1
		for _, n := range navigation {
			if v.scope.May(n.need) {
				current := s.Here == n.address || n.address != "/console/" && strings.HasPrefix(s.Here, strings.TrimSuffix(n.address, "s/new"))
				s.Links = append(s.Links, navLink{n.address, say(v.lang, n.key), current})
			}
		}
	}
	var drawn bytes.Buffer
	if err := v.console.pages.ExecuteTemplate(&drawn, "console-"+name, s); err != nil {
		return fmt.Errorf("draw a page: %w", err)
	}
	v.Response().Header().Set("Cache-Control", "no-store")
	return v.HTMLBlob(status, drawn.Bytes())
}

// formField is one field of a form.
type formField struct {
	Name, Label, Type, Complete, Value string
	Hint, Wrong, Error                 string
	By                                 string // the ids of what describes it
}

// hints are what stands below a label, by the label's key.
var hints = map[string]string{"code.label": "code.hint", "welcome.password": "welcome.hint", "rota.number": "rota.number.hint", "hooks.url": "hooks.url.hint"}

// Field is a field of a form, with what is wrong with what was entered.
func (s sheet) Field(name, label, kind, complete, value string) formField {
	f := formField{Name: name, Label: s.T(label), Type: kind, Complete: complete, Value: value, Wrong: s.Wrong(name), Error: s.T("error")}
	var by []string
	if hint := hints[label]; hint != "" {
		f.Hint = s.T(hint)
		by = append(by, name+"-hint")
	}
	if f.Wrong != "" {
		by = append(by, name+"-error")
	}
	f.By = strings.Join(by, " ")
	return f
}
