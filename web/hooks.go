package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/providers"
)

// maxBody is the largest webhook body taken, in bytes, of providers that send one
// text a call. The longest text of nine parts takes about 4 KB in its worst encoding,
// three times over.
const maxBody = 64 << 10

// Intake takes texts for good: once Take has returned nil they will be handled.
// An error means that nothing could hold them, and that the provider must send
// them again.
type Intake interface {
	Take(ctx context.Context, texts []providers.Inbound) error
}

// Reports takes delivery reports.
type Reports interface {
	Report(ctx context.Context, now time.Time, status providers.Status) error
}

// Hooks answers providers' webhooks.
type Hooks struct {
	Providers map[string]providers.Provider // by the name in the address
	PublicURL string                        // what providers call, without a slash at the end
	// Prove answers who brings a signed webhook with QuestionHeader which installation
	// this is, in ProofHeader; nil answers nobody.
	Prove   func(question string) string
	Intake  Intake
	Reports Reports
	Now     func() time.Time
	Metrics *Metrics
	Log     *slog.Logger

	knocks *knocks // the server's
	mu     sync.Mutex
	closed bool
	under  sync.WaitGroup // webhooks under way
}

func (h *Hooks) register(e *echo.Echo) {
	for _, kind := range []string{"inbound", "status"} {
		path := "/hooks/:provider/" + kind
		e.GET(path, h.answer)
		e.POST(path, h.answer)
	}
}

func (h *Hooks) answer(c echo.Context) error {
	begun := h.Now()
	p, ok := h.Providers[c.Param("provider")]
	if !ok {
		if wait, refused := h.knocks.refuse(c.RealIP(), begun); refused {
			h.Metrics.stranger(refusedRate)
			return tooMany(c, wait)
		}
		h.Metrics.stranger(refusedPath)
		return echo.NewHTTPError(http.StatusNotFound, "No provider of that name is set up here.")
	}
	target, _ := c.Get(rawTargetKey).(string)
	r, outcome := h.read(c.Request(), target, begun, max(maxBody, p.Caps().MaxBody))
	if answer, asked := challenged(p, r); asked {
		h.prove(c)
		h.Metrics.hook(p.Name(), providers.Taken, h.Now().Sub(begun))
		return c.String(http.StatusOK, answer)
	}
	if outcome == "" {
		outcome = h.Handle(c.Request().Context(), p, r)
	}
	if outcome == providers.BadSignature {
		if wait, refused := h.knocks.refuse(c.RealIP(), begun); refused {
			h.Metrics.hook(p.Name(), refusedRate, h.Now().Sub(begun))
			return tooMany(c, wait)
		}
	}
	if outcome == providers.Taken {
		h.prove(c)
	}
	h.Metrics.hook(p.Name(), outcome, h.Now().Sub(begun))
	p.Ack(c.Response(), outcome)
	return nil
}

// The headers by which whoever knows a secret of a provider learns which installation
// answers; companies send none.
const (
	QuestionHeader = "Connective-Question"
	ProofHeader    = "Connective-Proof"

	longestQuestion = 64
)

// prove says which installation this is, if the webhook asks.
func (h *Hooks) prove(c echo.Context) {
	question := c.Request().Header.Get(QuestionHeader)
	if h.Prove != nil && question != "" && len(question) <= longestQuestion {
		c.Response().Header().Set(ProofHeader, h.Prove(question))
	}
}

// challenged is the answer to what a provider asks when the address is set up.
func challenged(p providers.Provider, r *providers.Request) (string, bool) {
	asks, can := providers.ChallengerOf(p)
	if !can || r == nil || r.Method != http.MethodGet {
		return "", false
	}
	return asks.Challenge(r)
}

// read limits the body and builds the URL as the provider saw it. An empty
// outcome means that the request can be handled.
func (h *Hooks) read(r *http.Request, target string, now time.Time, most int64) (*providers.Request, providers.Outcome) {
	if r.ContentLength > most {
		return nil, providers.TooLarge
	}
	var body bytes.Buffer
	n, err := io.Copy(&body, io.LimitReader(r.Body, most+1))
	switch {
	case n > most:
		return nil, providers.TooLarge
	case err != nil:
		return nil, providers.Malformed
	}
	return &providers.Request{
		Method: r.Method, URL: h.PublicURL + pathOf(target), Header: r.Header, Body: body.Bytes(), At: now,
	}, ""
}

// pathOf drops the scheme and host of a target in absolute form (RFC 9112
// §3.2.2), byte for byte, as signatures cover what follows.
func pathOf(target string) string {
	if strings.HasPrefix(target, "/") {
		return target
	}
	if u, err := url.Parse(target); err == nil && u.Host != "" {
		_, rest, _ := strings.Cut(target, u.Host)
		return rest
	}
	return target
}

// Handle proves where a webhook comes from, reads it, and takes what it holds.
// It is the whole way of a webhook but for the wire itself.
func (h *Hooks) Handle(ctx context.Context, p providers.Provider, r *providers.Request) providers.Outcome {
	if !h.begin() {
		return providers.Busy
	}
	defer h.under.Done()
	if _, err := p.Verify(r); err != nil {
		return providers.BadSignature
	}
	reports, err := p.ParseStatus(r)
	if err != nil {
		return providers.Malformed
	}
	texts, err := p.ParseInbound(r)
	if err != nil {
		return providers.Malformed
	}
	if err := h.take(ctx, p.Name(), reports, texts); err != nil {
		h.Log.Warn("a webhook could not be kept; its provider will send it again", "provider", p.Name(), "why", errorKind(err))
		return providers.Busy
	}
	return providers.Taken
}

func (h *Hooks) begin() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.under.Add(1)
	}
	return !h.closed
}

// Close takes no more webhooks: each is answered that its provider is to send it
// again. It waits for those under way, until the context ends.
func (h *Hooks) Close(ctx context.Context) error {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	finished := make(chan struct{})
	go func() { h.under.Wait(); close(finished) }()
	select {
	case <-finished:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("finish the webhooks under way: %w", ctx.Err())
	}
}

func (h *Hooks) take(ctx context.Context, provider string, reports []providers.Status, texts []providers.Inbound) error {
	// Once signed texts are read they are taken even if the caller hangs up.
	ctx = context.WithoutCancel(ctx)
	if len(texts) > 0 {
		if err := h.Intake.Take(ctx, texts); err != nil {
			return fmt.Errorf("take the texts of a webhook: %w", err)
		}
	}
	for _, report := range reports {
		h.Metrics.report(provider, report)
		if err := h.Reports.Report(ctx, h.Now(), report); err != nil {
			return fmt.Errorf("record a status report: %w", err)
		}
	}
	return nil
}

// errorKind names what failed without the error's words, which could quote.
func errorKind(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "too slow"
	case errors.Is(err, context.Canceled):
		return "stopping"
	}
	return "store away"
}
