package sink_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/govuknotify"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/whatsapp"
)

func TestItIsAsStrictAsNotify(t *testing.T) {
	w := buildAs(t, govuknotify.Name, sink.Config{})
	_, err := w.Check(t.Context())
	require.NoError(t, err)
	for name, c := range map[string]struct {
		change func(*govuknotify.Config)
		to     string
		code   string // of the refusal; empty is accepted
		kept   int
	}{
		"a text":              {func(*govuknotify.Config) {}, "+447700900001", "", 1},
		"its smoke number":    {func(*govuknotify.Config) {}, "+447700900111", "", 0},
		"another's template":  {func(c *govuknotify.Config) { c.TemplateID = otherID }, "+447700900001", "template", 0},
		"another's sender":    {func(c *govuknotify.Config) { c.SenderID = otherID }, "+447700900001", "sender", 0},
		"another's key":       {func(c *govuknotify.Config) { c.APIKey = "north-" + notifyID + "-" + otherID }, "+447700900001", "AuthError", 0},
		"a clock that is off": {func(c *govuknotify.Config) { c.Now = func() time.Time { return time.Now().Add(-time.Minute) } }, "+447700900001", "AuthError", 0},
	} {
		t.Run(name, func(t *testing.T) {
			before := w.Accepted()
			config := govuknotify.Config{
				APIKey: "north-" + notifyID + "-" + notifyID, TemplateID: notifyID, TextTokens: []string{"text-token"}, ReceiptTokens: []string{"receipt-token"}, URL: w.server.URL,
			}
			c.change(&config)
			p, err := govuknotify.New(config)
			require.NoError(t, err)
			results, err := p.Send(t.Context(), []providers.Message{{Ref: "r", From: line, To: providers.Address{Kind: providers.Phone, Value: c.to}, Text: "hello"}})
			require.NoError(t, err)
			require.Equal(t, c.code, results[0].Code)
			require.Equal(t, c.kept, w.Accepted()-before)
		})
	}
}

const otherID = "22222222-3333-4444-8555-666666666666"

func TestItIsAsStrictAsMeta(t *testing.T) {
	w := buildAs(t, whatsapp.Name, sink.Config{})
	found, err := w.Check(t.Context())
	require.NoError(t, err)
	require.Contains(t, found, "ending 999 is there")
	const whole = `{"messaging_product":"whatsapp","to":"447700900001","type":"text","text":{"body":"hi"}}`
	for name, c := range map[string]struct {
		method, path, body string
		status             int
	}{
		"another's id":   {"POST", "/v25.0/2/messages", whole, 400},
		"no words":       {"POST", "/v25.0/1/messages", strings.Replace(whole, "hi", "", 1), 400},
		"to nobody":      {"POST", "/v25.0/1/messages", strings.Replace(whole, "to", "two", 1), 400},
		"no JSON":        {"POST", "/v25.0/1/messages", `{`, 400},
		"another page":   {"POST", "/v25.0/1/register", whole, 404},
		"unknown fields": {"GET", "/v25.0/1?fields=display_phone_number,nothing", "", 400},
		"known fields":   {"GET", "/v25.0/1?fields=status,webhook_configuration", "", 200},
	} {
		t.Run(name, func(t *testing.T) {
			for token, status := range map[string]int{"token": c.status, "another": http.StatusUnauthorized} {
				r := httptest.NewRequest(c.method, c.path, strings.NewReader(c.body))
				r.Header.Set("Authorization", "Bearer "+token)
				rec := httptest.NewRecorder()
				w.ServeHTTP(rec, r)
				require.Equal(t, status, rec.Code)
			}
		})
	}
	require.Empty(t, w.Accepts())
}
