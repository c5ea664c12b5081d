package bird

import (
	"encoding/base64"
	"time"

	"github.com/connective-messaging/connective/providers"
)

var _ providers.Prober = (*Provider)(nil)

// Probes are an event of a kind that brings neither a text nor a report.
func (p *Provider) Probes(base string, now time.Time) []providers.Probe {
	made := func(secret string) *providers.Request {
		return Simulator{Secret: secret, BaseURL: base, Now: func() time.Time { return now }}.event("webhook.test", now, map[string]any{})
	}
	forged := secretPrefix + base64.StdEncoding.EncodeToString([]byte("not the webhook's secret"))
	return []providers.Probe{{Good: made(p.config.WebhookSecrets[0]), Forged: made(forged), Key: "webhook secret"}}
}
