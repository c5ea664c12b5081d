package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/fake"
)

// door proves and reads webhooks as serve does, of one connection.
type door struct {
	mu      sync.Mutex
	texts   []providers.Inbound
	reports []providers.Status
	paths   map[string]int
}

func (d *door) open(t *testing.T, company, secret string) string {
	t.Helper()
	s := trialSettings(company, secret)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { d.hear(w, r, s) }))
	t.Cleanup(server.Close)
	s.PublicURL = server.URL
	return server.URL
}

func (d *door) hear(w http.ResponseWriter, r *http.Request, s *Settings) {
	p, err := openProvider(*s)
	if err != nil {
		w.WriteHeader(http.StatusTeapot)
		return
	}
	body, _ := io.ReadAll(r.Body) // a test's own
	made := &providers.Request{Method: r.Method, URL: s.PublicURL + r.RequestURI, Header: r.Header, Body: body, At: time.Now()}
	if _, err := p.Verify(made); err != nil {
		p.Ack(w, providers.BadSignature)
		return
	}
	texts, err := p.ParseInbound(made)
	reports, wrong := p.ParseStatus(made)
	if err != nil || wrong != nil {
		p.Ack(w, providers.Malformed)
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.texts, d.reports = append(d.texts, texts...), append(d.reports, reports...)
	d.paths[r.URL.Path]++
	p.Ack(w, providers.Taken)
}

// trialSettings are the settings of a connection to each company, which is proved by that
// secret.
func trialSettings(company, secret string) *Settings {
	s := defaults()
	s.Provider, s.Env = company, "test"
	s.FakeKey, s.AccessKey, s.SigningKeys = secret, "key", []string{secret}
	s.TwilioAccount, s.TwilioTokens, s.TwilioOptOut = "AC00000000000000000000000000000001", []string{secret}, "off"
	s.BirdKey, s.BirdSecrets, s.BirdOptOut = "bk_eu_0a1b2c3d", []string{secret}, "off"
	s.WhatsAppToken, s.WhatsAppVerifyToken, s.WhatsAppSecrets, s.WhatsAppNumbers = "token", "verify", []string{secret}, []string{"+447700900000=200000000000001"}
	s.NotifyKey, s.NotifyTemplate = "north-"+notifyID+"-"+notifyID, notifyID
	s.NotifyTextTokens, s.NotifyReceiptTokens = []string{secret}, []string{secret}
	return &s
}

var trialSecrets = map[string]string{
	fake.Name: "secret-of-a-trial", "messagebird": "secret-of-a-trial", "twilio": "secret-of-a-trial", "govuknotify": "secret-of-a-trial", "whatsapp": "secret-of-a-trial",
	"bird": "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX",
}

func simulated(t *testing.T, args ...string) (int, string, string) {
	t.Helper()
	var out, wrong bytes.Buffer
	status := run(context.Background(), append([]string{"simulate"}, args...), streams{nil, &out, &wrong})
	return status, out.String(), wrong.String()
}

// Nobody has set any of these connections up.
func TestAnyConnectionsWebhooksCanBeMade(t *testing.T) {
	for company, secret := range trialSecrets {
		t.Run(company, func(t *testing.T) {
			d := &door{paths: map[string]int{}}
			common := []string{"north=" + company, "--to", "+447700900000", "--secret", secret, "--url", d.open(t, company, secret)}
			status, out, wrong := simulated(t, append(common, "JOIN", "YES please", "--repeat", "2")...)
			require.Zero(t, status, wrong)
			require.Equal(t, "200 OK (2 times)\n200 OK (2 times)\n", out)
			require.Len(t, d.texts, 4)
			require.Equal(t, d.texts[0].EventID, d.texts[1].EventID, "a repeat is the same text")
			require.NotEqual(t, d.texts[1].EventID, d.texts[2].EventID)
			require.Equal(t, [3]string{"+447700900101", "+447700900000", "YES please"}, [3]string{d.texts[3].From.Number(), d.texts[3].To.Value, d.texts[3].Text})

			status, out, wrong = simulated(t, append(common, "--forge", "JOIN")...)
			require.Zero(t, status, wrong)
			require.Equal(t, "401 "+http.StatusText(http.StatusUnauthorized)+"\n", out)

			_, out, _ = simulated(t, append(common, "--burst", "20", "JOIN")...)
			require.Equal(t, "200 OK (20 times)\n", out)
			phones := map[string]bool{}
			for _, in := range d.texts[4:] {
				phones[in.From.Value] = true
			}
			require.Len(t, phones, 20)
			for path := range d.paths {
				require.Equal(t, "/hooks/north/inbound", path)
			}
		})
	}
}

func TestReportsCanBeMadeOfAnyConnection(t *testing.T) {
	for company, secret := range trialSecrets {
		t.Run(company, func(t *testing.T) {
			for kind, state := range map[string]providers.State{
				"sent": providers.Sent, "delivered": providers.Delivered, "away": providers.Failed, "stopped": providers.Failed,
			} {
				d := &door{paths: map[string]int{}}
				common := []string{company, "--to", "+447700900000", "--secret", secret, "--url", d.open(t, company, secret), "--report", kind, "--ref", "r-1"}
				status, out, wrong := simulated(t, common...)
				require.Zero(t, status, wrong)
				require.Equal(t, "200 OK\n", out)
				require.Len(t, d.reports, 1)
				require.Equal(t, "r-1", d.reports[0].Ref)
				require.Equal(t, "+447700900101", d.reports[0].Recipient.Number())
				require.Equal(t, state, d.reports[0].State)
				if kind == "stopped" && company != "govuknotify" {
					require.Equal(t, providers.OptedOut, d.reports[0].Class)
				}
				_, out, _ = simulated(t, append(common, "--forge")...)
				require.Equal(t, "401 "+http.StatusText(http.StatusUnauthorized)+"\n", out)
			}
		})
	}
}

func TestWhatCannotBeSimulatedSaysWhatToDo(t *testing.T) {
	here := []string{"--to", "+447700900000", "--url", "http://127.0.0.1:1"}
	for want, args := range map[string][]string{
		"made-up texts are only sent to one that is":   {"twilio", "--secret", "s", "--to", "1", "--url", "https://texts.example.org", "hi"},
		"no connection is called south":                append([]string{"south", "--secret", "s", "hi"}, here...),
		"TWILIO_AUTH_TOKEN is missing: set it, or":     append([]string{"twilio", "hi"}, here...),
		"NORTH_NOTIFY_TEXT_TOKEN is missing":           append([]string{"north=govuknotify", "hi"}, here...),
		"NORTH_NOTIFY_RECEIPT_TOKEN is missing":        append([]string{"north=govuknotify", "--report", "sent", "--ref", "r"}, here...),
		"FAKE_SIGNING_KEY is missing":                  append([]string{"fake", "hi"}, here...),
		"nothing to send":                              append([]string{"twilio", "--secret", "s"}, here...),
		"--report needs --ref":                         append([]string{"twilio", "--secret", "s", "--report", "sent"}, here...),
		"--burst must be from 1 to 1000":               append([]string{"twilio", "--secret", "s", "--burst", "0", "hi"}, here...),
		"within the numbers for drama":                 append([]string{"twilio", "--secret", "s", "--burst", "2", "--from", "+447911123456", "hi"}, here...),
		"is  connective serve  running":                append([]string{"twilio", "--secret", "s", "hi"}, here...),
		"--report must be one of":                      append([]string{"twilio", "--secret", "s", "--report", "lost", "--ref", "r"}, here...),
		"the numbers for drama, +447700900000 to +447": append([]string{"twilio", "--secret", "s", "--burst", "200", "--from", "+447700900900", "hi"}, here...),
	} {
		status, _, wrong := simulated(t, args...)
		require.NotZero(t, status, want)
		require.Contains(t, wrong, want)
	}
}

func TestAConnectionThatIsSetUpNeedsNoMore(t *testing.T) {
	d := &door{paths: map[string]int{}}
	t.Setenv("CONNECTIVE_PUBLIC_URL", d.open(t, "twilio", "token-of-north"))
	t.Setenv("CONNECTIVE_CONNECTIONS", "north=twilio")
	t.Setenv("NORTH_TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000001")
	t.Setenv("NORTH_TWILIO_AUTH_TOKEN", "token-of-north,older")
	status, out, wrong := simulated(t, "north", "--to", "+447700900000", "hi")
	require.Zero(t, status, wrong)
	require.Equal(t, "200 OK\n", out)
	require.Equal(t, 1, d.paths["/hooks/north/inbound"])
}
