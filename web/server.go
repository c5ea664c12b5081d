package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// Doors is what the server opens on. Demo and Authors have no locks, so they are
// for the demonstration alone, and nil elsewhere.
type Doors struct {
	Hooks      *Hooks
	Probes     *Probes
	Demo       *Demo
	Authors    *Authors
	Console    *Console    // nil for none
	API        *API        // nil for none
	Referrals  *Referrals  // nil for none
	Assurances *Assurances // nil for none
	Log        *slog.Logger
	// Connections is how many connections may be open at the same time; 1000 if it
	// is 0.
	Connections int
}

// Server is one echo with every door of the house.
type Server struct {
	echo   *echo.Echo
	http   *http.Server
	probes *Probes
	open   *connections
}

// NewServer returns a server that is ready to serve on a listener. Headers must
// arrive within 5 seconds and a whole request within 10, so that a slow sender
// holds nothing up. A bound number of connections is open at once. Who asks for
// what is not here, or without the signature of a provider, is refused for a while
// when they do so too often; a signed webhook never is.
func NewServer(d Doors) *Server {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = echo.ExtractIPDirect()
	d.Hooks.knocks = newKnocks()
	e.HTTPErrorHandler = d.Hooks.strangers(plainErrors(d.Log))
	e.Pre(rawTarget)
	e.Use(recoverQuietly(d.Log), d.Probes.hangUp)
	e.Use(policy(d.Demo != nil))
	d.Probes.register(e)
	d.Hooks.register(e)
	if d.Demo != nil || d.Authors != nil || d.Console != nil || d.Referrals != nil || d.Assurances != nil {
		registerStatic(e)
	}
	if d.Demo != nil {
		d.Demo.register(e)
	}
	if d.Authors != nil {
		d.Authors.register(e)
	}
	if d.Console != nil {
		d.Console.register(e)
	}
	if d.API != nil {
		d.API.register(e)
	}
	if d.Referrals != nil {
		d.Referrals.knocks = d.Hooks.knocks
		d.Referrals.register(e)
	}
	if d.Assurances != nil {
		d.Assurances.knocks = d.Hooks.knocks
		d.Assurances.register(e)
	}
	open := newConnections(cmp.Or(d.Connections, mostConnections), d.Hooks.Metrics.crowded)
	return &Server{echo: e, probes: d.Probes, open: open, http: &http.Server{
		Handler:           e,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      15 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ConnState:         open.watch,
		ErrorLog:          slog.NewLogLogger(d.Log.Handler(), slog.LevelDebug),
	}}
}

// policy keeps browsers from doing what our pages do not ask of them: a page runs
// our scripts alone, and stands in no frame but, in the demonstration, one of ours.
func policy(framed bool) echo.MiddlewareFunc {
	options, frames := "DENY", "frame-ancestors 'none'"
	if framed {
		options, frames = "SAMEORIGIN", "frame-src 'self'; frame-ancestors 'self'"
	}
	return middleware.SecureWithConfig(middleware.SecureConfig{
		ContentTypeNosniff: "nosniff",
		XFrameOptions:      options,
		ReferrerPolicy:     "no-referrer",
		ContentSecurityPolicy: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
			"connect-src 'self'; form-action 'self'; base-uri 'none'; " + frames,
	})
}

// ServeHTTP answers one request, for tests that need no listener.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// Serve answers until Shutdown. It returns nil after a Shutdown.
func (s *Server) Serve(l net.Listener) error {
	if err := s.http.Serve(s.open.on(l)); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// Leave says that this process will stop, so that whoever shares requests out
// turns to others: /readyz says no, and every connection ends with its answer.
// All else goes on.
func (s *Server) Leave() { s.probes.leaving.Store(true) }

// Shutdown stops taking requests and waits for those under way.
func (s *Server) Shutdown(ctx context.Context) error {
	if err := s.http.Shutdown(ctx); err != nil {
		return fmt.Errorf("finish the requests under way: %w", err)
	}
	return nil
}

const rawTargetKey = "connective.target"

// rawTarget keeps the request target as it came, before anything can rewrite
// it: signatures cover it.
func rawTarget(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Set(rawTargetKey, c.Request().RequestURI)
		return next(c)
	}
}

// recoverQuietly answers 500 to a panic and logs the route alone: a panic's
// value may hold what a person wrote.
func recoverQuietly(log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) (err error) {
			defer func() {
				if r := recover(); r != nil {
					if err, ok := r.(error); ok && errors.Is(err, http.ErrAbortHandler) {
						panic(r)
					}
					log.Error("a request failed inside", "route", c.Path(), "kind", fmt.Sprintf("%T", r))
					err = echo.NewHTTPError(http.StatusInternalServerError)
				}
			}()
			return next(c)
		}
	}
}

func plainErrors(log *slog.Logger) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			return
		}
		code, text := http.StatusInternalServerError, "Something went wrong here. Please try again."
		var known *echo.HTTPError
		if errors.As(err, &known) {
			code, text = known.Code, http.StatusText(known.Code)
			if said, ok := known.Message.(string); ok {
				text = said
			}
		}
		if code >= http.StatusInternalServerError && !gone(c) {
			log.Error("a request was not answered", "route", c.Path(), "status", code)
		}
		say := func() error { return c.String(code, text+"\n") }
		if strings.HasPrefix(c.Request().URL.Path, apiRoot+"/") {
			say = func() error { return apiProblem(c, code) }
		}
		if err := say(); err != nil {
			log.Debug("an answer was not written", "route", c.Path())
		}
	}
}

// gone reports whether whoever asked has left before the answer, as a browser does
// that goes on to another page: then what could not be read says nothing of the store.
func gone(c echo.Context) bool { return errors.Is(c.Request().Context().Err(), context.Canceled) }
