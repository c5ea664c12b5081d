// Package twiliotest is Twilio's side of the wire, for a sink that pretends to be
// it.
package twiliotest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/twilio"
)

// Wire is Twilio's Messages API.
type Wire struct {
	AccountSID string // whose texts are taken
	Token      string // must come with each call, and signs status reports
	// Lines are the numbers of the account, and BaseURL is what our addresses begin
	// with: texts to a line of nil go there.
	Lines   sink.Lines
	BaseURL string
	// Service is the Messaging Service of the account, if it has one; all Lines are in it.
	Service string
}

var _ sink.Wire = Wire{}

// Read reads POST Messages.json, and answers for the account, its balance, its numbers
// and its Messaging Service.
func (m Wire) Read(w http.ResponseWriter, r *http.Request) (*sink.Call, bool) {
	account := "/2010-04-01/Accounts/" + m.AccountSID
	user, token, _ := r.BasicAuth()
	switch at := r.Method + " " + r.URL.Path; {
	case user != m.AccountSID || token != m.Token:
		m.Refuse(w, sink.WrongKey)
	case at == "GET "+account+".json":
		sink.Answer(w, http.StatusOK, []byte(`{"status":"active","type":"Full"}`))
	case at == "GET "+account+"/Balance.json":
		sink.Answer(w, http.StatusOK, []byte(`{"balance":"9.20","currency":"GBP"}`))
	case at == "GET "+account+"/IncomingPhoneNumbers.json":
		m.numbers(w, r.URL.Query().Get("PhoneNumber"))
	case m.Service != "" && strings.HasPrefix(at, "GET /v1/Services/"+m.Service):
		m.service(w, strings.TrimPrefix(r.URL.Path, "/v1/Services/"+m.Service))
	case at != "POST "+account+"/Messages.json":
		refuse(w, http.StatusNotFound, 20404)
	default:
		return m.read(w, r)
	}
	return nil, false
}

// number is one as Twilio lists it.
func (m Wire) number(number string) (map[string]any, bool) {
	line, ok := m.Lines.Of(number, new(twilio.Provider).Hooks(m.BaseURL)[0].Address)
	return map[string]any{
		"sid": "PN00000000000000000000000000000001", "phone_number": number, "capabilities": map[string]bool{"voice": true, "sms": !line.Mute, "mms": false},
		"sms_url": line.Hook, "sms_method": "POST", "sms_fallback_url": line.Hook, "sms_application_sid": "",
	}, ok
}

// numbers answers for a number. Twilio's filter finds parts of numbers too.
func (m Wire) numbers(w http.ResponseWriter, asked string) {
	found := []any{}
	if its, ok := m.number(asked + "0"); ok && m.Lines != nil {
		found = append(found, its)
	}
	if its, ok := m.number(asked); ok {
		found = append(found, its)
	}
	answer(w, map[string]any{"incoming_phone_numbers": found, "page": 0, "page_size": 50})
}

// service answers for the Messaging Service, and for the numbers in it.
func (m Wire) service(w http.ResponseWriter, below string) {
	switch below {
	case "":
		hook := new(twilio.Provider).Hooks(m.BaseURL)[0].Address
		answer(w, map[string]any{"sid": m.Service, "inbound_request_url": hook, "fallback_url": hook, "use_inbound_webhook_on_number": false})
	case "/PhoneNumbers":
		pool := []any{}
		for number := range m.Lines {
			pool = append(pool, map[string]any{"phone_number": number, "capabilities": []string{"SMS"}})
		}
		answer(w, map[string]any{"phone_numbers": pool})
	default:
		refuse(w, http.StatusNotFound, 20404)
	}
}

func answer(w http.ResponseWriter, what any) {
	body, _ := json.Marshal(what) // of our own making
	sink.Answer(w, http.StatusOK, body)
}

func (m Wire) read(w http.ResponseWriter, r *http.Request) (*sink.Call, bool) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, sink.MaxRequest))
	if err != nil {
		return nil, false
	}
	form, err := url.ParseQuery(string(raw))
	callback, wrong := url.Parse(form.Get("StatusCallback"))
	switch {
	case err != nil || wrong != nil || len(form["To"]) != 1 || form.Get("From") == "":
		m.Refuse(w, sink.BadFields)
	case form.Get("Body") == "":
		refuse(w, http.StatusBadRequest, 21602)
	default:
		return &sink.Call{
			Ref: callback.Query().Get("ref"), From: form.Get("From"), To: form["To"], Text: form.Get("Body"), ReportURL: callback.String(),
		}, true
	}
	return nil, false
}

// Good is the body that Twilio gives; the number of parts is a string there.
func (Wire) Good(c *sink.Call) []byte {
	return fmt.Appendf(nil, `{"sid":%q,"status":"queued","error_code":null,"num_segments":"1","to":%q}`, sidOf(c), c.To[0])
}

// sidOf is what Twilio calls a text.
func sidOf(c *sink.Call) string { return "SM" + c.ID }

// Refuse answers with the error that Twilio has for it.
func (Wire) Refuse(w http.ResponseWriter, why sink.Refusal) {
	switch why {
	case sink.Broken:
		refuse(w, http.StatusInternalServerError, 20500)
	case sink.Busy:
		refuse(w, http.StatusTooManyRequests, 20429)
	case sink.WrongKey:
		refuse(w, http.StatusUnauthorized, 20003)
	case sink.Credit:
		refuse(w, http.StatusForbidden, 20005)
	default:
		refuse(w, http.StatusBadRequest, 21211)
	}
}

func refuse(w http.ResponseWriter, status, code int) {
	sink.Answer(w, status, fmt.Appendf(nil, `{"code":%d,"message":"no","status":%d}`, code, status))
}

// Report makes a status report.
func (m Wire) Report(c *sink.Call, to string, what sink.Fate, now time.Time) *providers.Request {
	r := twilio.StatusReport{ID: sidOf(c), Recipient: to, Status: "failed"}
	switch what {
	case sink.WasSent, sink.WasDelivered:
		r.Status = string(what)
	case sink.HadStopped:
		r.Code = "21610"
	case sink.WasAway:
		r.Status, r.Code = "undelivered", "30003"
	}
	return twilio.Simulator{Token: m.Token, Now: func() time.Time { return now }}.StatusTo(c.ReportURL, r)
}
