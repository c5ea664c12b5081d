package whatsapp

import (
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
	DefaultURL     = "https://graph.facebook.com"
	DefaultVersion = "v25.0"
	DefaultTimeout = 15 * time.Second
)

// Config is an app at Meta, and the numbers that it writes from. Token, one app
// secret, VerifyToken and one number must be set.
type Config struct {
	// Token proves us to Meta: that of a system user, which does not expire.
	Token string
	// AppSecrets prove webhooks to us, all of them, so that one can be changed
	// without an outage.
	AppSecrets []string
	// VerifyToken is what Meta must say when the webhook's address is set up.
	VerifyToken string
	// Numbers are the phone number ids, by the numbers in E.164 with + that people
	// write to.
	Numbers map[string]string
	// Version is that of the API, such as v25.0; empty is DefaultVersion.
	Version string
	// URL is where the API is; empty is DefaultURL.
	URL string
	// Timeout is how long one call of the API may take; 0 is DefaultTimeout.
	Timeout time.Duration
	// Client replaces the client that is made for sending; its redirects are
	// never followed.
	Client *http.Client
	// Now is the clock that dates in answers and people's last texts are compared
	// with; nil is time.Now.
	Now func() time.Time
}

// ParseNumbers reads numbers as settings have them: "+447700900001=200000000000001".
func ParseNumbers(said []string) (map[string]string, error) {
	numbers := map[string]string{}
	var faults []error
	for _, one := range said {
		number, id, ok := strings.Cut(strings.TrimSpace(one), "=")
		number, id = strings.TrimSpace(number), strings.TrimSpace(id)
		switch {
		case !ok:
			faults = append(faults, errors.New("a number must be written with its phone number id, as in +447700900001=200000000000001"))
		case numbers[number] != "":
			faults = append(faults, errors.New("a number is there twice"))
		default:
			numbers[number] = id
		}
	}
	return numbers, errors.Join(faults...)
}

// withDefaults fills in what was left out.
func (c Config) withDefaults() Config {
	if c.URL == "" {
		c.URL = DefaultURL
	}
	c.URL = strings.TrimSuffix(c.URL, "/")
	if c.Version == "" {
		c.Version = DefaultVersion
	}
	if c.Timeout == 0 {
		c.Timeout = DefaultTimeout
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

var (
	versionForm = regexp.MustCompile(`^v[1-9][0-9]{0,2}\.[0-9]$`)
	numberForm  = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
)

// check lists every fault of the configuration, without its secrets.
func (c Config) check() error {
	faults := []error{
		checkKey("the access token", "without it nothing can be sent", c.Token), checkSecrets(c.AppSecrets),
		checkKey("the verify token", "without it the webhook cannot be set up", c.VerifyToken),
		wire.CheckURL("the API's URL", c.URL), checkNumbers(c.Numbers),
	}
	if !versionForm.MatchString(c.Version) {
		faults = append(faults, errors.New("the version of the API must be such as "+DefaultVersion))
	}
	if c.Timeout < 0 {
		faults = append(faults, errors.New("the timeout must not be negative"))
	}
	return errors.Join(faults...)
}

func checkKey(what, why, key string) error {
	switch {
	case key == "":
		return fmt.Errorf("%s is missing: %s", what, why)
	case !wire.Printable(key):
		return fmt.Errorf("%s has a space or another character that no key has", what)
	}
	return nil
}

func checkSecrets(secrets []string) error {
	if len(secrets) == 0 {
		return errors.New("the app secret is missing: anybody could send texts in a person's name")
	}
	for _, secret := range secrets {
		if !wire.Printable(secret) {
			return errors.New("an app secret is empty, or has a space or another character that no secret has")
		}
	}
	return nil
}

func checkNumbers(numbers map[string]string) error {
	if len(numbers) == 0 {
		return errors.New("the numbers are missing: write each with its phone number id, as in +447700900001=200000000000001")
	}
	var faults []error
	ids := map[string]bool{}
	for number, id := range numbers {
		switch {
		case !numberForm.MatchString(number):
			faults = append(faults, errors.New("a number must begin with + and the country, without spaces"))
		case !wire.IsNumber(id):
			faults = append(faults, errors.New("a phone number id is of digits alone; it is not the number"))
		case ids[id]:
			faults = append(faults, errors.New("two numbers have the same phone number id"))
		}
		ids[id] = true
	}
	return errors.Join(faults...)
}
