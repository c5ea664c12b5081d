package twilio

import (
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// ParseStatus reads a status report. Our reference stands in the address that
// the text was sent with, and the signature covers it.
func (p *Provider) ParseStatus(r *providers.Request) ([]providers.Status, error) {
	f, err := readFields(r)
	if err != nil {
		return nil, err
	}
	if !f.isReport() {
		return nil, nil
	}
	s := providers.Status{
		Provider:   Name,
		ProviderID: f.sid(),
		Ref:        refOf(r.URL),
		Recipient:  addressOf(f[to]),
		Code:       cleanCode(strings.TrimSpace(f[errorCodeKey])),
		At:         r.At,
	}
	s.State, s.Class = stateOf(f.status(), s.Code)
	return []providers.Status{s}, nil
}

// isReport reports whether the webhook tells of a text of ours.
func (f fields) isReport() bool { return f.status() != "" && !f.isInbound() && f.sid() != "" }

func refOf(address string) string {
	for name, value := range wire.Pairs(wire.Query(address)) {
		if name == refKey {
			return strings.ToValidUTF8(value, "\ufffd")
		}
	}
	return ""
}
