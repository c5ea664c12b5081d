package bird

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Simulator makes the webhooks that Bird would make, signed as it signs them, for
// tests and trials. A simulator is a value and can be used by many at once.
type Simulator struct {
	Secret  string           // the webhook's, with whsec_
	BaseURL string           // what comes before /inbound, as the public sees it
	Now     func() time.Time // when requests arrive
}

// ReceivedText is a text from a person. An empty ID leaves the id out.
type ReceivedText struct {
	ID, From, To, Text string
	Date               time.Time // left out if it is zero
}

// Report tells how far a text has come.
type Report struct {
	ID, Ref, From, Recipient string
	Status                   string // "sent", "delivered", "undelivered" …
	Reason                   string // why it failed, left out if empty
}

const dateForm = "2006-01-02T15:04:05.999Z"

// Inbound returns the webhook of a text.
func (s Simulator) Inbound(t ReceivedText) *providers.Request {
	told := map[string]any{"workspace_id": "ws_1", "to": t.To, "from": t.From, "text": t.Text, "tags": nil, "metadata": nil}
	if t.ID != "" {
		told["sms_id"] = t.ID
	}
	return s.event(received, t.Date, told)
}

// Status returns a status report.
func (s Simulator) Status(r Report) *providers.Request {
	told := map[string]any{
		"sms_id": r.ID, "workspace_id": "ws_1", "to": r.Recipient, "from": r.From, "tags": nil, "metadata": map[string]string{refKey: r.Ref},
	}
	if r.Reason != "" {
		told["error"] = map[string]any{"code": r.Reason, "description": "", "carrier_error_code": nil}
	}
	return s.event(reports+r.Status, s.Now(), told)
}

// Suppression returns the webhook that tells that a person has stopped a line.
func (s Simulator) Suppression(person, line string) *providers.Request {
	return s.event(suppressed, s.Now(), map[string]any{"originator": line, "destination": person})
}

func (s Simulator) event(kind string, at time.Time, told map[string]any) *providers.Request {
	e := map[string]any{"type": kind, "data": told}
	if !at.IsZero() {
		e["timestamp"] = at.UTC().Format(dateForm)
	}
	body, _ := json.Marshal(e) // strings and maps of them alone
	r := &providers.Request{Method: http.MethodPost, URL: s.BaseURL + "/inbound", Header: http.Header{}, Body: body, At: s.Now()}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(idHeader, "msg_"+wire.Digest(string(body)))
	s.Sign(r)
	return r
}

// Sign signs a request as it is, at r.At, in place of any signature that it has.
// One without an id gets one. A secret that cannot be read signs nothing.
func (s Simulator) Sign(r *providers.Request) {
	r.Header.Del(signatureHeader)
	secrets, err := readSecrets([]string{s.Secret})
	if err != nil {
		return
	}
	if r.Header.Get(idHeader) == "" {
		r.Header.Set(idHeader, "msg_1")
	}
	stamp := strconv.FormatInt(r.At.Unix(), 10)
	r.Header.Set(timeHeader, stamp)
	r.Header.Set(signatureHeader, sign(secrets[0], r.Header.Get(idHeader)+"."+stamp+".", r.Body))
}
