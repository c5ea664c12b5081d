package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/providers"
)

// observer counts what the dispatcher tells of.
func observer(r prometheus.Registerer) func(connection string) func(event string, n int) {
	events := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "connective_outbox_events_total", Help: "What became of texts in the outbox, by the connection that they leave by.",
	}, []string{"connection", "event"})
	r.MustRegister(events)
	return func(connection string) func(event string, n int) {
		return func(event string, n int) { events.WithLabelValues(connection, event).Add(float64(n)) }
	}
}

// gauges reads, each time metrics are asked for, what waits in the store.
type gauges struct{ house *house }

var (
	gaugeUnknown  = describe("connective_outbox_unknown", "Texts that may not have arrived; connective outbox settles them.")
	gaugeDepth    = describe("connective_outbox_depth", "Texts that wait to be sent.")
	gaugeOldest   = describe("connective_outbox_oldest_seconds", "Age of the text that has waited longest.")
	gaugeCases    = describe("connective_cases_open", "Conversations that need a person.")
	gaugeDayOld   = describe("connective_cases_open_longer_than_a_day", "Conversations that have waited for a person for more than a day.")
	gaugeOldCase  = describe("connective_cases_oldest_seconds", "How long the first of the open cases has waited.")
	gaugeApart    = describe("connective_quarantined", "Texts kept apart: to a number that no organisation has, or that ended the program whatever was done with them.")
	gaugeJobs     = describe("connective_jobs_late", "Texts to others that nobody has begun to pass on for over a minute.")
	gaugeUnopened = describe("connective_webhooks_unopened", "Facts for organisations' webhooks that no secret of this installation opens: set aside and not told.")
	gaugeJournal  = describe("connective_journal_unfinished", "Texts on disk that Redis has not taken yet.")
	gaugeOldText  = describe("connective_journal_oldest_seconds", "Age of the first text on disk that Redis has not taken yet.")
	gaugeHalted   = prometheus.NewDesc("connective_provider_refuses", "1 while the provider of a connection refuses every text: no credit (balance), the key (auth), or the account (config).", []string{"connection", "class"}, nil)
	gaugeStoreUp  = describe("connective_store_up", "1 while Redis answers.")
	allTheGauges  = []*prometheus.Desc{gaugeUnknown, gaugeDepth, gaugeOldest, gaugeCases, gaugeDayOld, gaugeOldCase, gaugeApart, gaugeJobs, gaugeUnopened, gaugeJournal, gaugeOldText, gaugeHalted, gaugeStoreUp, gaugeBehind, gaugeFaults, countFailovers, countRegained, countFailures}
	gaugeBehind   = describe("connective_flows_behind", "Organisations whose newest version this process could not load: their people get the one before.")
	gaugeFaults   = describe("connective_flows_folder_errors", "Errors in the watched folder when it changed last: it was not published. Always 0 in production.")
	gaugesTimeout = 2 * time.Second
)

func describe(name, help string) *prometheus.Desc { return prometheus.NewDesc(name, help, nil, nil) }

// Describe implements prometheus.Collector.
func (g *gauges) Describe(out chan<- *prometheus.Desc) {
	for _, d := range allTheGauges {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (g *gauges) Collect(out chan<- prometheus.Metric) {
	say := func(d *prometheus.Desc, v float64) { out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v) }
	say(gaugeJournal, float64(g.house.intake.Pending()))
	say(gaugeOldText, ageOf(g.house.intake.Oldest()).Seconds())
	for _, name := range g.house.connectionNames() {
		collectHalt(out, name, g.house.dispatcher.Halted(name))
	}
	collectStore(out, g.house.store, g.house.failover)
	say(gaugeBehind, float64(behind(g.house.shelf.Standings())))
	say(gaugeFaults, float64(g.house.faults.Load()))
	ctx, cancel := context.WithTimeout(context.Background(), gaugesTimeout)
	defer cancel()
	now, err := g.house.store.Gauges(ctx, time.Now())
	if err != nil {
		say(gaugeStoreUp, 0)
		return
	}
	say(gaugeStoreUp, 1)
	say(gaugeUnknown, float64(now.Unknown))
	say(gaugeDepth, float64(now.Depth))
	say(gaugeOldest, now.Oldest.Seconds())
	say(gaugeCases, float64(now.OpenCases))
	say(gaugeDayOld, float64(now.CasesOverADay))
	say(gaugeOldCase, now.OldestCase.Seconds())
	say(gaugeApart, float64(now.Quarantined))
	say(gaugeJobs, float64(now.LateJobs))
	say(gaugeUnopened, float64(now.UnopenedNews))
}

// collectHalt says whether the provider of a connection refuses every text.
func collectHalt(out chan<- prometheus.Metric, connection string, halt providers.Halt) {
	for _, class := range []providers.Class{providers.Balance, providers.Auth, providers.Config} {
		refuses := 0.0
		if halt.Stands() && halt.Class == class {
			refuses = 1
		}
		out <- prometheus.MustNewConstMetric(gaugeHalted, prometheus.GaugeValue, refuses, connection, string(class))
	}
}

// behind counts the organisations of which people do not get the newest version.
func behind(all []versions.Standing) int {
	n := 0
	for _, s := range all {
		if s.Fault != "" {
			n++
		}
	}
	return n
}

// ageOf is how long ago something was; 0 if it never was.
func ageOf(at time.Time) time.Duration {
	if at.IsZero() {
		return 0
	}
	return max(0, time.Since(at))
}
