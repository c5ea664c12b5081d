// Package twiliotest is Twilio's side of the wire, for a sink that pretends to be
// it.
package twiliotest

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/twilio"
)

// Wire is Twilio's Messages API.
type Wire struct {
	AccountSID string // whose texts are taken
	Token      string // must come with each call, and signs status reports
}

var _ sink.Wire = Wire{}

// Read reads POST Messages.json, and answers for the account and its balance.
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
	case at != "POST "+account+"/Messages.json":
		refuse(w, http.StatusNotFound, 20404)
	default:
		return m.read(w, r)
	}
	return nil, false
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
