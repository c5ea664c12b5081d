package web

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/connective-messaging/connective/providers"
)

// Metrics counts what passes the doors. Labels come from closed lists, never
// from a request.
type Metrics struct {
	hooks   *prometheus.CounterVec
	seconds *prometheus.HistogramVec
	reports *prometheus.CounterVec
	paths   *prometheus.CounterVec
	crowds  prometheus.Counter
}

// Outcomes beside those that an adapter answers: requests of strangers.
const (
	refusedRate = "too_many"  // without a valid signature, or for what is not here, and too often
	refusedPath = "not_found" // for what is not here
)

// NewMetrics registers the doors' metrics.
func NewMetrics(r prometheus.Registerer) *Metrics {
	m := &Metrics{
		hooks: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "connective_hooks_total", Help: "Webhooks answered, by outcome.",
		}, []string{"provider", "outcome"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "connective_hook_seconds", Help: "Time from a webhook's arrival to its answer.",
			Buckets: []float64{.001, .002, .005, .01, .025, .05, .1, .25, .5, 1, 3},
		}, []string{"provider"}),
		reports: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "connective_status_reports_total", Help: "Status reports taken, by state and class.",
		}, []string{"provider", "state", "class"}),
		paths: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "connective_strangers_total", Help: "Requests for what is not here, by outcome.",
		}, []string{"outcome"}),
		crowds: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "connective_connections_crowded_total", Help: "Connections that came while as many were open as may be.",
		}),
	}
	r.MustRegister(m.hooks, m.seconds, m.reports, m.paths, m.crowds)
	return m
}

func (m *Metrics) hook(provider string, o providers.Outcome, took time.Duration) {
	m.hooks.WithLabelValues(provider, string(o)).Inc()
	m.seconds.WithLabelValues(provider).Observe(took.Seconds())
}

func (m *Metrics) report(provider string, s providers.Status) {
	m.reports.WithLabelValues(provider, string(s.State), string(s.Class)).Inc()
}

func (m *Metrics) stranger(outcome string) { m.paths.WithLabelValues(outcome).Inc() }

func (m *Metrics) crowded() { m.crowds.Inc() }
