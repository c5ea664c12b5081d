package twilio

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers/wire"
)

// The values that an empty Config stands for.
const (
	DefaultURL     = "https://api.twilio.com"
	DefaultTimeout = 15 * time.Second
)

// OptOut is what Twilio itself does with words such as STOP.
type OptOut string

// What Twilio may do. See https://www.twilio.com/docs/messaging/guides/advanced-opt-out
const (
	// OptOutDefault is what an account does on which nothing was changed: Twilio
	// answers a fixed list of words and does not say so in the webhook.
	OptOutDefault OptOut = "default"
	// OptOutAdvanced is a Messaging Service with Advanced Opt-Out: Twilio answers
	// the words that were set up there, and says which it was.
	OptOutAdvanced OptOut = "advanced"
	// OptOutOff is an account on which Twilio's support has switched it off.
	OptOutOff OptOut = "off"
)

// Config is an account at Twilio. AccountSID and one auth token must be set.
type Config struct {
	// AccountSID names the account. It begins with AC.
	AccountSID string
	// AuthTokens prove us to Twilio, the first of them, and webhooks to us, all of
	// them, so that a token can be changed without an outage.
	AuthTokens []string
	// MessagingServiceSID is the Messaging Service whose senders are used; empty
	// is none. It begins with MG. Texts come from the line that people text all
	// the same, which must be one of its senders.
	MessagingServiceSID string
	// OptOut is what Twilio itself does with words such as STOP; empty is
	// OptOutDefault.
	OptOut OptOut
	// URL is where the API is; empty is DefaultURL.
	URL string
	// ReportURL is where status reports are sent to; empty asks for none.
	ReportURL string
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
	if c.OptOut == "" {
		c.OptOut = OptOutDefault
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
	faults := []error{
		checkSID("the account SID", "AC", c.AccountSID), checkAuthTokens(c.AuthTokens), wire.CheckURL("the API's URL", c.URL), checkReportURL(c.ReportURL),
	}
	if c.MessagingServiceSID != "" {
		faults = append(faults, checkSID("the Messaging Service's SID", "MG", c.MessagingServiceSID))
	}
	if c.OptOut != OptOutDefault && c.OptOut != OptOutAdvanced && c.OptOut != OptOutOff {
		faults = append(faults, fmt.Errorf("what Twilio does with STOP must be %s, %s or %s", OptOutDefault, OptOutAdvanced, OptOutOff))
	}
	if c.Timeout < 0 {
		faults = append(faults, errors.New("the timeout must not be negative"))
	}
	return errors.Join(faults...)
}

const sidLength = 34

// checkSID wants two letters and 32 hex digits, as every name at Twilio has.
func checkSID(what, kind, sid string) error {
	digits, ok := strings.CutPrefix(sid, kind)
	switch {
	case sid == "":
		return fmt.Errorf("%s is missing", what)
	case !ok || len(sid) != sidLength || strings.Trim(digits, "0123456789abcdefABCDEF") != "":
		return fmt.Errorf("%s must begin with %s, with 32 digits and letters from a to f after it", what, kind)
	}
	return nil
}

func checkAuthTokens(tokens []string) error {
	if len(tokens) == 0 {
		return errors.New("the auth token is missing: without it nothing can be sent, and anybody could send texts in a person's name")
	}
	for _, token := range tokens {
		if !wire.Printable(token) {
			return errors.New("an auth token is empty, or has a space or another character that no token has")
		}
	}
	return nil
}

// checkReportURL wants a host without an underscore: Twilio refuses a text that
// names another.
func checkReportURL(address string) error {
	if address == "" {
		return nil
	}
	if err := wire.CheckURL("the URL for status reports", address); err != nil {
		return err
	}
	if u, err := url.Parse(address); err == nil && strings.Contains(u.Hostname(), "_") {
		return errors.New("the URL for status reports must have a host without an underscore, which Twilio does not take")
	}
	return nil
}
