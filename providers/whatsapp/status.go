package whatsapp

import (
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// report is one status report. What it tells of prices is left alone.
type report struct {
	ID        wire.Loose `json:"id"`
	Status    wire.Loose `json:"status"`
	Recipient wire.Loose `json:"recipient_id"`
	UserID    wire.Loose `json:"recipient_user_id"`
	Ref       wire.Loose `json:"biz_opaque_callback_data"`
	Errors    raws       `json:"errors"`
}

// ParseStatus reads the status reports of a webhook, in their order.
func (p *Provider) ParseStatus(r *providers.Request) ([]providers.Status, error) {
	all, err := values(r)
	if err != nil {
		return nil, err
	}
	var reports []providers.Status
	for v := range all {
		for _, raw := range v.Statuses {
			got, ok := read[report](raw)
			if !ok || got.ID == "" {
				continue
			}
			s := providers.Status{
				Provider: Name, ProviderID: strings.ToValidUTF8(string(got.ID), "\ufffd"), Ref: strings.ToValidUTF8(string(got.Ref), "\ufffd"),
				Recipient: personOf(string(got.Recipient), first(got.UserID, got.Recipient)), Code: got.code(), At: r.At,
			}
			s.State, s.Class = stateOf(string(got.Status), s.Code)
			reports = append(reports, s)
		}
	}
	return reports, nil
}

// code is that of the first error.
func (r report) code() string {
	for _, raw := range r.Errors {
		if e, ok := read[struct {
			Code wire.Loose `json:"code"`
		}](raw); ok {
			return cleanCode(string(e.Code))
		}
	}
	return ""
}
