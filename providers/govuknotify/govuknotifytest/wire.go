// Package govuknotifytest is GOV.UK Notify's side of the wire, for a sink that
// pretends to be it.
package govuknotifytest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/govuknotify"
	"github.com/connective-messaging/connective/providers/sink"
)

// Wire is Notify's API for one service.
type Wire struct {
	Service, Secret string // of the service's key
	TemplateID      string // the one template that there is
	Line            string // the number that texts come from
	Sender          string // the id of its text message sender, which a call may name; empty knows none
	// BaseURL is where the service's callbacks go to, and ReceiptToken what they
	// bring; without them there are none.
	BaseURL, ReceiptToken string
	// Accepts are the texts that were taken, for who asks about one; nil is none.
	Accepts func() []sink.Accept
	// Received are the texts that people sent to the service, newest first.
	Received func() []Text
	Now      func() time.Time // nil is time.Now
}

// Text is one that a person sent, as Notify lists it.
type Text struct {
	ID           string    `json:"id"`
	UserNumber   string    `json:"user_number"`
	NotifyNumber string    `json:"notify_number"`
	CreatedAt    time.Time `json:"created_at"`
	Content      string    `json:"content"`
}

var _ sink.Wire = Wire{}

const (
	freshFor = 30 * time.Second // a token's life, before and after its time
	pageSize = 250
)

// smoke are the numbers for which Notify judges a call, and sends and keeps nothing.
var smoke = []string{"+447700900000", "+447700900111", "+447700900222"}

// Read reads POST /v2/notifications/sms, and answers what is asked about the
// template, received texts and texts that were sent.
func (m Wire) Read(w http.ResponseWriter, r *http.Request) (*sink.Call, bool) {
	switch at := r.Method + " " + r.URL.Path; {
	case !m.proves(r.Header.Get("Authorization")):
		m.Refuse(w, sink.WrongKey)
	case at == "GET /v2/template/"+m.TemplateID:
		answer(w, map[string]any{"id": m.TemplateID, "type": "sms", "body": "((body))", "version": 1})
	case at == "GET /v2/received-text-messages":
		answer(w, map[string]any{"received_text_messages": m.page(r.URL.Query().Get("older_than")), "links": struct{}{}})
	case at == "GET /v2/notifications":
		answer(w, map[string]any{"notifications": m.sent(r.URL.Query().Get("reference")), "links": struct{}{}})
	case at != "POST /v2/notifications/sms":
		refuse(w, http.StatusNotFound, "NoResultFound", "No result found")
	default:
		return m.read(w, r)
	}
	return nil, false
}

// proves checks the token of a call as Notify does.
func (m Wire) proves(given string) bool {
	parts := strings.Split(strings.TrimPrefix(given, "Bearer "), ".")
	if len(parts) != 3 {
		return false
	}
	mac := hmac.New(sha256.New, []byte(m.Secret))
	mac.Write([]byte(parts[0] + "." + parts[1]))
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	payload, wrong := base64.RawURLEncoding.DecodeString(parts[1])
	var claims struct {
		Issuer string `json:"iss"`
		At     int64  `json:"iat"`
	}
	if err != nil || wrong != nil || !hmac.Equal(signature, mac.Sum(nil)) || json.Unmarshal(payload, &claims) != nil {
		return false
	}
	now := time.Now
	if m.Now != nil {
		now = m.Now
	}
	return claims.Issuer == m.Service && now().Sub(time.Unix(claims.At, 0)).Abs() <= freshFor+time.Second
}

func (m Wire) page(olderThan string) []Text {
	all := []Text{}
	if m.Received == nil {
		return all
	}
	listed := m.Received()
	for i, text := range listed {
		if text.ID == olderThan {
			listed = listed[i+1:]
			break
		}
	}
	return append(all, listed[:min(pageSize, len(listed))]...)
}

func (m Wire) sent(ref string) []any {
	found := []any{}
	if m.Accepts == nil {
		return found
	}
	for _, a := range m.Accepts() {
		if a.Ref == ref || ref == "" {
			found = append(found, map[string]any{"id": a.ID, "reference": a.Ref, "phone_number": a.To, "status": "sending", "created_at": a.At, "type": "sms"})
		}
	}
	return found
}

func (m Wire) read(w http.ResponseWriter, r *http.Request) (*sink.Call, bool) {
	var got struct {
		PhoneNumber     string `json:"phone_number"`
		TemplateID      string `json:"template_id"`
		Personalisation struct{ Body string }
		Reference       string
		SenderID        string `json:"sms_sender_id"`
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, sink.MaxRequest)).Decode(&got); err != nil || got.PhoneNumber == "" {
		m.Refuse(w, sink.BadFields)
		return nil, false
	}
	switch {
	case got.SenderID != "" && got.SenderID != m.Sender:
		refuse(w, http.StatusBadRequest, "BadRequestError", "sms_sender_id "+got.SenderID+" does not exist in database for service id "+m.Service)
	case got.TemplateID != m.TemplateID:
		refuse(w, http.StatusBadRequest, "BadRequestError", "Template not found")
	case got.Personalisation.Body == "":
		refuse(w, http.StatusBadRequest, "BadRequestError", "Missing personalisation: body")
	case slices.Contains(smoke, providers.ParseAddress(got.PhoneNumber, "GB").Value):
		sink.Answer(w, http.StatusCreated, m.Good(&sink.Call{ID: "00000000-0000-0000-0000-000000000000", Ref: got.Reference, Text: got.Personalisation.Body}))
	default:
		c := &sink.Call{Ref: got.Reference, From: m.Line, To: []string{got.PhoneNumber}, Text: govuknotify.Sanitise(got.Personalisation.Body)}
		if m.BaseURL != "" {
			c.ReportURL = m.BaseURL
		}
		return c, true
	}
	return nil, false
}

// Good is the body that Notify gives.
func (m Wire) Good(c *sink.Call) []byte {
	body, _ := json.Marshal(map[string]any{ // strings alone
		"id": c.ID, "reference": c.Ref, "content": map[string]string{"body": c.Text, "from_number": m.Line},
	})
	return body
}

// Refuse answers with the error that Notify has for it.
func (Wire) Refuse(w http.ResponseWriter, why sink.Refusal) {
	switch why {
	case sink.Broken:
		refuse(w, http.StatusInternalServerError, "Exception", "Internal server error")
	case sink.Busy:
		refuse(w, http.StatusTooManyRequests, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds")
	case sink.WrongKey:
		refuse(w, http.StatusForbidden, "AuthError", "Invalid token: API key not found")
	case sink.Credit:
		refuse(w, http.StatusTooManyRequests, "TooManyRequestsError", "Exceeded send limits (250000) for today")
	default:
		refuse(w, http.StatusBadRequest, "InvalidPhoneError", "phone_number Not a UK mobile number")
	}
}

func refuse(w http.ResponseWriter, status int, name, words string) {
	sink.Answer(w, status, fmt.Appendf(nil, `{"status_code":%d,"errors":[{"error":%q,"message":%q}]}`, status, name, words))
}

func answer(w http.ResponseWriter, what any) {
	body, _ := json.Marshal(what) // of our own making
	sink.Answer(w, http.StatusOK, body)
}

// Report makes a delivery receipt. Notify tells nobody that a text is on its way,
// or that a person has stopped: both are told as it would tell them.
func (m Wire) Report(c *sink.Call, to string, what sink.Fate, now time.Time) *providers.Request {
	word := map[sink.Fate]string{
		sink.WasSent: "sent", sink.WasDelivered: "delivered", sink.HadStopped: "permanent-failure", sink.WasAway: "temporary-failure",
	}[what]
	return govuknotify.Simulator{ReceiptToken: m.ReceiptToken, BaseURL: c.ReportURL, Now: func() time.Time { return now }}.
		Status(govuknotify.Receipt{ID: c.ID, Ref: c.Ref, Recipient: to, Status: word})
}
