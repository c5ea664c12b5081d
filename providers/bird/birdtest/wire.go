// Package birdtest is Bird's side of the wire, for a sink that pretends to be it.
package birdtest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/bird"
	"github.com/connective-messaging/connective/providers/sink"
)

// Wire is Bird's platform API. It has one webhook, to HookURL.
type Wire struct {
	APIKey  string // must come with each call
	Secret  string // signs webhooks
	BaseURL string // where webhooks go to, before /inbound; empty reports nothing
	Lines   sink.Lines
	// Received are the texts that people sent, the newest first; nil is none.
	Received func() []Text
}

// Text is a received text as Bird lists it.
type Text struct {
	ID        string    `json:"id"`
	Direction string    `json:"direction"`
	Status    string    `json:"status"`
	From      string    `json:"from"`
	To        string    `json:"to"`
	Text      string    `json:"text"`
	CreatedAt time.Time `json:"created_at"`
}

var _ sink.Wire = Wire{}

const (
	messages = "/v1/sms/messages"
	pageSize = 2 // small, so that every list has pages
	hookID   = "whk_1"
	tryFor   = 10 * time.Second // how long Bird waits for our answer
)

// declared are the parameters of a query that Bird knows: all others it refuses.
var declared = map[string][]string{
	messages:       {"direction", "limit", "created_after", "created_before", "starting_after"},
	"/v1/webhooks": {"url", "limit", "starting_after"},
	"/v1/numbers":  {"number", "limit", "starting_after"},
}

// Read reads POST /v1/sms/messages, and answers for received texts, the webhook and the
// numbers.
func (m Wire) Read(w http.ResponseWriter, r *http.Request) (*sink.Call, bool) {
	switch at := r.Method + " " + r.URL.Path; {
	case r.Header.Get("Authorization") != "Bearer "+m.APIKey:
		m.Refuse(w, sink.WrongKey)
	case !knows(r.URL):
		refuse(w, http.StatusUnprocessableEntity, "validation_error", "E01029", "")
	case at == "GET "+messages:
		m.list(w, r.URL.Query())
	case at == "GET /v1/webhooks":
		answer(w, []map[string]any{{"id": hookID, "url": m.BaseURL + "/inbound", "status": "active", "events": bird.Events}}, "")
	case at == "POST /v1/webhooks/"+hookID+"/test":
		m.try(w, r)
	case at == "GET /v1/numbers":
		m.number(w, r.URL.Query().Get("number"))
	case at != "POST "+messages:
		refuse(w, http.StatusNotFound, "not_found_error", "", "")
	default:
		return m.read(w, r)
	}
	return nil, false
}

func knows(u *url.URL) bool {
	for name := range u.Query() {
		if !slices.Contains(declared[u.Path], name) {
			return false
		}
	}
	return true
}

func (m Wire) read(w http.ResponseWriter, r *http.Request) (*sink.Call, bool) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, sink.MaxRequest))
	if err != nil {
		return nil, false
	}
	var got struct {
		To, From, Text, Category string
		Metadata                 struct{ Ref string }
	}
	switch err := json.Unmarshal(raw, &got); {
	case err != nil || got.To == "" || got.Category == "":
		m.Refuse(w, sink.BadFields)
	case got.From == "":
		refuse(w, http.StatusUnprocessableEntity, "invalid_request_error", "E13006", "SMSNoEligibleSender")
	case got.Text == "" || providers.Segments(got.Text).Parts > 12:
		m.Refuse(w, sink.BadFields)
	default:
		return &sink.Call{
			Ref: got.Metadata.Ref, From: got.From, To: []string{got.To}, Text: got.Text, ReportURL: m.BaseURL,
			Key: r.Header.Get("Idempotency-Key"), Body: string(raw),
		}, true
	}
	return nil, false
}

// list answers a page of the received texts.
func (m Wire) list(w http.ResponseWriter, query url.Values) {
	var texts []Text
	if m.Received != nil {
		texts = m.Received()
	}
	since, err := time.Parse(time.RFC3339, query.Get("created_after"))
	if err == nil {
		texts = slices.DeleteFunc(slices.Clone(texts), func(t Text) bool { return t.CreatedAt.Before(since) })
	}
	begin := 1 + slices.IndexFunc(texts, func(t Text) bool { return t.ID == query.Get("starting_after") })
	texts, next := texts[begin:], ""
	if len(texts) > pageSize {
		texts, next = texts[:pageSize], texts[pageSize-1].ID
	}
	answer(w, texts, next)
}

// try calls our webhook with an event of the type that is asked for, which has nothing
// else in it, and says what was answered.
func (m Wire) try(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Type string `json:"event_type"`
	}
	if json.NewDecoder(io.LimitReader(r.Body, sink.MaxRequest)).Decode(&asked) != nil || !slices.Contains(bird.Events, asked.Type) {
		m.Refuse(w, sink.BadFields)
		return
	}
	body, _ := json.Marshal(map[string]string{"type": asked.Type})
	made := &providers.Request{Header: http.Header{}, Body: body, At: time.Now()}
	bird.Simulator{Secret: m.Secret}.Sign(made)
	ctx, cancel := context.WithTimeout(r.Context(), tryFor)
	defer cancel()
	told := map[string]any{"status": "failed", "response_status_code": nil, "error": "it could not be reached"}
	call, err := http.NewRequestWithContext(ctx, http.MethodPost, m.BaseURL+"/inbound", bytes.NewReader(body))
	if err == nil {
		call.Header, call.Close = made.Header, true
		if a, err := http.DefaultClient.Do(call); err == nil {
			_ = a.Body.Close() // what it says is no matter
			told = map[string]any{"status": "failed", "response_status_code": a.StatusCode}
			if a.StatusCode/100 == 2 {
				told["status"] = "delivered"
			}
		}
	}
	answered, _ := json.Marshal(told) // of our own making
	sink.Answer(w, http.StatusOK, answered)
}

// number answers for one of the workspace's.
func (m Wire) number(w http.ResponseWriter, number string) {
	found := []map[string]any{}
	if line, ok := m.Lines.Of(number, ""); ok {
		can := []string{"sms", "voice"}
		if line.Mute {
			can = can[1:]
		}
		found = append(found, map[string]any{
			"id": "nda_1", "kind": "dedicated", "number": number, "country_code": "GB", "number_type": "mobile", "capabilities": can,
			"status": cmp.Or(line.State, "active"), "releases_at": nil, "ownership": nil,
		})
	}
	answer(w, found, "")
}

func answer[T any](w http.ResponseWriter, data []T, next string) {
	page := map[string]any{"data": append([]T{}, data...), "next_cursor": nil}
	if next != "" {
		page["next_cursor"] = next
	}
	body, _ := json.Marshal(page) // strings and dates alone
	sink.Answer(w, http.StatusOK, body)
}

// Good is the body that Bird gives.
func (Wire) Good(c *sink.Call) []byte {
	return fmt.Appendf(nil, `{"id":%q,"direction":"outbound","status":"accepted","to":%q,"segments":{"count":%d},"last_error":null}`,
		idOf(c), c.To[0], providers.Segments(c.Text).Parts)
}

// idOf is what Bird calls a text.
func idOf(c *sink.Call) string { return "sms_" + c.ID }

// Refuse answers with the error that Bird has for it. Its types are a closed list that
// Bird publishes; of its codes only those are here that Bird's documentation or its
// samples name, and an error may have none.
func (Wire) Refuse(w http.ResponseWriter, why sink.Refusal) {
	switch why {
	case sink.Broken:
		refuse(w, http.StatusInternalServerError, "internal_error", "", "")
	case sink.Busy:
		refuse(w, http.StatusTooManyRequests, "rate_limit_error", "", "")
	case sink.WrongKey:
		refuse(w, http.StatusUnauthorized, "auth_error", "", "")
	case sink.Credit:
		refuse(w, http.StatusPaymentRequired, "billing_error", "", "")
	case sink.Running:
		refuse(w, http.StatusConflict, "conflict_error", "E01004", "")
	case sink.Reused:
		refuse(w, http.StatusConflict, "conflict_error", "E01005", "IdempotencyKeyReused")
	default:
		refuse(w, http.StatusUnprocessableEntity, "validation_error", "E01001", "ValidationError")
	}
}

func refuse(w http.ResponseWriter, status int, kind, code, name string) {
	fault := map[string]any{"type": kind, "message": "no", "request_id": "req_1"}
	if code != "" {
		fault["code"], fault["doc_url"] = code, "https://docs.bird.com/errors/"+code
	}
	if name != "" {
		fault["name"] = name
	}
	if status == http.StatusUnprocessableEntity {
		fault["param"], fault["details"] = "to", []any{}
	}
	body, _ := json.Marshal(map[string]any{"error": fault}) // strings alone
	sink.Answer(w, status, body)
}

// Report makes a status report.
func (m Wire) Report(c *sink.Call, to string, what sink.Fate, now time.Time) *providers.Request {
	r := bird.Report{ID: idOf(c), Ref: c.Ref, From: c.From, Recipient: to, Status: "rejected"}
	switch what {
	case sink.WasSent, sink.WasDelivered:
		r.Status = string(what)
	case sink.HadStopped:
		r.Reason = "recipient_opted_out"
	case sink.WasAway:
		r.Status, r.Reason = "undelivered", "unreachable"
	}
	return bird.Simulator{Secret: m.Secret, BaseURL: m.BaseURL, Now: func() time.Time { return now }}.Status(r)
}
