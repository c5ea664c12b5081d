package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/web"
)

// counts is what this process counts as it happens. Labels come from closed lists.
type counts struct {
	optOuts *prometheus.CounterVec
	again   prometheus.Counter
	syncs   prometheus.Histogram
}

// Who says that somebody wants no more texts.
const (
	byText    = "text"
	byNetwork = "network"
)

func newCounts(r prometheus.Registerer) *counts {
	c := &counts{
		optOuts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "connective_opt_outs_total", Help: "Opt-outs: by a text of the person, or because the network said so.",
		}, []string{"by"}),
		again: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "connective_turns_again_total", Help: "Turns judged again because another of the same person was quicker.",
		}),
		syncs: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "connective_journal_sync_seconds", Help: "How long the disk took to make texts safe.",
			Buckets: []float64{.0005, .001, .002, .005, .01, .025, .05, .1, .25, .5, 1, 3},
		}),
	}
	c.optOuts.WithLabelValues(byText)
	c.optOuts.WithLabelValues(byNetwork)
	r.MustRegister(c.optOuts, c.again, c.syncs)
	return c
}

// seen counts what a turn has changed, and tells of it.
func (c *counts) seen(tell func(bot.Turn)) func(bot.Turn) {
	return func(t bot.Turn) {
		if t.Stop != nil && *t.Stop {
			c.optOuts.WithLabelValues(byText).Inc()
		}
		if tell != nil {
			tell(t)
		}
	}
}

// sent counts what the dispatcher tells of.
func (c *counts) sent(tell func(event string, n int)) func(event string, n int) {
	return func(event string, n int) {
		if event == string(providers.OptedOut) {
			c.optOuts.WithLabelValues(byNetwork).Add(float64(n))
		}
		tell(event, n)
	}
}

func (c *counts) synced(took time.Duration) { c.syncs.Observe(took.Seconds()) }

// reports counts opt-outs among delivery reports.
type reports struct {
	web.Reports
	counts *counts
}

// Report implements web.Reports.
func (r reports) Report(ctx context.Context, now time.Time, status providers.Status) error {
	if err := r.Reports.Report(ctx, now, status); err != nil {
		return err
	}
	if status.Class == providers.OptedOut {
		r.counts.optOuts.WithLabelValues(byNetwork).Inc()
	}
	return nil
}

var (
	countFailovers = describe("connective_failovers_total", "How often another Redis answered than before.")
	countRegained  = describe("connective_texts_regained_total", "Texts judged again that a Redis had lost when another took its place.")
	countFailures  = prometheus.NewDesc("connective_script_failures_total", "Runs of the store's scripts that Redis did not answer, or refused.", []string{"script"}, nil)
)

// collectStore says what the store has counted by itself.
func collectStore(out chan<- prometheus.Metric, s *store.Store, f *store.Failover) {
	say := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, v, labels...)
	}
	say(countFailovers, float64(f.Count()))
	say(countRegained, float64(s.Regained()))
	for script, n := range s.ScriptFailures() {
		say(countFailures, float64(n), script)
	}
}
