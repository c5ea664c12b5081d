package govuknotify

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// Simulator makes the callbacks that Notify would make, for tests and trials. A
// simulator is a value and can be used by many at once.
type Simulator struct {
	TextToken, ReceiptToken string           // what Notify was given for each kind of callback
	BaseURL                 string           // what comes before /inbound and /status, as the public sees it
	Now                     func() time.Time // when requests arrive
}

// ReceivedText is a text from a person. An empty ID leaves the id out.
type ReceivedText struct {
	ID, From, To, Text string
	Date               time.Time // left out if it is zero
}

// Receipt tells what became of a text.
type Receipt struct {
	ID, Ref, Recipient string
	Status             string // "delivered", "permanent-failure" …
}

const dateForm = "2006-01-02T15:04:05.000000Z"

// Inbound returns the callback of a received text.
func (s Simulator) Inbound(t ReceivedText) *providers.Request {
	body := map[string]any{"source_number": t.From, "destination_number": t.To, "message": t.Text}
	if t.ID != "" {
		body["id"] = t.ID
	}
	if !t.Date.IsZero() {
		body["date_received"] = t.Date.UTC().Format(dateForm)
	}
	return s.post("/inbound", s.TextToken, body)
}

// Status returns a delivery receipt.
func (s Simulator) Status(r Receipt) *providers.Request {
	now := s.Now().UTC().Format(dateForm)
	return s.post(reportPath, s.ReceiptToken, map[string]any{
		"id": r.ID, "reference": r.Ref, "to": r.Recipient, "status": r.Status, "created_at": now, "completed_at": now, "sent_at": now,
		"notification_type": "sms", "template_version": 1,
	})
}

func (s Simulator) post(path, token string, fields map[string]any) *providers.Request {
	body, _ := json.Marshal(fields) // strings and numbers alone
	r := &providers.Request{Method: http.MethodPost, URL: s.BaseURL + path, Header: http.Header{}, Body: body, At: s.Now()}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(tokenHeader, scheme+token)
	return r
}
