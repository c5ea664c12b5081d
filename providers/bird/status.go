package bird

import (
	"strings"

	"github.com/connective-messaging/connective/providers"
)

// ParseStatus reads a status report. A kind that we do not know brings no news.
func (p *Provider) ParseStatus(r *providers.Request) ([]providers.Status, error) {
	e, err := readEvent(r)
	if err != nil {
		return nil, err
	}
	word, ok := strings.CutPrefix(string(e.Type), reports)
	if !ok || e.Type == received || e.Data.SMSID == "" {
		return nil, nil
	}
	s := providers.Status{
		Provider: Name, ProviderID: clean(string(e.Data.SMSID)), Ref: e.Data.ref(), Recipient: addressOf(e.Data.To), At: dateOf(e.Timestamp),
	}
	if s.At.IsZero() {
		s.At = r.At
	}
	if e.Data.Error != nil {
		s.Code = cleanReason(string(e.Data.Error.Code))
	}
	s.State, s.Class = stateOf(word, s.Code)
	return []providers.Status{s}, nil
}
