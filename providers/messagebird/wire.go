package messagebird

import (
	"bytes"
	"encoding/json"
	"time"
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
		Originator: wire(g.first.From),
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
	ID         loose `json:"id"`
	Recipients struct {
		TotalSent int    `json:"totalSentCount"`
		Items     []item `json:"items"`
	} `json:"recipients"`
}

type item struct {
	Recipient loose `json:"recipient"`
	Status    loose `json:"status"`
	ErrorCode loose `json:"statusErrorCode"`
	Parts     int   `json:"messagePartCount"`
}

// refusal is the answer to a call that went wrong.
type refusal struct {
	Errors []struct {
		Code loose `json:"code"`
	} `json:"errors"`
}

// loose is a value that comes as a number or as a string. Everything else, null
// too, is empty.
type loose string

// UnmarshalJSON keeps a number's digits as they are, since one of fifteen
// digits would not survive as a float.
func (l *loose) UnmarshalJSON(raw []byte) error {
	*l = ""
	switch c := raw[0]; {
	case c == '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return err
		}
		*l = loose(s)
	case c == '-' || c >= '0' && c <= '9':
		*l = loose(raw)
	}
	return nil
}
