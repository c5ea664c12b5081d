package providertest

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

// events are all that a webhook brings.
type events struct {
	Inbound []providers.Inbound `json:"inbound,omitempty"`
	Status  []providers.Status  `json:"status,omitempty"`
}

func read(t *testing.T, p providers.Provider, r *providers.Request) events {
	t.Helper()
	texts, err := p.ParseInbound(r)
	require.NoError(t, err)
	reports, err := p.ParseStatus(r)
	require.NoError(t, err)
	return events{texts, reports}
}

func (s suite) samples(t *testing.T) {
	require.NotEmpty(t, s.Samples)
	p := s.open(t, "http://127.0.0.1:1")
	for _, sample := range s.Samples {
		t.Run(sample.Name, func(t *testing.T) {
			got := read(t, p, sample.Request)
			s.goldenJSON(t, sample.Name+".json", got)
			for _, in := range got.Inbound {
				require.Equal(t, p.Name(), in.Provider)
				require.NotEmpty(t, in.EventID)
			}
		})
	}
}

func (s suite) forms(t *testing.T) {
	p := s.open(t, "http://127.0.0.1:1")
	requests := s.Text(Text{ID: "0a1b", From: phone, To: lineNumber, Text: "Bore da ŵ £5 + 6 & 7", Sent: noon.Add(-time.Second)})
	sent := noon.Add(-time.Second)
	if s.Undated {
		sent = time.Time{}
	}
	for _, r := range requests {
		r.At = noon
		require.Equal(t, events{Inbound: []providers.Inbound{{
			Provider: p.Name(), EventID: "0a1b",
			From: s.person(phone), To: providers.Address{Kind: providers.Phone, Value: lineNumber},
			Text: "Bore da ŵ £5 + 6 & 7", Sent: sent, Received: noon,
		}}}, read(t, p, r))
	}
}

func (s suite) words(t *testing.T) {
	p := s.open(t, "http://127.0.0.1:1")
	for _, text := range []string{
		"", strings.Repeat("0123456789", 200), "👩‍👧 👍🏽", "السلام علیکم", "a\x00b", "STOP", "100% sure + more & so on; ok?", "line\r\nline", " ",
	} {
		for _, r := range s.Text(Text{ID: "1", From: phone, To: lineNumber, Text: text, Sent: noon}) {
			r.At = noon
			got := read(t, p, r)
			require.Len(t, got.Inbound, 1)
			require.Equal(t, text, got.Inbound[0].Text)
		}
	}
	for _, r := range s.Text(Text{ID: "1", From: phone, To: lineNumber, Text: "a\xffb", Sent: noon}) {
		r.At = noon
		got := read(t, p, r)
		require.Len(t, got.Inbound, 1)
		require.True(t, utf8.ValidString(got.Inbound[0].Text))
		require.Equal(t, "a\ufffdb", got.Inbound[0].Text)
	}
}

func (s suite) repeats(t *testing.T) {
	p := s.open(t, "http://127.0.0.1:1")
	idOf := func(text Text, at time.Time) string {
		var first string
		for _, r := range s.Text(text) {
			r.At = at
			got := read(t, p, r)
			require.Len(t, got.Inbound, 1)
			if first == "" {
				first = got.Inbound[0].EventID
			}
			require.Equal(t, first, got.Inbound[0].EventID)
		}
		return first
	}
	yes := Text{ID: "1", From: phone, To: lineNumber, Text: "yes", Sent: noon}
	require.Equal(t, idOf(yes, noon), idOf(yes, noon.Add(time.Hour)))
	second := yes
	second.ID = "2"
	require.NotEqual(t, idOf(yes, noon), idOf(second, noon))

	nameless := yes
	nameless.ID = ""
	id := idOf(nameless, noon)
	require.NotEmpty(t, id)
	for _, other := range []Text{
		{From: phone, To: lineNumber, Text: "no", Sent: noon},
		{From: drama(7), To: lineNumber, Text: "yes", Sent: noon}, {From: phone, To: drama(8), Text: "yes", Sent: noon},
	} {
		require.NotEqual(t, id, idOf(other, noon))
	}
	if s.Undated {
		require.Equal(t, id, idOf(nameless, noon.Add(9*time.Minute)), "a repeat, as far as anybody can tell")
		require.NotEqual(t, id, idOf(nameless, noon.Add(10*time.Minute)))
		return
	}
	require.Equal(t, id, idOf(nameless, noon.Add(time.Hour)))
	later := nameless
	later.Sent = noon.Add(time.Second)
	require.NotEqual(t, id, idOf(later, noon))
}

func (s suite) acks(t *testing.T) {
	p := s.open(t, "http://127.0.0.1:1")
	got := map[providers.Outcome]any{}
	for _, o := range []providers.Outcome{
		providers.Taken, providers.BadSignature, providers.Malformed, providers.TooLarge, providers.Busy, "an outcome of another day",
	} {
		w := httptest.NewRecorder()
		p.Ack(w, o)
		got[o] = map[string]any{"status": w.Code, "header": w.Header(), "body": w.Body.String()}
	}
	s.goldenJSON(t, "acks.json", got)
}
