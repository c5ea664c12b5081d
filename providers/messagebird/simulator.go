package messagebird

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// lifetime is how long a signature holds.
const lifetime = time.Minute

// Simulator makes the webhooks that MessageBird would make, signed as it signs
// them, for tests and trials. A simulator is a value and can be used by many at
// once.
type Simulator struct {
	Key     string           // the signing key
	BaseURL string           // what comes before /inbound and /status, as the public sees it
	Now     func() time.Time // the provider's clock
}

// InboundText is a text from a person. An empty ID leaves the id out.
type InboundText struct {
	ID, From, To, Text string
	Sent               time.Time // left out if zero
}

// StatusReport tells how far a text has come.
type StatusReport struct {
	ID, Reference, Recipient string
	Status                   string // "sent", "delivered", "delivery_failed" …
	Code                     string // left out if empty
	At                       time.Time
}

// InboundForm returns the webhook of a flow that posts a form.
func (s Simulator) InboundForm(t InboundText) *providers.Request {
	form := url.Values{}
	for name, value := range flowFields(t) {
		form.Set(name, value)
	}
	return s.post("/inbound", "application/x-www-form-urlencoded", []byte(form.Encode()))
}

// InboundJSON returns the webhook of a flow that posts JSON.
func (s Simulator) InboundJSON(t InboundText) *providers.Request {
	object := map[string]any{"mms": false, "mediaURLs": []string{}}
	for name, value := range flowFields(t) {
		object[name] = value
	}
	body, _ := json.Marshal(object) // strings always encode
	return s.post("/inbound", "application/json", body)
}

// InboundGet returns the webhook of a number that is not in any flow.
func (s Simulator) InboundGet(t InboundText) *providers.Request {
	query := url.Values{"originator": {bare(t.From)}, "recipient": {bare(t.To)}, "body": {t.Text}}
	if t.ID != "" {
		query.Set("id", t.ID)
	}
	if !t.Sent.IsZero() {
		query.Set("createdDatetime", date(t.Sent))
	}
	return s.get(s.BaseURL+"/inbound", query)
}

// Status returns a status report.
func (s Simulator) Status(r StatusReport) *providers.Request {
	return s.StatusTo(s.BaseURL+"/status", r)
}

// StatusTo returns a status report for the report URL that a text was sent with.
func (s Simulator) StatusTo(reportURL string, r StatusReport) *providers.Request {
	query := url.Values{
		"id": {r.ID}, "reference": {r.Reference}, "recipient": {bare(r.Recipient)}, "status": {r.Status},
		"statusDatetime": {date(r.At)}, "messagePartCount": {"1"}, "price[amount]": {"0.032"}, "price[currency]": {"GBP"},
	}
	if r.Code != "" {
		query.Set("statusErrorCode", r.Code)
	}
	return s.get(reportURL, query)
}

// flowFields are what a flow forwards; it gives most of it more than once.
func flowFields(t InboundText) map[string]string {
	f := map[string]string{
		"originator": bare(t.From), "sender": bare(t.From), "recipient": bare(t.To), "receiver": bare(t.To),
		"reference": "", "message": t.Text, "body": t.Text, "payload": t.Text,
	}
	if t.ID != "" {
		f["id"], f["message_id"] = t.ID, wire.Digest(t.ID)
	}
	if !t.Sent.IsZero() {
		f["createdDatetime"], f["date_utc"] = date(t.Sent), strconv.FormatInt(t.Sent.Unix(), 10)
	}
	return f
}

func date(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05+00:00") }

func (s Simulator) post(path, kind string, body []byte) *providers.Request {
	r := s.request(http.MethodPost, s.BaseURL+path, body)
	r.Header.Set("Content-Type", kind)
	return r
}

func (s Simulator) get(address string, query url.Values) *providers.Request {
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	return s.request(http.MethodGet, address+separator+query.Encode(), nil)
}

func (s Simulator) request(method, address string, body []byte) *providers.Request {
	r := &providers.Request{Method: method, URL: address, Header: http.Header{}, Body: body, At: s.Now()}
	s.Sign(r)
	return r
}

// Sign signs a request as it is, in place of any signature that it has.
func (s Simulator) Sign(r *providers.Request) {
	now := s.Now()
	c := jwt.MapClaims{
		"iss": issuer, "nbf": now.Unix(), "exp": now.Add(lifetime).Unix(), "jti": rand.Text(), "url_hash": hash([]byte(r.URL)),
	}
	if len(r.Body) > 0 {
		c["payload_hash"] = hash(r.Body)
	}
	token, _ := jwt.NewWithClaims(jwt.SigningMethodHS256, c).SignedString([]byte(s.Key)) // strings and numbers always encode
	r.Header.Set(signatureHeader, token)
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
