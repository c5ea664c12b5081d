// Package twilio speaks Twilio's Messages API: it sends texts, and proves and
// reads the webhooks that bring texts and status reports. Its WhatsApp, its
// pictures and its newer bulk API are not spoken here.
//
// It knows nothing of people, consent or the outbox, keeps no state, tries
// nothing twice, and logs nothing.
package twilio

import (
	"encoding/base64"
	"fmt"
	"net/http"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Name is what the provider is called in settings and addresses.
const Name = "twilio"

// The longest text, which Twilio counts in letters whatever the alphabet (error
// 21617). One call carries one text.
const (
	maxUnits = 1600
	maxBatch = 1
)

// Provider is Twilio's Messages API. Its methods may be called from anywhere.
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
		return nil, fmt.Errorf("configure twilio: %w", err)
	}
	return &Provider{
		config: c,
		api: wire.Caller{
			Company: Name, Client: wire.NewClient(c.Client), Timeout: c.Timeout,
			URL: c.URL + "/2010-04-01/Accounts/" + c.AccountSID,
			Header: http.Header{
				"Authorization": {basic(c.AccountSID, c.AuthTokens[0])},
				"Accept":        {"application/json"},
				"Content-Type":  {formType},
				"User-Agent":    {"connective"},
			},
		},
		verifier: newVerifier(c.AuthTokens),
	}, nil
}

// basic is the value of an Authorization header (RFC 7617).
func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

// Name returns "twilio".
func (p *Provider) Name() string { return Name }

// Caps returns what Twilio can do. It has no key for repeats and no reference
// that a text could be asked for by, so that a send whose answer is lost stays
// unknown until a status report comes.
func (p *Provider) Caps() providers.Caps {
	return providers.Caps{
		MaxBatch: maxBatch, MaxUnitsGSM: maxUnits, MaxUnitsUCS2: maxUnits, AnswersSTOP: p.config.OptOut != OptOutOff,
	}
}
