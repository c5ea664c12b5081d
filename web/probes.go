package web

import (
	"net/http"
	"sync/atomic"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Probes answers the machines that watch this one. Livez speaks of the process
// alone: a Redis that is away must not restart every bot. Readyz tells whether
// a text could be taken for good.
type Probes struct {
	Ready    func() error // nil while a text can be taken durably
	Gatherer prometheus.Gatherer
	leaving  atomic.Bool
}

func (p *Probes) register(e *echo.Echo) {
	e.GET("/livez", func(c echo.Context) error { return c.String(http.StatusOK, "alive\n") })
	e.GET("/readyz", p.readyz)
	e.GET("/metrics", echo.WrapHandler(promhttp.HandlerFor(p.Gatherer, promhttp.HandlerOpts{})))
}

func (p *Probes) readyz(c echo.Context) error {
	if p.leaving.Load() {
		return c.String(http.StatusServiceUnavailable, "not ready: this process is about to stop\n")
	}
	if err := p.Ready(); err != nil {
		return c.String(http.StatusServiceUnavailable, "not ready: neither the journal nor Redis can hold a text\n")
	}
	return c.String(http.StatusOK, "ready\n")
}

// hangUp ends each connection with its answer once this process is about to
// stop: what comes next is to go to another, or to be sent again.
func (p *Probes) hangUp(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if p.leaving.Load() {
			c.Response().Header().Set("Connection", "close")
		}
		return next(c)
	}
}
