package twilio

import (
	"net/http"
	"net/url"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// Simulator makes the webhooks that Twilio would make, signed as it signs them,
// for tests and trials. A simulator is a value and can be used by many at once.
type Simulator struct {
	Token   string           // the auth token
	BaseURL string           // what comes before /inbound and /status, as the public sees it
	Now     func() time.Time // when requests arrive
}

// InboundText is a text from a person. An empty ID leaves the id out.
type InboundText struct {
	ID, From, To, Text string
	OptOutType         string // what Advanced Opt-Out says, left out if empty
}

// StatusReport tells how far a text has come.
type StatusReport struct {
	ID, Recipient string
	Status        string // "sent", "delivered", "undelivered" …
	Code          string // left out if empty
}

// Inbound returns the webhook of a text.
func (s Simulator) Inbound(t InboundText) *providers.Request {
	return s.post(s.BaseURL+"/inbound", inboundForm(t))
}

// InboundGet returns the webhook of a text for a number whose webhook is set to
// GET.
func (s Simulator) InboundGet(t InboundText) *providers.Request {
	return s.request(http.MethodGet, s.BaseURL+"/inbound?"+inboundForm(t).Encode(), "")
}

func inboundForm(t InboundText) url.Values {
	form := url.Values{
		"From": {t.From}, "To": {t.To}, "Body": {t.Text}, "NumMedia": {"0"}, "NumSegments": {"1"}, "SmsStatus": {"received"},
		"FromCountry": {"GB"}, "ToCountry": {"GB"}, "ApiVersion": {"2010-04-01"},
	}
	if t.ID != "" {
		form["MessageSid"], form["SmsSid"], form["SmsMessageSid"] = []string{t.ID}, []string{t.ID}, []string{t.ID}
	}
	if t.OptOutType != "" {
		form.Set("OptOutType", t.OptOutType)
	}
	return form
}

// StatusTo returns a status report for the StatusCallback that a text was sent
// with.
func (s Simulator) StatusTo(statusCallback string, r StatusReport) *providers.Request {
	form := url.Values{
		"MessageSid": {r.ID}, "SmsSid": {r.ID}, "To": {r.Recipient}, "MessageStatus": {r.Status}, "SmsStatus": {r.Status}, "ApiVersion": {"2010-04-01"},
	}
	if r.Code != "" {
		form.Set("ErrorCode", r.Code)
	}
	return s.post(statusCallback, form)
}

func (s Simulator) post(address string, form url.Values) *providers.Request {
	return s.request(http.MethodPost, address, form.Encode())
}

func (s Simulator) request(method, address, form string) *providers.Request {
	r := &providers.Request{Method: method, URL: address, Header: http.Header{}, At: s.Now()}
	if form != "" {
		r.Header.Set("Content-Type", formType)
		r.Body = []byte(form)
	}
	s.Sign(r)
	return r
}

// Sign signs a request as it is, in place of any signature that it has. A body
// that is no form, and whose address has no hash of it, gets none.
func (s Simulator) Sign(r *providers.Request) {
	r.Header.Del(signatureHeader)
	if fields, err := signedFields(r); err == nil {
		r.Header.Set(signatureHeader, sign(s.Token, r.URL, fields))
	}
}
