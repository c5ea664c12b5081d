// Package govuknotify speaks GOV.UK Notify, which carries the texts of British
// public bodies: it sends texts through a template, proves and reads callbacks,
// and asks for what no callback brought.
//
// It knows nothing of people, consent or the outbox, keeps no state, tries
// nothing twice, and logs nothing.
package govuknotify

import (
	"fmt"
	"net/http"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Name is what the provider is called in settings and addresses.
const Name = "govuknotify"

// The longest text, in letters whatever the alphabet. One call carries one text.
// See https://docs.notifications.service.gov.uk/rest-api.html
const (
	maxUnits = 918
	maxBatch = 1
)

// lookupSettles is when a text that Notify does not list was never taken. Its API
// writes a text down before it answers; of services with many texts a task does so,
// which is tried again for at most 25 minutes (five times, every 300 seconds:
// save-api-sms in https://github.com/alphagov/notifications-api).
const lookupSettles = 30 * time.Minute

// Provider is GOV.UK Notify. Its methods may be called from anywhere.
type Provider struct {
	config   Config
	key      apiKey
	api      wire.Caller
	texts    bearer // proves callbacks of received texts
	receipts bearer // proves callbacks of delivery receipts
}

var (
	_ providers.Provider      = (*Provider)(nil)
	_ providers.Checker       = (*Provider)(nil)
	_ providers.SenderChecker = (*Provider)(nil)
	_ providers.Poller        = (*Provider)(nil)
	_ providers.Looker        = (*Provider)(nil)
)

// New returns a provider, or every fault of the configuration at once.
func New(c Config) (*Provider, error) {
	c = c.withDefaults()
	key, err := c.check()
	if err != nil {
		return nil, fmt.Errorf("configure govuknotify: %w", err)
	}
	return &Provider{
		config: c,
		key:    key,
		api: wire.Caller{
			Company: Name, Client: wire.NewClient(c.Client), Timeout: c.Timeout, URL: c.URL,
			Header: http.Header{
				"Accept":       {"application/json"},
				"Content-Type": {"application/json"},
				"User-Agent":   {"connective"},
			},
		},
		texts:    newBearer(c.TextTokens),
		receipts: newBearer(c.ReceiptTokens),
	}, nil
}

// Name returns "govuknotify".
func (p *Provider) Name() string { return Name }

// Caps returns what Notify can do. It has no key for repeats, but can be asked
// for a text by our reference, and leaves STOP to us.
func (p *Provider) Caps() providers.Caps {
	return providers.Caps{MaxBatch: maxBatch, MaxUnitsGSM: maxUnits, MaxUnitsUCS2: maxUnits, Lookup: true, LookupSettles: lookupSettles}
}
