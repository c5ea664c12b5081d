package whatsapp_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/providertest"
	"github.com/connective-messaging/connective/providers/whatsapp"
)

const (
	ourNumber = "+447700900999"
	ourID     = "200000000000001"
	base      = "https://bot.example.org/hooks/whatsapp"
	header    = "X-Hub-Signature-256"
)

var midnight = time.Date(2026, 1, 1, 0, 0, 5, 0, time.UTC)

func config(url string, secrets ...string) whatsapp.Config {
	return whatsapp.Config{
		Token: "a-secret-access-token", AppSecrets: secrets, VerifyToken: "verify-token-0001", Numbers: map[string]string{ourNumber: ourID}, URL: url, Timeout: 2 * time.Second,
	}
}

func open(url string, secrets ...string) (providers.Provider, error) {
	p, err := whatsapp.New(config(url, secrets...))
	if err != nil {
		return nil, err
	}
	return p, nil
}

func TestConformance(t *testing.T) {
	providertest.Run(t, providertest.Harness{
		Open:     open,
		Secrets:  []string{"a-secret-access-token", "verify-token-0001"},
		App:      whatsapp.Name,
		ReadCall: readCall,
		Answers:  answers,
		Replies:  replies(t),
		Sign: func(r *providers.Request, secret string) {
			simulator(secret, r.At).Sign(r)
		},
		Header:      header,
		Unaddressed: true,
		Forge:       forge,
		Vectors:     providertest.Vectors(t, "testdata/signatures.json", header),
		Text:        text,
		Samples:     samples(t),
		Goldens:     filepath.Join("testdata", "golden"),
		Own: map[int]func(*testing.T){
			12: choices, 27: oddKeys, 28: dates, 30: oddSenders, 32: unknownWords, 34: optOuts, 36: readersNeverBreak,
		},
		Elsewhere: map[int]string{
			23: "the store drops a repeat in the commit script; that both have one id is case 31",
			33: "the store ranks states; that each report has its state is case 25",
			35: "WhatsApp brings every text whole",
			38: "the web's hooks, with a store and a journal that are away",
			39: "the web's hooks, with a slow intake",
			40: "the store's suite, and the fault test",
		},
	})
}

func simulator(secret string, at time.Time) whatsapp.Simulator {
	return whatsapp.Simulator{Secret: secret, BaseURL: base, Now: func() time.Time { return at }}
}

func text(t providertest.Text) []*providers.Request {
	return []*providers.Request{simulator("any", midnight).Inbound(whatsapp.InboundText{ID: t.ID, From: t.From, To: t.To, Text: t.Text, Sent: t.Sent})}
}

// sent is a call as it is on the wire.
type sent struct {
	To, Recipient, Type string
	Ref                 string `json:"biz_opaque_callback_data"`
	Text                struct{ Body string }
	Interactive         struct {
		Type   string
		Body   struct{ Text string }
		Action struct {
			Button   string
			Buttons  []struct{ Reply struct{ ID, Title string } }
			Sections []struct {
				Rows []struct{ ID, Title, Description string }
			}
		}
	}
	Template struct {
		Name       string
		Language   struct{ Code string }
		Components []struct{ Parameters []struct{ Text string } }
	}
}

func readCall(r *http.Request, body []byte) providertest.Call {
	var c sent
	if json.Unmarshal(body, &c) != nil || r.URL.Path != "/v25.0/"+ourID+"/messages" {
		return providertest.Call{}
	}
	return providertest.Call{From: ourNumber, Text: c.Text.Body, Ref: c.Ref, To: []string{"+" + c.To}}
}

var answers = map[providertest.Answer]func(http.ResponseWriter, providertest.Call){
	providertest.TakesAll:         take,
	providertest.TakesAllBackward: take,
	providertest.RefusesLast:      refuse(400, 131050, ""),
	providertest.SaysOptedOut:     refuse(400, 131050, ""),
	providertest.BadKey:           refuse(401, 190, ""),
	providertest.NoCredit:         refuse(400, 131042, ""),
	providertest.BadNumber:        refuse(400, 131026, ""),
	providertest.TooManySeconds:   refuse(429, 130429, "7"),
	providertest.TooMany:          refuse(400, 130429, ""),
	providertest.TooManyDate: func(w http.ResponseWriter, c providertest.Call) {
		refuse(429, 130429, time.Now().Add(time.Minute).UTC().Format(http.TimeFormat))(w, c)
	},
}

func take(w http.ResponseWriter, c providertest.Call) {
	fmt.Fprintf(w, `{"messaging_product":"whatsapp","contacts":[{"input":%q,"wa_id":%q}],"messages":[{"id":"wamid.OUT1","message_status":"accepted"}]}`, c.To[0], c.To[0])
}

// refuse quotes the number and the words, as careless APIs do.
func refuse(status, code int, retryAfter string) func(http.ResponseWriter, providertest.Call) {
	return func(w http.ResponseWriter, c providertest.Call) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"error":{"message":%q,"code":%d,"error_data":{"details":%q}}}`, c.Text, code, fmt.Sprint("no: ", c.To))
	}
}

// forge makes signatures that only careless readers take.
func forge(r *providers.Request, secret string) []*providers.Request {
	of := func(key string, data []byte) []byte {
		mac := hmac.New(sha256.New, []byte(key))
		mac.Write(data)
		return mac.Sum(nil)
	}
	old := hmac.New(sha1.New, []byte(secret))
	old.Write(r.Body)
	right, plain := of(secret, r.Body), sha256.Sum256(append([]byte(secret), r.Body...))
	var forged []*providers.Request
	for _, signature := range []string{
		"sha1=" + hex.EncodeToString(old.Sum(nil)), "sha256=" + hex.EncodeToString(old.Sum(nil)),
		hex.EncodeToString(right), "SHA256=" + hex.EncodeToString(right), "sha256=" + strings.ToUpper(hex.EncodeToString(right)),
		"sha256=" + base64.StdEncoding.EncodeToString(right), "sha256=" + hex.EncodeToString(right[:16]), "sha256=" + hex.EncodeToString(plain[:]),
		"sha256=" + hex.EncodeToString(of("", r.Body)), "sha256=" + hex.EncodeToString(of(secret, []byte(r.URL))),
		"sha256=" + hex.EncodeToString(of(secret, nil)), "sha256=" + strings.Repeat("0", 64), "sha256=", "none",
	} {
		f := *r
		f.Header = r.Header.Clone()
		f.Header.Set(header, signature)
		forged = append(forged, &f)
	}
	return forged
}

func samples(t testing.TB) []providertest.Sample {
	return providertest.Samples(t, "testdata/samples", base+"/inbound", midnight)
}

func replies(t testing.TB) []providertest.Reply {
	return providertest.Replies(t, "testdata/samples", func(string) int { return http.StatusOK })
}

func reader(t testing.TB) providers.Provider {
	t.Helper()
	p, err := open("http://127.0.0.1:1", "a-secret")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// posted is a webhook with these events, as JSON, for our number.
func posted(events string) *providers.Request {
	var body bytes.Buffer
	fmt.Fprintf(&body, `{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"metadata":{"display_phone_number":%q},%s}}]}]}`, ourNumber[1:], events)
	return &providers.Request{Method: "POST", URL: base + "/inbound", Header: http.Header{}, Body: body.Bytes(), At: midnight}
}
