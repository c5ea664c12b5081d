// Package messagebird speaks the classic API of MessageBird, which Bird now
// calls its Connectivity Platform: it sends texts, and proves and reads the
// webhooks that bring texts and status reports. The newer platform of the same
// company has another host, other keys and other signatures, and is not spoken
// here.
//
// It knows nothing of people, consent or the outbox, keeps no state, tries
// nothing twice, and logs nothing.
package messagebird

import (
	"fmt"
	"net/http"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Name is what the provider is called in settings and addresses.
const Name = "messagebird"

// The longest text: nine parts of either alphabet. What one call can carry.
const (
	maxUnitsGSM  = 1377
	maxUnitsUCS2 = 603
	maxBatch     = 50
)

// Provider is MessageBird's classic API. Its methods may be called from
// anywhere.
type Provider struct {
	config   Config
	api      wire.Caller
	verifier verifier
}

var (
	_ providers.Provider      = (*Provider)(nil)
	_ providers.Checker       = (*Provider)(nil)
	_ providers.SenderChecker = (*Provider)(nil)
)

// New returns a provider, or every fault of the configuration at once.
func New(c Config) (*Provider, error) {
	c = c.withDefaults()
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("configure messagebird: %w", err)
	}
	return &Provider{
		config: c,
		api: wire.Caller{
			Company: Name, Client: wire.NewClient(c.Client), URL: c.URL, Timeout: c.Timeout,
			Header: http.Header{
				"Authorization": {"AccessKey " + c.AccessKey},
				"Accept":        {"application/json"},
				"Content-Type":  {"application/json"},
				"User-Agent":    {"connective"},
			},
		},
		verifier: newVerifier(c.SigningKeys, c.Skew),
	}, nil
}

// Name returns "messagebird".
func (p *Provider) Name() string { return Name }

// Caps returns what MessageBird can do. It has no key for repeats and no way to
// ask for a text by our reference that could be relied on, so that a send whose
// answer is lost stays unknown until a status report comes.
func (p *Provider) Caps() providers.Caps {
	return providers.Caps{MaxBatch: maxBatch, MaxUnitsGSM: maxUnitsGSM, MaxUnitsUCS2: maxUnitsUCS2}
}
