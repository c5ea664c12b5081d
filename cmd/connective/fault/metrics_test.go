package fault_test

import (
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers/sink"
)

// metrics is what the bot measures, as text.
func (p *process) metrics(t *testing.T) string {
	t.Helper()
	r, err := p.house.client.Get("http://" + p.addr + "/metrics")
	require.NoError(t, err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	return string(body)
}

// post sends a webhook that nobody has signed, or anything else.
func (p *process) post(t *testing.T, path string) int {
	t.Helper()
	r, err := p.house.client.Post("http://"+p.addr+path, "application/x-www-form-urlencoded", strings.NewReader("originator=447700900123&body=secretword"))
	require.NoError(t, err)
	defer r.Body.Close()
	return r.StatusCode
}

// measured are the names of our series, without what histograms add.
func measured(text string) []string {
	names := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^(connective_\w+)(\{[^}]*\})? `).FindAllStringSubmatch(text, -1) {
		names[regexp.MustCompile(`_(bucket|sum|count)$`).ReplaceAllString(m[1], "")] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// documented are the names that the manual has.
func documented(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../../../docs/operating.md")
	require.NoError(t, err)
	names := map[string]bool{}
	for _, name := range regexp.MustCompile("`(connective_\\w+)").FindAllStringSubmatch(string(text), -1) {
		names[name[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func TestEverythingThatIsMeasuredIsInTheManualAndTheOtherWayRound(t *testing.T) {
	flows := writeFlows(t)
	weekly := "title: Weekly\nstart: {every: Monday 09:00, to: people}\nsteps: {news: {say: News. Text STOP at any time to stop.}}\n"
	require.NoError(t, os.WriteFile(filepath.Join(flows, "echo", "weekly.yaml"), []byte(weekly), 0o644))
	h := newHouse(t, build(t), 1, sink.Config{Reports: sink.Mix[sink.Report]{sink.Delivered: 1}}, "CONNECTIVE_FLOWS="+flows)
	p := h.bots[0]
	require.Equal(t, 200, p.text("one", stopper, "hello secretword"))
	require.Equal(t, 200, p.text("two", stopper, "my name is secretword"))
	require.Equal(t, 200, p.text("help", other, "I want to die"))
	require.Equal(t, 200, p.text("stop", stopper, "STOP"))
	require.Equal(t, http.StatusUnauthorized, p.post(t, "/hooks/messagebird/inbound"))
	require.Equal(t, http.StatusNotFound, p.post(t, "/secretword/447700900123"))
	require.True(t, h.quiet(time.Minute, 3, 100*time.Millisecond))

	text := p.metrics(t)
	require.Equal(t, documented(t), measured(text))
	for name, want := range map[string]float64{
		`connective_opt_outs_total{by="text"}`: 1, `connective_opt_outs_total{by="network"}`: 0, `connective_strangers_total{outcome="not_found"}`: 1,
		`connective_hooks_total{outcome="bad_signature",provider="messagebird"}`: 1,
		`connective_cases_open`: 1, `connective_store_up`: 1, `connective_journal_unfinished`: 0, `connective_journal_oldest_seconds`: 0,
		`connective_failovers_total`: 0, `connective_texts_regained_total`: 0, `connective_starts_missed_total{flow="weekly",org="echo"}`: 0,
		`connective_script_failures_total{script="commit"}`: 0,
	} {
		require.Equal(t, want, p.metric(name), name)
	}
	require.GreaterOrEqual(t, p.metric(`connective_hooks_total{outcome="taken",provider="messagebird"}`), 4.0, "the texts, and reports")
	require.Positive(t, p.metric("connective_journal_sync_seconds_count"))
	require.Positive(t, p.metric("connective_cases_oldest_seconds"))
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "connective_") {
			labels, _, _ := strings.Cut(strings.TrimPrefix(line, "connective_"), " ")
			require.NotRegexp(t, `\+\d|\d{5}|secretword|want to die|127\.0`, labels, line)
		}
	}

	h.redis.Kill()
	require.Equal(t, 200, p.text("three", other, "hello"))
	require.Eventually(t, func() bool { return p.metric("connective_journal_oldest_seconds") > 1 }, 20*time.Second, 50*time.Millisecond)
	require.Equal(t, 1.0, p.metric("connective_journal_unfinished"))
	require.Zero(t, p.metric("connective_store_up"))
	require.Positive(t, p.metric(`connective_script_failures_total{script="replica"}`))
	h.redis.Run()
	require.Eventually(t, func() bool { return p.metric("connective_failovers_total") == 1 }, 20*time.Second, 50*time.Millisecond)
}
