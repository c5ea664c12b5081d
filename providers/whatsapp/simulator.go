package whatsapp

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// Simulator makes the webhooks that Meta would make, signed as it signs them, for
// tests and trials. A simulator is a value and can be used by many at once.
type Simulator struct {
	Secret  string           // the app secret
	BaseURL string           // what comes before /inbound, as the public sees it
	Now     func() time.Time // when requests arrive
}

// InboundText is a text from a person. An empty ID leaves the id out. From is a
// number, or what WhatsApp calls a person who shows none.
type InboundText struct {
	ID, From, To, Text string
	Choice             string // of a button that was tapped; Text is what stood on it
	Sent               time.Time
}

// StatusReport tells how far a text has come.
type StatusReport struct {
	ID, Recipient, To string // To is the number that it was sent from
	Status            string // "sent", "delivered", "read" or "failed"
	Code              int    // left out if it is 0
	Ref               string // left out if it is empty
}

// Inbound returns the webhook of one text.
func (s Simulator) Inbound(t InboundText) *providers.Request {
	return s.Batch([]InboundText{t}, nil)
}

// Status returns the webhook of one report.
func (s Simulator) Status(r StatusReport) *providers.Request {
	return s.Batch(nil, []StatusReport{r})
}

// Batch returns one webhook with many events, an entry for each, as Meta sends them
// when they come close together.
func (s Simulator) Batch(texts []InboundText, reports []StatusReport) *providers.Request {
	var entries []any
	for _, t := range texts {
		entries = append(entries, entry(t.To, "messages", t.json()))
	}
	for _, r := range reports {
		entries = append(entries, entry(r.To, "statuses", r.json(s.Now())))
	}
	body, err := json.Marshal(map[string]any{"object": "whatsapp_business_account", "entry": entries})
	if err != nil {
		body = []byte("{}") // of strings and numbers alone
	}
	return s.Signed(http.MethodPost, s.BaseURL+"/inbound", body)
}

func entry(line, kind string, event any) any {
	value := map[string]any{
		"messaging_product": Name, "metadata": map[string]any{"display_phone_number": strings.TrimPrefix(line, "+"), "phone_number_id": "200000000000001"}, kind: []any{event},
	}
	return map[string]any{"id": "100000000000001", "changes": []any{map[string]any{"field": "messages", "value": value}}}
}

func (t InboundText) json() map[string]any {
	m := map[string]any{"type": "text", "text": map[string]any{"body": t.Text}}
	if t.Choice != "" {
		m = map[string]any{"type": "interactive", "interactive": map[string]any{
			"type": "button_reply", "button_reply": map[string]any{"id": t.Choice, "title": t.Text},
		}}
	}
	if number := strings.TrimPrefix(t.From, "+"); digits(number) == number {
		m["from"] = number
	} else {
		m["from_user_id"] = t.From
	}
	if t.ID != "" {
		m["id"] = t.ID
	}
	if !t.Sent.IsZero() {
		m["timestamp"] = strconv.FormatInt(t.Sent.Unix(), 10)
	}
	return m
}

func (r StatusReport) json(now time.Time) map[string]any {
	m := map[string]any{"id": r.ID, "status": r.Status, "timestamp": strconv.FormatInt(now.Unix(), 10)}
	if number := strings.TrimPrefix(r.Recipient, "+"); digits(number) == number {
		m["recipient_id"] = number
	} else {
		m["recipient_user_id"] = r.Recipient
	}
	if r.Ref != "" {
		m["biz_opaque_callback_data"] = r.Ref
	}
	if r.Code != 0 {
		m["errors"] = []any{map[string]any{"code": r.Code, "title": "no"}}
	}
	return m
}

// Signed returns a webhook with a body of its own.
func (s Simulator) Signed(method, address string, body []byte) *providers.Request {
	r := &providers.Request{Method: method, URL: address, Header: http.Header{}, Body: body, At: s.Now()}
	r.Header.Set("Content-Type", "application/json")
	s.Sign(r)
	return r
}

// Sign signs a request as it is, in place of any signature that it has.
func (s Simulator) Sign(r *providers.Request) {
	r.Header.Set(signatureHeader, sign([]byte(s.Secret), r.Body))
}

// Challenge returns the call that Meta makes when the address is set up.
func (s Simulator) Challenge(verifyToken, challenge string) *providers.Request {
	return &providers.Request{
		Method: http.MethodGet, URL: s.BaseURL + "/inbound?hub.mode=subscribe&hub.challenge=" + challenge + "&hub.verify_token=" + url.QueryEscape(verifyToken),
		Header: http.Header{}, At: s.Now(),
	}
}
