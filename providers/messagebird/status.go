package messagebird

import (
	"strings"

	"github.com/connective-messaging/connective/providers"
)

// ParseStatus reads a status report. A report that came for a call with several
// recipients has no reference of ours; it goes by the provider's id and the
// recipient.
func (p *Provider) ParseStatus(r *providers.Request) ([]providers.Status, error) {
	f, err := readFields(r)
	if err != nil {
		return nil, err
	}
	if !f.isReport() {
		return nil, nil
	}
	code := cleanCode(strings.TrimSpace(f.values[statusCode]))
	s := providers.Status{
		Provider:   Name,
		ProviderID: f.first(id, messageID),
		Ref:        f.values[reference],
		Recipient:  providers.ParseAddress(f.values[recipient], region),
		Code:       code,
		At:         r.At,
	}
	s.State, s.Class = stateOf(strings.ToLower(strings.TrimSpace(f.values[status])), code)
	if strings.HasPrefix(s.Ref, groupMark) {
		s.Ref = ""
	}
	if at, ok := parseDate(f.values[statusDate]); ok {
		s.At = at
	}
	return []providers.Status{s}, nil
}

// isReport reports whether the webhook tells of a text of ours.
func (f *fields) isReport() bool {
	return f.values[status] != "" && !f.isInbound() && f.first(id, messageID, reference) != ""
}
