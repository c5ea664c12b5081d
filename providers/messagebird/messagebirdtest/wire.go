// Package messagebirdtest is MessageBird's side of the wire, for a sink that
// pretends to be it.
package messagebirdtest

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/messagebird"
	"github.com/connective-messaging/connective/providers/sink"
)

const (
	maxRecipients = 50
	numbers       = "/v1/phone-numbers/"
)

// Wire is MessageBird's classic API.
type Wire struct {
	AccessKey  string // must come with each call; empty takes any
	SigningKey string // signs status reports
	Lines      sink.Lines
}

var _ sink.Wire = Wire{}

// request is the body of POST /messages.
type request struct {
	Originator string   `json:"originator"`
	Recipients []string `json:"recipients"`
	Body       string   `json:"body"`
	Reference  string   `json:"reference"`
	ReportURL  string   `json:"reportUrl"`
}

// Read reads POST /messages, and answers for the balance and the numbers.
func (m Wire) Read(w http.ResponseWriter, r *http.Request) (*sink.Call, bool) {
	switch {
	case m.AccessKey != "" && r.Header.Get("Authorization") != "AccessKey "+m.AccessKey:
		m.Refuse(w, sink.WrongKey)
		return nil, false
	case r.Method == http.MethodGet && r.URL.Path == "/balance":
		sink.Answer(w, http.StatusOK, []byte(`{"payment":"prepaid","type":"credits","amount":9.2}`))
		return nil, false
	case r.Method == http.MethodGet && strings.HasPrefix(r.URL.Path, numbers):
		m.number(w, strings.TrimPrefix(r.URL.Path, numbers))
		return nil, false
	case r.Method != http.MethodPost || r.URL.Path != "/messages":
		refuse(w, http.StatusNotFound, "98")
		return nil, false
	}
	var q request
	raw, err := io.ReadAll(io.LimitReader(r.Body, sink.MaxRequest))
	if err != nil {
		return nil, false
	}
	switch err := json.Unmarshal(raw, &q); {
	case err != nil:
		refuse(w, http.StatusBadRequest, "21")
	case len(q.Recipients) == 0 || len(q.Recipients) > maxRecipients || q.Originator == "":
		m.Refuse(w, sink.BadFields)
	case q.Body == "":
		refuse(w, http.StatusUnprocessableEntity, "10")
	default:
		return q.call(), true
	}
	return nil, false
}

// number answers for one of the account's.
func (m Wire) number(w http.ResponseWriter, digits string) {
	line, ok := m.Lines.Of("+"+digits, "")
	if !ok {
		refuse(w, http.StatusNotFound, "20")
		return
	}
	features := []string{"sms", "voice"}
	if line.Mute {
		features = features[1:]
	}
	body, _ := json.Marshal(map[string]any{ // strings alone
		"number": digits, "country": "GB", "features": features, "tags": []string{}, "type": "mobile", "status": cmp.Or(line.State, "active"),
	})
	sink.Answer(w, http.StatusOK, body)
}

func (q *request) call() *sink.Call {
	c := &sink.Call{Ref: q.Reference, From: plus(q.Originator), Text: q.Body, ReportURL: q.ReportURL}
	for _, to := range q.Recipients {
		c.To = append(c.To, plus(to))
	}
	return c
}

// plus returns a number as the house writes it.
func plus(wire string) string {
	if wire != "" && wire[0] >= '0' && wire[0] <= '9' {
		return "+" + wire
	}
	return wire
}

// Good is the body that MessageBird gives; recipients are numbers there.
func (Wire) Good(c *sink.Call) []byte {
	total := strconv.Itoa(len(c.To))
	b := make([]byte, 0, 128+128*len(c.To))
	b = append(b, `{"id":"`+c.ID+`","direction":"mt","type":"sms","recipients":{"totalCount":`+total+`,"totalSentCount":`+total+`,"items":[`...)
	for i, to := range c.To {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"recipient":`...)
		b = appendNumber(b, strings.TrimPrefix(to, "+"))
		b = append(b, `,"status":"sent","statusErrorCode":null,"messagePartCount":1}`...)
	}
	return append(b, `]}}`...)
}

// appendNumber writes a number of JSON, or a string if it is none.
func appendNumber(b []byte, to string) []byte {
	if n, err := strconv.ParseUint(to, 10, 64); err == nil {
		return strconv.AppendUint(b, n, 10)
	}
	return strconv.AppendQuote(b, to)
}

// Refuse answers with the error that MessageBird has for it.
func (Wire) Refuse(w http.ResponseWriter, why sink.Refusal) {
	switch why {
	case sink.Broken:
		refuse(w, http.StatusInternalServerError, "99")
	case sink.Busy:
		refuse(w, http.StatusTooManyRequests, "0")
	case sink.WrongKey:
		refuse(w, http.StatusUnauthorized, "2")
	case sink.Credit:
		refuse(w, http.StatusPaymentRequired, "25")
	default:
		refuse(w, http.StatusUnprocessableEntity, "9")
	}
}

func refuse(w http.ResponseWriter, status int, code string) {
	sink.Answer(w, status, []byte(`{"errors":[{"code":`+code+`,"description":"no","parameter":null}]}`))
}

// Report makes a status report.
func (m Wire) Report(c *sink.Call, to string, what sink.Fate, now time.Time) *providers.Request {
	r := messagebird.StatusReport{ID: c.ID, Reference: c.Ref, Recipient: to, Status: "delivery_failed", At: now}
	switch what {
	case sink.WasSent, sink.WasDelivered:
		r.Status = string(what)
	case sink.HadStopped:
		r.Code = "103"
	case sink.WasAway:
		r.Code = "27"
	}
	return messagebird.Simulator{Key: m.SigningKey, Now: func() time.Time { return now }}.StatusTo(c.ReportURL, r)
}
