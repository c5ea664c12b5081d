package messagebird

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
	DefaultURL     = "https://rest.messagebird.com"
	DefaultSkew    = 5 * time.Second
	DefaultTimeout = 15 * time.Second
)

const longestSkew = 5 * time.Minute // more would only help whoever replays

// Config is an account at MessageBird. AccessKey and one signing key must be
// set.
type Config struct {
	// AccessKey lets us send. One that begins with test_ sends nothing.
	AccessKey string
	// SigningKeys prove webhooks. All are accepted, so that a key can be changed
	// without an outage.
	SigningKeys []string
	// URL is where the API is; empty is DefaultURL.
	URL string
	// ReportURL is where status reports are sent to; empty leaves that to the
	// account's own setting.
	ReportURL string
	// Skew is how far the provider's clock and ours may be apart; 0 is
	// DefaultSkew.
	Skew time.Duration
	// Timeout is how long one call of the API may take; 0 is DefaultTimeout.
	Timeout time.Duration
	// Client replaces the client that is made for sending; its redirects are
	// never followed.
	Client *http.Client
	// Now is the clock that dates in answers are compared with; nil is time.Now.
	Now func() time.Time
}

// withDefaults fills in what was left out.
func (c Config) withDefaults() Config {
	if c.URL == "" {
		c.URL = DefaultURL
	}
	c.URL = strings.TrimSuffix(c.URL, "/")
	if c.Skew == 0 {
		c.Skew = DefaultSkew
	}
	if c.Timeout == 0 {
		c.Timeout = DefaultTimeout
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

// check lists every fault of the configuration, without its secrets.
func (c Config) check() error {
	faults := []error{checkAccessKey(c.AccessKey), checkSigningKeys(c.SigningKeys), wire.CheckURL("the API's URL", c.URL)}
	if c.ReportURL != "" {
		faults = append(faults, wire.CheckURL("the URL for status reports", c.ReportURL))
	}
	if c.Skew < 0 || c.Skew > longestSkew {
		faults = append(faults, fmt.Errorf("the skew must be between 0 and %v", longestSkew))
	}
	if c.Timeout < 0 {
		faults = append(faults, errors.New("the timeout must not be negative"))
	}
	return errors.Join(faults...)
}

func checkAccessKey(key string) error {
	switch {
	case key == "":
		return errors.New("the access key is missing")
	case strings.HasPrefix(key, "bk_"):
		return errors.New("the access key is for Bird's new platform, which MessageBird's classic API does not know")
	case !wire.Printable(key):
		return errors.New("the access key has a space or another character that no key has")
	}
	return nil
}

func checkSigningKeys(keys []string) error {
	if len(keys) == 0 {
		return errors.New("the signing key is missing: without it anybody could send texts in a person's name")
	}
	for _, key := range keys {
		if !wire.Printable(key) {
			return errors.New("a signing key is empty, or has a space or another character that no key has")
		}
	}
	return nil
}
