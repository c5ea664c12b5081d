package messagebird

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/connective-messaging/connective/providers/wire"
)

// request is the body of POST /messages. Its alphabet is always chosen by the
// text: the provider's own choice would replace letters such as ŵ.
type request struct {
	Originator string   `json:"originator"`
	Recipients []string `json:"recipients"`
	Body       string   `json:"body"`
	Type       string   `json:"type"`
	Datacoding string   `json:"datacoding"`
	Reference  string   `json:"reference"`
	ReportURL  string   `json:"reportUrl,omitempty"`
	Validity   int64    `json:"validity,omitempty"` // seconds
}

func (p *Provider) encode(g *group) []byte {
	var body bytes.Buffer
	to := json.NewEncoder(&body)
	to.SetEscapeHTML(false)
	// Strings and a number always encode.
	_ = to.Encode(request{
		Originator: bare(g.first.From),
		Recipients: g.to,
		Body:       g.first.Text,
		Type:       "sms",
		Datacoding: "auto",
		Reference:  g.reference(),
		ReportURL:  p.config.ReportURL,
		Validity:   int64((g.first.ValidFor + time.Second - 1) / time.Second),
	})
	return body.Bytes()
}

// response is an answer of POST /messages, as far as we need it.
type response struct {
	ID         wire.Loose `json:"id"`
	Recipients struct {
		TotalSent int    `json:"totalSentCount"`
		Items     []item `json:"items"`
	} `json:"recipients"`
}

type item struct {
	Recipient wire.Loose `json:"recipient"`
	Status    wire.Loose `json:"status"`
	ErrorCode wire.Loose `json:"statusErrorCode"`
	Parts     int        `json:"messagePartCount"`
}

// refusal is the answer to a call that went wrong.
type refusal struct {
	Errors []struct {
		Code wire.Loose `json:"code"`
	} `json:"errors"`
}
