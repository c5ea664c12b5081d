package twilio

import (
	"net/url"
	"time"

	"github.com/connective-messaging/connective/providers"
)

var _ providers.Prober = (*Provider)(nil)

// Probes are a webhook without a text, and one without a state, to both addresses. The
// one for reports has a query, as the signature covers it.
func (p *Provider) Probes(base string, now time.Time) []providers.Probe {
	both := func(address string) providers.Probe {
		made := func(token string) *providers.Request {
			return Simulator{Token: token, Now: func() time.Time { return now }}.post(address, url.Values{"ApiVersion": {"2010-04-01"}})
		}
		return providers.Probe{Good: made(p.config.AuthTokens[0]), Forged: made("forged"), Key: "auth token"}
	}
	return []providers.Probe{both(base + "/inbound"), both(base + "/status?" + refKey + "=a%20b")}
}
