package web

import (
	"net/http"

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
}

func (p *Probes) register(e *echo.Echo) {
	e.GET("/livez", func(c echo.Context) error { return c.String(http.StatusOK, "alive\n") })
	e.GET("/readyz", p.readyz)
	e.GET("/metrics", echo.WrapHandler(promhttp.HandlerFor(p.Gatherer, promhttp.HandlerOpts{})))
}

func (p *Probes) readyz(c echo.Context) error {
	if err := p.Ready(); err != nil {
		return c.String(http.StatusServiceUnavailable, "not ready: neither the journal nor Redis can hold a text\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
