package whatsapp

import (
	"net/http"
	"time"

	"github.com/connective-messaging/connective/providers"
)

var _ providers.Prober = (*Provider)(nil)

// Probes are a webhook without events, and the question that Meta asks when the
// address is set up: with the verify token, and with another.
func (p *Provider) Probes(base string, now time.Time) []providers.Probe {
	const challenge = "1158201444"
	made := func(secret string) Simulator {
		return Simulator{Secret: secret, BaseURL: base, Now: func() time.Time { return now }}
	}
	nothing := []byte(`{"object":"whatsapp_business_account","entry":[]}`)
	good, forged := made(p.config.AppSecrets[0]), made("forged")
	return []providers.Probe{
		{Good: good.Signed(http.MethodPost, base+"/inbound", nothing), Forged: forged.Signed(http.MethodPost, base+"/inbound", nothing), Key: "app secret"},
		{Good: good.Challenge(p.config.VerifyToken, challenge), Forged: good.Challenge("forged", challenge), Key: "verify token", Says: challenge},
	}
}
