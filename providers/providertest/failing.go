package providertest

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

// failures are answers that say nothing of the text.
func failures(over context.Context) map[string]func(http.ResponseWriter, Call) {
	return map[string]func(http.ResponseWriter, Call){
		"500": func(w http.ResponseWriter, _ Call) { w.WriteHeader(http.StatusInternalServerError) },
		"502 in HTML": func(w http.ResponseWriter, _ Call) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusBadGateway)
			fmt.Fprint(w, "<html><h1>Bad Gateway</h1></html>")
		},
		"503": func(w http.ResponseWriter, _ Call) {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
		},
		"200 and nothing":     func(w http.ResponseWriter, _ Call) { w.WriteHeader(http.StatusOK) },
		"200 and broken JSON": func(w http.ResponseWriter, _ Call) { fmt.Fprint(w, `{"id":"x`) },
		"200 and a list":      func(w http.ResponseWriter, _ Call) { fmt.Fprint(w, `[]`) },
		"200 and no id":       func(w http.ResponseWriter, _ Call) { fmt.Fprint(w, `{}`) },
		"200 and too much": func(w http.ResponseWriter, _ Call) {
			fmt.Fprintf(w, `{"id":"x","junk":%q}`, strings.Repeat("x", 2<<20))
		},
		"a redirect": func(w http.ResponseWriter, _ Call) {
			w.Header().Set("Location", "/messages")
			w.WriteHeader(http.StatusTemporaryRedirect)
		},
		"the line is cut": func(w http.ResponseWriter, _ Call) { reset(w) },
		"half an answer": func(w http.ResponseWriter, _ Call) {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, `{"id":"x"`)
		},
		"no answer in time": func(http.ResponseWriter, Call) { <-over.Done() },
	}
}

// reset breaks the connection as a crash does.
func reset(w http.ResponseWriter) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	conn.Close()
}

func (s suite) noClearAnswer(t *testing.T) {
	for name := range failures(t.Context()) {
		t.Run(name, func(t *testing.T) {
			a, results := s.sendTo(t, failures(t.Context())[name], s.textTo(phone, "hello"))
			require.Equal(t, providers.Uncertain, results[0].Verdict)
			require.Equal(t, providers.OutcomeUnknown, results[0].Class)
			require.Equal(t, 1, a.count(), "an uncertain text is never sent again")
		})
	}
}

func (s suite) cancelled(t *testing.T) {
	a := s.serve(t, s.answer(t, TakesAll))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.open(t, a.URL).Send(ctx, []providers.Message{s.textTo(phone, "hello")})
	require.ErrorIs(t, err, context.Canceled)
	require.Zero(t, a.count())

	ctx, cancel = context.WithCancel(t.Context())
	a = s.serve(t, func(http.ResponseWriter, Call) {
		cancel()
		<-t.Context().Done()
	})
	results, err := s.open(t, a.URL).Send(ctx, []providers.Message{s.textTo(phone, "hello"), s.textTo(phone, "again")})
	require.NoError(t, err)
	require.Equal(t, providers.OutcomeUnknown, results[0].Class, "it had left")
	require.Equal(t, providers.Temporary, results[1].Class, "its turn never came")
	require.Equal(t, 1, a.count())
}

func (s suite) notSent(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	for name, url := range map[string]string{
		"nobody listens":    gone.URL,
		"no such host":      "https://nowhere.invalid",
		"no TLS over there": strings.Replace(plain.URL, "http:", "https:", 1),
	} {
		t.Run(name, func(t *testing.T) {
			results, err := s.open(t, url).Send(t.Context(), []providers.Message{s.textTo(phone, "hello")})
			require.NoError(t, err)
			require.Equal(t, providers.Rejected, results[0].Verdict)
			require.Equal(t, providers.Temporary, results[0].Class)
		})
	}
}

func (s suite) secrecy(t *testing.T) {
	var said bytes.Buffer
	before, flags := slog.Default(), log.Flags()
	slog.SetDefault(slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() {
		slog.SetDefault(before)
		log.SetFlags(flags)
	})
	text := "my doctor is Dr Canary"
	for _, answer := range s.Answers {
		_, results := s.sendTo(t, answer, s.textTo(phone, text), s.textTo(drama(7), text))
		fmt.Fprintf(&said, "%+v\n", results)
	}
	s.complain(t, &said, text)
	_, err := s.Open("https://secret:secret@host", s.Secrets...)
	fmt.Fprintln(&said, err)
	require.NotEmpty(t, said.String())
	for _, secret := range append([]string{phone[1:], drama(7)[1:], "Canary", keyOne, keyTwo, "secret@"}, s.Secrets...) {
		require.NotContains(t, said.String(), secret)
	}
}

// complain collects what the adapter says of webhooks that it refuses.
func (s suite) complain(t *testing.T, said *bytes.Buffer, text string) {
	t.Helper()
	p := s.open(t, "http://127.0.0.1:1")
	for _, r := range s.Text(Text{ID: "1", From: phone, To: lineNumber, Text: text, Sent: noon}) {
		r.At = noon
		s.Sign(r, keyTwo)
		_, err := p.Verify(r)
		require.Error(t, err)
		fmt.Fprintln(said, err)
		if len(r.Body) > 0 {
			r.Body = append([]byte("{"), r.Body...)
		}
		r.Header.Set("Content-Type", "application/json")
		texts, err := p.ParseInbound(r)
		fmt.Fprintln(said, texts == nil, err)
	}
}
