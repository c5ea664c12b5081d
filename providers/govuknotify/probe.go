package govuknotify

import (
	"time"

	"github.com/connective-messaging/connective/providers"
)

var _ providers.Prober = (*Provider)(nil)

// Probes are a callback with nothing in it to both addresses, each with its own token.
func (p *Provider) Probes(base string, now time.Time) []providers.Probe {
	s := Simulator{BaseURL: base, Now: func() time.Time { return now }}
	empty := map[string]any{}
	return []providers.Probe{
		{Good: s.post("/inbound", p.config.TextTokens[0], empty), Forged: s.post("/inbound", "forged-token", empty), Key: "token for received texts"},
		{Good: s.post(reportPath, p.config.ReceiptTokens[0], empty), Forged: s.post(reportPath, "forged-token", empty), Key: "token for delivery receipts"},
	}
}
