package web_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/web"
)

// office is a console on a real store, with two organisations: the mill, where the
// visitors are from, and the harbour.
type office struct {
	t       *testing.T
	store   *store.Store
	desk    *staff.Desk
	console *web.Console
	api     *web.API
	server  *web.Server
	clock   atomic.Int64
	bot     *bot.Bot
	texts   int
	away    atomic.Bool // the accounts cannot be read
}

// accounts are the store's, which can be away.
type accounts struct {
	*store.Store
	away *atomic.Bool
}

func (a accounts) Account(ctx context.Context, id string) (staff.Account, error) {
	if a.away.Load() {
		return staff.Account{}, bot.ErrUnavailable
	}
	return a.Store.Account(ctx, id)
}

var mill, harbour = staff.AtTheMachine("mill", "root"), staff.AtTheMachine("harbour", "root")

// openConsole opens a console; with may change it before it opens.
func openConsole(t *testing.T, with ...func(*web.Console)) *office {
	keys, err := store.DeriveKeys("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", nil)
	require.NoError(t, err)
	s, err := store.Open(context.Background(), store.Options{Embedded: true, Keys: keys, Patience: 5 * time.Second})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	o := &office{t: t, store: s}
	o.clock.Store(time.Now().Unix())
	log := slog.New(slog.DiscardHandler)
	o.desk = staff.NewDesk(staff.DeskConfig{
		Accounts: accounts{s, &o.away}, Tries: s, Sessions: s, Audit: s, Log: log,
		Cost: argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 8, KeyLength: 16},
		Now:  func() time.Time { return time.Unix(o.clock.Load(), 0) },
	})
	o.console = &web.Console{
		Desk: o.desk, Sessions: store.Sessions{Store: s}, Trips: s, Audit: s, Log: log, PublicURL: "https://texts.example.org",
		OrgName:  func(id string) string { return map[string]string{"mill": "Mill Lane", "harbour": "Harbour Watch"}[id] },
		Provider: web.Provider{Issuer: "http://127.0.0.1:1", ClientID: "c", Secret: "s", Name: "Example"},
	}
	o.openInbox()
	for _, change := range with {
		change(o.console)
	}
	o.api = o.openAPI()
	o.console.Programs, o.console.Webhooks = o.api.Programs, o.api.Webhooks
	o.server = web.NewServer(web.Doors{
		API:   o.api,
		Hooks: &web.Hooks{Metrics: web.NewMetrics(prometheus.NewRegistry()), Log: log, Now: time.Now}, Probes: &web.Probes{}, Console: o.console, Log: o.console.Log,
	})
	o.member(harbour, "Hal", "harbour@example.org", staff.Admin)
	return o
}

func (o *office) later(d time.Duration) { o.clock.Add(int64(d.Seconds())) }

// member gives somebody a role, and returns their id and, for a new one, a link.
func (o *office) member(by staff.Scope, name, email string, role staff.Role) (id, link string) {
	o.t.Helper()
	a, link, err := o.desk.Invite(context.Background(), by, name, email, role)
	require.NoError(o.t, err)
	return a.ID, link
}

// address fills in what :id and the like stand for.
func (o *office) address(path, id, whose string) string {
	o.t.Helper()
	value := id
	if id == "member" {
		value, _ = o.member(mill, "Moira", "moira@example.org", staff.Viewer)
		if whose == "other" {
			value = o.store.AccountID("harbour@example.org")
		}
	}
	if id == "token" {
		value, _ = o.token(map[string]staff.Scope{"own": mill, "other": harbour}[whose], programs.ReadGroups)
	}
	if id == "broadcast" {
		value = o.draft(map[string]string{"own": "mill", "other": "harbour"}[whose])
	}
	if id == "list" {
		value = o.list(map[string]staff.Scope{"own": mill, "other": harbour}[whose])
	}
	if id == "case" {
		value = o.openCase(map[string]string{"own": "mill", "other": "harbour"}[whose])
	}
	for _, name := range []string{":id", ":link", ":list"} {
		path = strings.ReplaceAll(path, name, value)
	}
	return path
}

// visitor is a browser.
type visitor struct {
	o       *office
	cookies map[string]*http.Cookie
	header  http.Header
	host    string
}

// as is a browser in which somebody of the mill has signed in, in that role;
// nobody if it is empty.
func (o *office) as(role staff.Role) *visitor {
	o.t.Helper()
	v := &visitor{o: o, cookies: map[string]*http.Cookie{}, header: http.Header{}}
	if role != "" {
		email := string(role) + "@example.org"
		o.member(mill, "Vi "+string(role), email, role)
		v.signIn(email)
	}
	return v
}

// signIn puts the cookie of a new session into the browser, as signing in does.
func (v *visitor) signIn(email string) {
	v.o.t.Helper()
	s, err := v.o.desk.Vouched(context.Background(), email, "test", "192.0.2.1")
	require.NoError(v.o.t, err)
	text, err := json.Marshal(s)
	require.NoError(v.o.t, err)
	cookie := rand.Text()
	hash := sha256.Sum256([]byte(cookie))
	kept := store.Sessions{Store: v.o.store}
	require.NoError(v.o.t, kept.CommitCtx(context.Background(), base64.RawURLEncoding.EncodeToString(hash[:]), text, time.Now().Add(time.Hour)))
	v.cookies["__Host-connective"] = &http.Cookie{Name: "__Host-connective", Value: cookie}
}

// hasty leaves a page that stays open when the first word comes.
type hasty struct {
	*httptest.ResponseRecorder
	leave func()
}

func (h *hasty) Write(b []byte) (int, error) {
	h.leave()
	return h.ResponseRecorder.Write(b)
}

// SetWriteDeadline does nothing, as nobody waits.
func (*hasty) SetWriteDeadline(time.Time) error { return nil }

// send asks for a page, with a form if it is a POST.
func (v *visitor) send(method, path, form string) *httptest.ResponseRecorder {
	v.o.t.Helper()
	r := httptest.NewRequest(method, "https://texts.example.org"+path, strings.NewReader(form))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if v.host != "" {
		r.Host = v.host
	}
	for name, values := range v.header {
		r.Header[name] = values
	}
	for _, c := range v.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	if strings.HasSuffix(path, "/events") {
		ctx, leave := context.WithCancel(r.Context())
		defer leave()
		v.o.server.ServeHTTP(&hasty{w, leave}, r.WithContext(ctx))
	} else {
		v.o.server.ServeHTTP(w, r)
	}
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		} else {
			v.cookies[c.Name] = c
		}
	}
	return w
}

// get follows to a page that must be there.
func (v *visitor) get(path string) string {
	v.o.t.Helper()
	w := v.send(http.MethodGet, path, "")
	require.Equal(v.o.t, http.StatusOK, w.Code, "%s: %s", path, w.Body.String())
	return w.Body.String()
}

// post sends a form that leads to another page, and returns that page's address.
func (v *visitor) post(path, form string) string {
	v.o.t.Helper()
	w := v.send(http.MethodPost, path, form)
	require.Equal(v.o.t, http.StatusSeeOther, w.Code, "%s: %s", path, w.Body.String())
	return w.Header().Get("Location")
}
