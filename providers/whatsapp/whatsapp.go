// Package whatsapp speaks Meta's WhatsApp Cloud API: it sends texts, with buttons
// and lists for what can be chosen, and templates to who has not written for a day;
// it proves and reads the webhooks that bring texts, taps and status reports. Its
// pictures, calls, groups and catalogues are not spoken here.
//
// It knows nothing of people, consent or the outbox, keeps no state, tries
// nothing twice, and logs nothing.
package whatsapp

import (
	"fmt"
	"net/http"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Name is what the provider is called in settings and addresses, and the app that
// addresses of its people begin with.
const Name = "whatsapp"

// The longest text, in letters, and the largest webhook that Meta sends, in bytes.
// One call carries one text.
const (
	maxUnits = 4096
	maxBatch = 1
	maxBody  = 3 << 20
)

// Provider is the WhatsApp Cloud API. Its methods may be called from anywhere.
type Provider struct {
	config   Config
	api      wire.Caller
	verifier verifier
}

var (
	_ providers.Provider      = (*Provider)(nil)
	_ providers.Checker       = (*Provider)(nil)
	_ providers.SenderChecker = (*Provider)(nil)
	_ providers.Challenger    = (*Provider)(nil)
)

// New returns a provider, or every fault of the configuration at once.
func New(c Config) (*Provider, error) {
	c = c.withDefaults()
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("configure whatsapp: %w", err)
	}
	return &Provider{
		config: c,
		api: wire.Caller{
			Company: Name, Client: wire.NewClient(c.Client), Timeout: c.Timeout,
			URL: c.URL + "/" + c.Version,
			Header: http.Header{
				"Authorization": {"Bearer " + c.Token},
				"Accept":        {"application/json"},
				"Content-Type":  {"application/json"},
				"User-Agent":    {"connective"},
			},
		},
		verifier: newVerifier(c.AppSecrets),
	}, nil
}

// Name returns "whatsapp".
func (p *Provider) Name() string { return Name }

// Caps returns what the Cloud API can do. It has no key for repeats, and a text
// cannot be asked for by our reference, so that a send whose answer is lost stays
// unknown until a status report brings the reference back.
func (p *Provider) Caps() providers.Caps {
	return providers.Caps{MaxBatch: maxBatch, MaxUnitsGSM: maxUnits, MaxUnitsUCS2: maxUnits, MaxBody: maxBody, App: Name}
}
