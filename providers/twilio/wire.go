package twilio

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

const (
	formType      = "application/x-www-form-urlencoded"
	refKey        = "ref" // in the query of the address for status reports
	shortestValid = time.Second
	longestValid  = 36000 * time.Second
)

// encode is the body of POST Messages.json. Letters go as they are: Twilio's
// own look-alikes would make other words, and another number of parts, than
// those that people were shown. With a Messaging Service the number is given
// too, since the service would choose any of its senders.
func (p *Provider) encode(m providers.Message) []byte {
	form := url.Values{"To": {m.To.Value}, "From": {m.From}, "Body": {m.Text}, "SmartEncoded": {"false"}}
	if p.config.MessagingServiceSID != "" {
		form.Set("MessagingServiceSid", p.config.MessagingServiceSID)
	}
	if p.config.ReportURL != "" {
		form.Set("StatusCallback", withRef(p.config.ReportURL, m.Ref))
	}
	if m.ValidFor > 0 {
		form.Set("ValidityPeriod", seconds(m.ValidFor))
	}
	return []byte(form.Encode())
}

// withRef puts our reference into the address for reports, which is the only
// place that Twilio has for one.
func withRef(address, ref string) string {
	if ref == "" {
		return address
	}
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	return address + separator + url.Values{refKey: {ref}}.Encode()
}

// seconds is a validity as Twilio takes it: 1 to 36000, rounded up.
func seconds(valid time.Duration) string {
	valid = min(max(valid, shortestValid), longestValid)
	return strconv.FormatInt(int64((valid+time.Second-1)/time.Second), 10)
}

// response is an answer of POST Messages.json, as far as we need it.
type response struct {
	SID       wire.Loose `json:"sid"`
	Status    wire.Loose `json:"status"`
	ErrorCode wire.Loose `json:"error_code"`
	Parts     wire.Loose `json:"num_segments"`
}

// refusal is the answer to a call that went wrong.
type refusal struct {
	Code wire.Loose `json:"code"`
}
