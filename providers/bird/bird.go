// Package bird speaks Bird's platform API, which follows MessageBird's: it sends
// texts, proves and reads the webhooks that bring texts and status reports, and
// asks for texts whose webhook never came. Its templates, its batches and its
// other channels are not spoken here.
//
// It knows nothing of people, consent or the outbox, keeps no state, tries
// nothing twice, and logs nothing.
package bird

import (
	"fmt"
	"net/http"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Name is what the provider is called in settings and addresses.
const Name = "bird"

// The longest text, which Bird counts in segments. A batch has one key for all
// its texts: one of them that was in doubt could not be repeated alone, so that
// each text has a call of its own.
const (
	maxSegments  = 12
	maxUnitsGSM  = maxSegments * 153
	maxUnitsUCS2 = maxSegments * 67
	maxBatch     = 1
)

// Provider is Bird's platform API. Its methods may be called from anywhere.
type Provider struct {
	config   Config
	api      wire.Caller
	verifier verifier
}

var (
	_ providers.Provider      = (*Provider)(nil)
	_ providers.Checker       = (*Provider)(nil)
	_ providers.SenderChecker = (*Provider)(nil)
	_ providers.Poller        = (*Provider)(nil)
)

// New returns a provider, or every fault of the configuration at once.
func New(c Config) (*Provider, error) {
	c = c.withDefaults()
	secrets, err := c.check()
	if err != nil {
		return nil, fmt.Errorf("configure bird: %w", err)
	}
	return &Provider{
		config: c,
		api: wire.Caller{
			Company: Name, Client: wire.NewClient(c.Client), Timeout: c.Timeout, URL: c.URL,
			Header: http.Header{
				"Authorization": {"Bearer " + c.APIKey},
				"Accept":        {"application/json"},
				"Content-Type":  {"application/json"},
				"User-Agent":    {"connective"},
			},
		},
		verifier: verifier{secrets, c.Tolerance},
	}, nil
}

// Name returns "bird".
func (p *Provider) Name() string { return Name }

// Caps returns what Bird can do. A repeat with the same key and the same words is
// the same text for at least three hours.
func (p *Provider) Caps() providers.Caps {
	return providers.Caps{
		MaxBatch: maxBatch, MaxUnitsGSM: maxUnitsGSM, MaxUnitsUCS2: maxUnitsUCS2, Idempotent: true, AnswersSTOP: p.config.OptOut != OptOutOff,
	}
}
