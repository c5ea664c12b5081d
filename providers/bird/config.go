package bird

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers/wire"
)

// The values that an empty Config stands for.
const (
	DefaultTimeout   = 15 * time.Second
	DefaultTolerance = 5 * time.Minute // of the Standard Webhooks specification
)

// OptOut is what Bird itself does with words such as STOP.
type OptOut string

// What Bird may do.
const (
	// OptOutDefault is a workspace on which nothing was changed: Bird answers the
	// words of its list that stop, and sends the person nothing more.
	OptOutDefault OptOut = "default"
	// OptOutOff is a workspace whose keyword rules for the line were taken away.
	OptOutOff OptOut = "off"
)

// Category is what Bird and the networks take texts for.
type Category string

// The categories that a free text can have here. A fourth, authentication, is for
// codes that prove who somebody is.
const (
	CategoryService       Category = "service"
	CategoryTransactional Category = "transactional"
	CategoryMarketing     Category = "marketing"
)

// Config is a workspace at Bird. APIKey and one webhook secret must be set.
type Config struct {
	// APIKey proves us to Bird. It begins with bk_ and the region of the workspace.
	APIKey string
	// WebhookSecrets prove webhooks to us, any of them, so that a secret can be
	// changed without an outage. Each begins with whsec_.
	WebhookSecrets []string
	// Category is what all texts are sent as; empty is CategoryService.
	Category Category
	// OptOut is what Bird itself does with words such as STOP; empty is
	// OptOutDefault.
	OptOut OptOut
	// URL is where the API is; empty is that of the key's region.
	URL string
	// HookURL is the address that webhooks come to, for Check alone; empty leaves
	// out to look whether Bird has it.
	HookURL string
	// Tolerance is how far the time of a webhook may be from ours, on both sides; 0
	// is DefaultTolerance.
	Tolerance time.Duration
	// Timeout is how long one call of the API may take; 0 is DefaultTimeout.
	Timeout time.Duration
	// Client replaces the client that is made for calls; its redirects are never
	// followed.
	Client *http.Client
	// Now is the clock that dates in answers are compared with; nil is time.Now.
	Now func() time.Time
}

// withDefaults fills in what was left out.
func (c Config) withDefaults() Config {
	if region, ok := regionOf(c.APIKey); ok && c.URL == "" {
		c.URL = "https://" + region + ".platform.bird.com"
	}
	c.URL = strings.TrimSuffix(c.URL, "/")
	if c.Category == "" {
		c.Category = CategoryService
	}
	if c.OptOut == "" {
		c.OptOut = OptOutDefault
	}
	if c.Tolerance == 0 {
		c.Tolerance = DefaultTolerance
	}
	if c.Timeout == 0 {
		c.Timeout = DefaultTimeout
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

var wantKey = regexp.MustCompile(`^bk_([a-z][a-z0-9-]{0,18}[a-z0-9])_[A-Za-z0-9_-]+$`)

// regionOf is the region that a key names, such as eu.
func regionOf(key string) (string, bool) {
	parts := wantKey.FindStringSubmatch(key)
	if parts == nil {
		return "", false
	}
	return parts[1], true
}

// check returns the secrets, or lists every fault of the configuration without
// them.
func (c Config) check() ([][]byte, error) {
	secrets, err := readSecrets(c.WebhookSecrets)
	faults := []error{checkKey(c.APIKey), err}
	if c.URL != "" {
		faults = append(faults, wire.CheckURL("the API's URL", c.URL))
	}
	if c.Category != CategoryService && c.Category != CategoryTransactional && c.Category != CategoryMarketing {
		faults = append(faults, fmt.Errorf("the category must be %s, %s or %s", CategoryService, CategoryTransactional, CategoryMarketing))
	}
	if c.OptOut != OptOutDefault && c.OptOut != OptOutOff {
		faults = append(faults, fmt.Errorf("what Bird does with STOP must be %s or %s", OptOutDefault, OptOutOff))
	}
	if c.Tolerance < 0 || c.Timeout < 0 {
		faults = append(faults, errors.New("the timeout and the tolerance must not be negative"))
	}
	return secrets, errors.Join(faults...)
}

func checkKey(key string) error {
	switch _, ok := regionOf(key); {
	case key == "":
		return errors.New("the API key is missing")
	case !ok:
		return errors.New("the API key must begin with bk_ and a region, such as bk_eu_, as Bird's platform makes it; " +
			"a key of the classic API, such as live_, works only there")
	}
	return nil
}

const (
	secretPrefix   = "whsec_"
	shortestSecret = 16 // bytes
)

// readSecrets decodes the secrets. See
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
func readSecrets(given []string) ([][]byte, error) {
	if len(given) == 0 {
		return nil, errors.New("the webhook secret is missing: without it anybody could send texts in a person's name")
	}
	secrets := make([][]byte, len(given))
	for i, one := range given {
		encoded, ok := strings.CutPrefix(one, secretPrefix)
		secret, err := base64.StdEncoding.DecodeString(encoded)
		if !ok || err != nil || len(secret) < shortestSecret || !wire.Printable(one) {
			return nil, errors.New("a webhook secret must begin with whsec_ and be whole, as Bird showed it when the webhook was made")
		}
		secrets[i] = secret
	}
	return secrets, nil
}
