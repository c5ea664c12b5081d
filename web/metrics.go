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
}

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
	}
	r.MustRegister(m.hooks, m.seconds, m.reports)
	return m
}

func (m *Metrics) hook(provider string, o providers.Outcome, took time.Duration) {
	m.hooks.WithLabelValues(provider, string(o)).Inc()
	m.seconds.WithLabelValues(provider).Observe(took.Seconds())
}

func (m *Metrics) report(provider string, s providers.Status) {
	m.reports.WithLabelValues(provider, string(s.State), string(s.Class)).Inc()
}
