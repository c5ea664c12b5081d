package govuknotify

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers/wire"
)

// The values that an empty Config stands for.
const (
	DefaultURL     = "https://api.notifications.service.gov.uk"
	DefaultTimeout = 15 * time.Second
)

// Config is a service at Notify. APIKey, TemplateID and one token of each kind
// must be set.
type Config struct {
	// APIKey proves us to Notify: a name, the id of the service, and a secret.
	APIKey string
	// TemplateID is the text message template whose whole content is ((body)).
	TemplateID string
	// SenderID is the text message sender that texts come from, empty for the
	// service's default one. People can answer only one that is a number which
	// Notify has given to the service.
	SenderID string
	// TextTokens prove callbacks of received texts, ReceiptTokens those of
	// delivery receipts. We choose them; Notify wants at least 10 letters. Any of
	// a list is taken, so that a token can be changed without an outage.
	TextTokens, ReceiptTokens []string
	// URL is where the API is; empty is DefaultURL.
	URL string
	// Timeout is how long one call of the API may take; 0 is DefaultTimeout.
	Timeout time.Duration
	// Client replaces the client that is made for calls; its redirects are never
	// followed.
	Client *http.Client
	// Now is the clock that dates the tokens of calls; nil is time.Now.
	Now func() time.Time
}

// withDefaults fills in what was left out.
func (c Config) withDefaults() Config {
	if c.URL == "" {
		c.URL = DefaultURL
	}
	c.URL = strings.TrimSuffix(c.URL, "/")
	if c.Timeout == 0 {
		c.Timeout = DefaultTimeout
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

// check returns the key, or lists every fault of the configuration without its
// secrets.
func (c Config) check() (apiKey, error) {
	key, err := readKey(c.APIKey)
	faults := []error{
		err, checkUUID("the template's id", c.TemplateID), wire.CheckURL("the API's URL", c.URL),
		checkTokens("received texts", c.TextTokens), checkTokens("delivery receipts", c.ReceiptTokens),
	}
	if c.SenderID != "" {
		faults = append(faults, checkUUID("the sender's id", c.SenderID))
	}
	if c.Timeout < 0 {
		faults = append(faults, errors.New("the timeout must not be negative"))
	}
	return key, errors.Join(faults...)
}

func checkUUID(what, id string) error {
	switch {
	case id == "":
		return fmt.Errorf("%s is missing", what)
	case !wantUUID.MatchString(id):
		return fmt.Errorf("%s must be 36 digits, letters from a to f, and dashes, as Notify shows it", what)
	}
	return nil
}

// shortestToken is what Notify takes for a bearer token.
const shortestToken = 10

func checkTokens(of string, tokens []string) error {
	if len(tokens) == 0 {
		return fmt.Errorf("the bearer token for %s is missing: without it anybody could call in Notify's name", of)
	}
	for _, token := range tokens {
		if !wire.Printable(token) || len(token) < shortestToken || len(token) > longestToken {
			return fmt.Errorf("a bearer token for %s must have from %d to %d letters, without spaces", of, shortestToken, longestToken)
		}
	}
	return nil
}
