package messagebird

import (
	"net/http"
	"time"

	"github.com/connective-messaging/connective/providers"
)

var _ providers.Prober = (*Provider)(nil)

// Probes are a flow's form without a text, and a report without a state: that one is a
// GET as reports are, with a price in its query, which proxies are apt to write anew.
func (p *Provider) Probes(base string, now time.Time) []providers.Probe {
	made := func(key string) (text, report *providers.Request) {
		s := Simulator{Key: key, BaseURL: base, Now: func() time.Time { return now }}
		return s.post("/inbound", "application/x-www-form-urlencoded", []byte("reference=")), s.request(http.MethodGet, base+"/status?price%5Bamount%5D=0.0%20", nil)
	}
	text, report := made(p.config.SigningKeys[0])
	forgedText, forgedReport := made("forged")
	const what = "signing key"
	return []providers.Probe{{Good: text, Forged: forgedText, Key: what}, {Good: report, Forged: forgedReport, Key: what}}
}
