package fault_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/whatsapp"
	"github.com/connective-messaging/connective/providers/whatsapp/whatsapptest"
)

const whatsAppSecret = "fault-app-secret"

var whatsAppEnv = []string{
	"WHATSAPP_TOKEN=fault-token", "WHATSAPP_APP_SECRET=" + whatsAppSecret, "WHATSAPP_VERIFY_TOKEN=fault-verify", "WHATSAPP_NUMBERS=" + line + "=200000000000001",
}

func whatsAppWire(hooks string) sink.Wire {
	return whatsapptest.Wire{Token: "fault-token", Secret: whatsAppSecret, Numbers: map[string]string{line: "200000000000001"}, BaseURL: hooks}
}

// addToOrg writes more into the org.yaml of the one organisation.
func addToOrg(t *testing.T, flows, more string) {
	t.Helper()
	file := filepath.Join(flows, "echo", "org.yaml")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, append(text, more...), 0o644))
}

// posts sends a webhook of WhatsApp, and returns what was answered.
func (p *process) posts(t *testing.T, made *providers.Request) (int, string) {
	t.Helper()
	r, err := http.NewRequest(made.Method, made.URL, bytes.NewReader(made.Body))
	require.NoError(t, err)
	r.Header = made.Header
	answer, err := p.house.client.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(body)
}

// One organisation, one number, two lines: each answers by the way that was used,
// and STOP by one of them stops both.
func TestAnOrganisationByTextAndByWhatsApp(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	t.Parallel()
	app := sink.New(sink.Config{Wire: whatsAppWire("http://127.0.0.1:1")}) // which sends no reports
	server := httptest.NewServer(app)
	t.Cleanup(func() { app.Close(); server.Close() })
	flows := writeFlows(t)
	addToOrg(t, flows, "whatsapp: {number: \""+line+"\"}\n")
	h := newHouse(t, build(t), 1, sink.Config{}, append(append([]string{}, whatsAppEnv...), "CONNECTIVE_FLOWS="+flows, "WHATSAPP_URL="+server.URL)...)
	p := h.bots[0]
	meta := whatsapp.Simulator{Secret: whatsAppSecret, BaseURL: "http://" + p.addr + "/hooks/whatsapp", Now: time.Now}

	status, body := p.posts(t, meta.Challenge("fault-verify", "1158201444"))
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "1158201444", body)
	status, _ = p.posts(t, meta.Challenge("another", "1158201444"))
	require.Equal(t, http.StatusUnauthorized, status)

	said := whatsapp.InboundText{ID: "wamid.1", From: number(1), To: line, Text: "hello", Sent: time.Now()}
	other := whatsapp.InboundText{ID: "wamid.2", From: "GB.1234567890", To: line, Text: "hello", Sent: time.Now()}
	for range 2 { // Meta was not sure of our answer
		status, _ = p.posts(t, meta.Batch([]whatsapp.InboundText{said, other}, nil))
		require.Equal(t, http.StatusOK, status)
	}
	require.Equal(t, http.StatusOK, p.text("m1", number(1), "hello"))
	soon(t, func() bool { return h.sink.Accepted() == 1 && app.Accepted() == 2 }, "each is answered once, by the way that was used")
	reached := map[string]bool{}
	for _, a := range app.Accepts() {
		reached[a.To] = true
		require.Equal(t, [2]string{line, "Say something."}, [2]string{a.From, a.Text})
	}
	require.Equal(t, map[string]bool{number(1): true, "GB.1234567890": true}, reached, "also who shows no number")

	said.ID, said.Text = "wamid.3", "STOP"
	status, _ = p.posts(t, meta.Inbound(said))
	require.Equal(t, http.StatusOK, status)
	soon(t, func() bool { return app.Accepted() == 3 }, "goodbye is said where STOP was")
	tries := 0
	soon(t, func() bool { // the other line learns of it within a second or so
		if tries++; tries%25 == 1 {
			p.text(fmt.Sprint("later", tries), number(1), fmt.Sprint("is it ", tries))
		}
		return slices.ContainsFunc(h.sink.Accepts(), func(a sink.Accept) bool { return strings.Contains(a.Text, "START") })
	}, "the line of texts has stopped too, and says so")

	spoilt := meta.Inbound(said)
	spoilt.Body = append(spoilt.Body, ' ')
	status, _ = p.posts(t, spoilt)
	require.Equal(t, http.StatusUnauthorized, status)
}
