package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/web"
)

// wire is a provider whose requests are signed by the header Signed: yes, and
// whose body is one text a line.
type wire struct{ urls []string }

func (w *wire) Name() string         { return "wire" }
func (w *wire) Caps() providers.Caps { return providers.Caps{MaxBatch: 1} }
func (w *wire) Send(context.Context, []providers.Message) ([]providers.Result, error) {
	return nil, errors.New("this wire only listens")
}

func (w *wire) Verify(r *providers.Request) (providers.Proof, error) {
	w.urls = append(w.urls, r.URL)
	if r.Header.Get("Signed") != "yes" {
		return providers.Proof{}, providers.ErrUnsigned
	}
	return providers.Proof{}, nil
}

func (w *wire) ParseInbound(r *providers.Request) ([]providers.Inbound, error) {
	var texts []providers.Inbound
	for line := range strings.Lines(string(r.Body)) {
		switch text := strings.TrimSpace(line); {
		case text == "unreadable":
			return nil, providers.ErrMalformed
		case strings.HasPrefix(text, "report "):
		case text != "":
			texts = append(texts, providers.Inbound{EventID: text, Text: text})
		}
	}
	return texts, nil
}

func (w *wire) ParseStatus(r *providers.Request) ([]providers.Status, error) {
	var reports []providers.Status
	for line := range strings.Lines(string(r.Body)) {
		if ref, ok := strings.CutPrefix(strings.TrimSpace(line), "report "); ok {
			reports = append(reports, providers.Status{Ref: ref, State: providers.Delivered})
		}
	}
	return reports, nil
}

func (w *wire) Ack(rw http.ResponseWriter, o providers.Outcome) {
	status := map[providers.Outcome]int{
		providers.Taken: 200, providers.BadSignature: 401, providers.Malformed: 400, providers.TooLarge: 413, providers.Busy: 503,
	}[o]
	rw.WriteHeader(status)
	_, _ = io.WriteString(rw, string(o)) // a recorder takes everything
}

// kept is an intake and a place for reports that remembers, or fails.
type kept struct {
	mu      sync.Mutex
	texts   []string
	reports []string
	broken  error
}

func (k *kept) Take(_ context.Context, texts []providers.Inbound) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, t := range texts {
		if t.Text == "panic" {
			panic("+447700900123 wrote this")
		}
		k.texts = append(k.texts, t.Text)
	}
	return k.broken
}

func (k *kept) Report(_ context.Context, _ time.Time, s providers.Status) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.reports = append(k.reports, s.Ref)
	return k.broken
}

type house struct {
	server   *web.Server
	wire     *wire
	kept     *kept
	log      *bytes.Buffer
	registry *prometheus.Registry
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{wire: &wire{}, kept: &kept{}, log: &bytes.Buffer{}, registry: prometheus.NewRegistry()}
	log := slog.New(slog.NewJSONHandler(h.log, nil))
	h.server = web.NewServer(web.Doors{
		Log: log,
		Hooks: &web.Hooks{
			Providers: map[string]providers.Provider{"wire": h.wire}, PublicURL: "https://bot.example.org/prefix",
			Intake: h.kept, Reports: h.kept, Now: time.Now, Metrics: web.NewMetrics(h.registry), Log: log,
			Prove: func(question string) string { return "proof of " + question },
		},
		Probes: &web.Probes{Ready: func() error { return h.kept.broken }, Gatherer: h.registry},
	})
	return h
}

func (h *house) post(path, body string, signed bool) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	if signed {
		r.Header.Set("Signed", "yes")
	}
	w := httptest.NewRecorder()
	h.server.ServeHTTP(w, r)
	return w
}

func TestAWebhookIsAnsweredByWhatBecameOfIt(t *testing.T) {
	long := strings.Repeat("a", 64<<10)
	for name, c := range map[string]struct {
		path, body string
		signed     bool
		broken     error
		status     int
		kept       []string
	}{
		"a text is taken":                    {"/hooks/wire/inbound", "hello", true, nil, 200, []string{"hello"}},
		"two texts are taken in order":       {"/hooks/wire/inbound", "one\ntwo", true, nil, 200, []string{"one", "two"}},
		"nothing for us is well":             {"/hooks/wire/status", "", true, nil, 200, nil},
		"unsigned is refused":                {"/hooks/wire/inbound", "hello", false, nil, 401, nil},
		"unreadable is refused":              {"/hooks/wire/inbound", "unreadable", true, nil, 400, nil},
		"a body at the limit is read":        {"/hooks/wire/inbound", long, true, nil, 200, []string{long}},
		"a body over the limit is refused":   {"/hooks/wire/inbound", long + "a", true, nil, 413, nil},
		"what cannot be kept must be resent": {"/hooks/wire/inbound", "hello", true, errors.New("away"), 503, []string{"hello"}},
		"an unknown provider is not found":   {"/hooks/nobody/inbound", "hello", true, nil, 404, nil},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			h.kept.broken = c.broken
			require.Equal(t, c.status, h.post(c.path, c.body, c.signed).Code)
			require.Equal(t, c.kept, h.kept.texts)
		})
	}
}

func TestOnlyWhoKnowsASecretLearnsWhichInstallationAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		question string
		signed   bool
		proof    string
	}{
		"signed, and asked":     {"q", true, "proof of q"},
		"signed, and not asked": {"", true, ""},
		"asked by a stranger":   {"q", false, ""},
		"asked too much":        {strings.Repeat("q", 65), true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/hooks/wire/inbound", http.NoBody)
			r.Header.Set(web.QuestionHeader, c.question)
			if c.signed {
				r.Header.Set("Signed", "yes")
			}
			w := httptest.NewRecorder()
			open(t).server.ServeHTTP(w, r)
			require.Equal(t, c.proof, w.Header().Get(web.ProofHeader))
		})
	}
}

func TestTextsAndReportsOfOneCallAreBothTaken(t *testing.T) {
	h := open(t)
	require.Equal(t, 200, h.post("/hooks/wire/status", "hello\nreport r1\nreport r2", true).Code)
	require.Equal(t, []string{"hello"}, h.kept.texts)
	require.Equal(t, []string{"r1", "r2"}, h.kept.reports)
}

func TestTheURLIsThePublicOneByteForByte(t *testing.T) {
	for target, want := range map[string]string{
		"/hooks/wire/inbound?b=2&a=1%20x+y":                   "https://bot.example.org/prefix/hooks/wire/inbound?b=2&a=1%20x+y",
		"http://internal.invalid:8080/hooks/wire/inbound?a=1": "https://bot.example.org/prefix/hooks/wire/inbound?a=1",
	} {
		h := open(t)
		r := httptest.NewRequest(http.MethodGet, "/hooks/wire/inbound", nil)
		r.RequestURI = target
		r.Header.Set("X-Forwarded-Host", "evil.invalid")
		h.server.ServeHTTP(httptest.NewRecorder(), r)
		require.Equal(t, []string{want}, h.wire.urls)
	}
}

func TestNoWordAndNoNumberReachesALogOrAMetric(t *testing.T) {
	h := open(t)
	secret := "447700900123 is ill"
	h.post("/hooks/wire/inbound?originator=447700900123", secret, true)
	h.post("/hooks/wire/inbound?originator=447700900123", secret, false)
	h.post("/hooks/447700900123/inbound", secret, true)
	require.Equal(t, 500, h.post("/hooks/wire/inbound", "panic", true).Code)
	h.kept.broken = errors.New("dial for 447700900123")
	h.post("/hooks/wire/inbound", secret, true)

	metrics := httptest.NewRecorder()
	h.server.ServeHTTP(metrics, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, text := range []string{h.log.String(), metrics.Body.String()} {
		require.NotEmpty(t, text)
		require.NotContains(t, text, "7700900123")
		require.NotContains(t, text, "is ill")
	}
	require.Contains(t, metrics.Body.String(), `connective_hooks_total{outcome="bad_signature",provider="wire"} 1`)
}

func TestTwoHundredCopiesAtOnceAreEachAnswered(t *testing.T) {
	h := open(t)
	var wg sync.WaitGroup
	for range 200 {
		wg.Go(func() {
			r := httptest.NewRequest(http.MethodGet, "/livez", nil)
			w := httptest.NewRecorder()
			h.server.ServeHTTP(w, r)
			if w.Code != 200 {
				t.Errorf("answered %d", w.Code)
			}
		})
	}
	wg.Wait()
}

func TestProbesTellOfTheProcessAndOfReadinessApart(t *testing.T) {
	h := open(t)
	get := func(path string) int {
		w := httptest.NewRecorder()
		h.server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code
	}
	require.Equal(t, 200, get("/readyz"))
	h.kept.broken = errors.New("away")
	require.Equal(t, 503, get("/readyz"))
	require.Equal(t, 200, get("/livez"))
}

// asking is a wire that asks something when its address is set up, and sends many
// events in one call.
type asking struct{ wire }

func (a *asking) Caps() providers.Caps { return providers.Caps{MaxBatch: 1, MaxBody: 1 << 20} }

func (a *asking) Challenge(r *providers.Request) (string, bool) {
	return "42", strings.HasSuffix(r.URL, "?token=right")
}

func TestAProviderThatAsksWhenItsAddressIsSetUpIsAnswered(t *testing.T) {
	w, k := &asking{}, &kept{}
	server := web.NewServer(web.Doors{
		Log: slog.New(slog.DiscardHandler),
		Hooks: &web.Hooks{
			Providers: map[string]providers.Provider{"north": providers.Named("north", w)}, PublicURL: "https://bot.example.org",
			Intake: k, Reports: k, Now: time.Now, Metrics: web.NewMetrics(prometheus.NewRegistry()), Log: slog.New(slog.DiscardHandler),
		},
		Probes: &web.Probes{Ready: func() error { return nil }, Gatherer: prometheus.NewRegistry()},
	})
	ask := func(method, path, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Signed", "yes")
		out := httptest.NewRecorder()
		server.ServeHTTP(out, r)
		return out
	}
	out := ask(http.MethodGet, "/hooks/north/inbound?token=right", "")
	require.Equal(t, http.StatusOK, out.Code)
	require.Equal(t, "42", out.Body.String())
	require.Contains(t, out.Header().Get("Content-Type"), "text/plain")
	require.NotContains(t, ask(http.MethodGet, "/hooks/north/inbound?token=wrong", "").Body.String(), "42")
	require.NotContains(t, ask(http.MethodPost, "/hooks/north/inbound?token=right", "hello").Body.String(), "42", "a call with a body is no question")
	require.Equal(t, []string{"hello"}, k.texts)

	many := strings.Repeat("a text\n", 20_000)
	require.Greater(t, len(many), 64<<10)
	require.Equal(t, http.StatusOK, ask(http.MethodPost, "/hooks/north/inbound", many).Code)
	require.Len(t, k.texts, 20_001)
	require.Equal(t, http.StatusRequestEntityTooLarge, ask(http.MethodPost, "/hooks/north/inbound", strings.Repeat("a", 1<<20+1)).Code)
}
