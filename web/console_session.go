package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/staff"
)

// newSessions makes the manager of sessions. The cookie holds a random token of
// 256 bits; the store knows its hash alone. Other sites' requests do not carry it.
func (k *Console) newSessions() *scs.SessionManager {
	m := scs.New()
	m.Store, m.Codec, m.HashTokenInStore, m.Lifetime = k.Sessions, sessionCodec{}, true, staff.Longest
	m.Cookie.Name, m.Cookie.Secure = k.cookieName("connective"), k.secure()
	m.Cookie.HttpOnly, m.Cookie.SameSite, m.Cookie.Path, m.Cookie.Persist = true, http.SameSiteStrictMode, "/", false
	return m
}

// secure reports whether browsers reach the console by https. On this machine
// alone, as in the demonstration, they need not.
func (k *Console) secure() bool { return strings.HasPrefix(k.PublicURL, "https://") }

// cookieName is the name of a cookie: one that begins with __Host- can only have
// been set by this very site, by https.
func (k *Console) cookieName(name string) string {
	if k.secure() {
		return "__Host-" + name
	}
	return name
}

// onlyHTTPS tells browsers to come by https alone from now on, and takes nothing
// from a page that did not: whoever is in between could have written it. The
// protection against other sites compares hosts, and lets such a page pass.
func (k *Console) onlyHTTPS(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if k.secure() {
			c.Response().Header().Set(echo.HeaderStrictTransportSecurity, "max-age=63072000")
			if strings.HasPrefix(c.Request().Header.Get(echo.HeaderOrigin), "http://") {
				return echo.NewHTTPError(http.StatusForbidden, "cross-origin request")
			}
		}
		return next(c)
	}
}

// load reads the session of a request's cookie.
func (k *Console) load(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		token := ""
		if cookie, err := c.Cookie(k.sessions.Cookie.Name); err == nil {
			token = cookie.Value
		}
		ctx, err := k.sessions.Load(c.Request().Context(), token)
		if err != nil {
			if !gone(c) {
				k.Log.Error("the console could not reach the store", "route", c.Path())
			}
			return echo.NewHTTPError(http.StatusServiceUnavailable, "Connective cannot reach its store. Please try again in a minute.")
		}
		c.SetRequest(c.Request().WithContext(ctx))
		c.Response().Header().Set("Vary", "Cookie")
		return next(c)
	}
}

// sessionCodec writes the one session that there is in a manager's values.
type sessionCodec struct{}

// Encode writes the session. When it ends, it knows itself.
func (sessionCodec) Encode(_ time.Time, values map[string]any) ([]byte, error) {
	return json.Marshal(values[sessionName])
}

// Decode reads the session.
func (sessionCodec) Decode(text []byte) (time.Time, map[string]any, error) {
	var s staff.Session
	if err := json.Unmarshal(text, &s); err != nil {
		return time.Time{}, nil, err
	}
	return s.Begun().Add(staff.Longest), map[string]any{sessionName: s}, nil
}
