package main

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/fake"
	"github.com/connective-messaging/connective/providers/sink"
)

// company is one that carries texts, as far as this room must know it: how it is
// set up, and nothing of what it can do.
type company struct {
	name  string
	check func(Settings) []error // each fault, with the variable that it is of
	open  func(Settings) (providers.Provider, error)
	// apiVariable is the setting that says where its API is, and api reads it.
	apiVariable string
	api         func(Settings) string
	app         bool                         // it carries texts to an app and none to phones
	poll        func(Settings) time.Duration // how often it is asked for texts whose webhook never came; nil is never

	// For trials: secret is the setting that proves webhooks, of texts or of reports;
	// text makes one as the company does, and wire is the company's side of the API, of
	// an account with those numbers; of none it has every number that is asked for.
	secret func(s *Settings, reports bool) (variable string, keys *[]string)
	text   func(Settings, madeText) *providers.Request
	wire   func(s Settings, numbers ...string) sink.Wire
}

// madeText is a text of a person that is made up.
type madeText struct {
	id, from, to, words string
	at                  time.Time
}

// companies are those of which one connection each is set up by the settings that
// begin with its name, if they are whole.
var companies = []company{messageBird, birdPlatform, twilioMessages, govUKNotify, whatsAppCloud}

// companyOf is the company of that name; false for another, and for the fake one.
func companyOf(name string) (company, bool) {
	i := slices.IndexFunc(companies, func(c company) bool { return c.name == name })
	if i < 0 {
		return company{}, false
	}
	return companies[i], true
}

// companyNames are all names, as a sentence has them.
func companyNames() string {
	names := make([]string, len(companies))
	for i, c := range companies {
		names[i] = c.name
	}
	return strings.Join(names, ", ")
}

// first is the first of several keys; empty if there is none.
func first(keys []string) string {
	if len(keys) == 0 {
		return ""
	}
	return keys[0]
}

// checkProvider returns every fault of the connection's own settings.
func (s Settings) checkProvider() error {
	var faults []error
	c, known := companyOf(s.Provider)
	switch {
	case known:
		faults = c.check(s)
	case s.Provider == fake.Name:
		faults = s.checkFake()
	case s.Provider == "":
		faults = append(faults, fmt.Errorf("%s is missing: %s, or fake for trying things out", s.providerVariable(), companyNames()))
	default:
		faults = append(faults, fmt.Errorf("%s must be %s or fake", s.providerVariable(), companyNames()))
	}
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(faults...)
}

func (s Settings) checkFake() []error {
	var faults []error
	if s.Env == "production" {
		faults = append(faults, errors.New("CONNECTIVE_PROVIDER is fake, which texts nobody: set CONNECTIVE_ENV=test to use it"))
	}
	if s.FakeKey == "" {
		faults = append(faults, errors.New("FAKE_SIGNING_KEY is missing: the fake provider's webhooks are signed like real ones"))
	}
	return faults
}

// providerVariable is where the provider of a connection is named.
func (s Settings) providerVariable() string {
	if s.of == "" {
		return "CONNECTIVE_PROVIDER"
	}
	return "PROVIDER"
}

// openProvider builds the provider of one connection.
func openProvider(s Settings) (providers.Provider, error) {
	if s.Provider == fake.Name {
		return fake.New(fake.Config{Key: s.FakeKey}), nil
	}
	c, known := companyOf(s.Provider)
	if !known {
		return nil, s.checkProvider()
	}
	return c.open(s)
}

// pollEvery is how often the connection is asked for texts whose webhook never
// came; 0 is never.
func (s Settings) pollEvery() time.Duration {
	if c, known := companyOf(s.Provider); known && c.poll != nil {
		return c.poll(s)
	}
	return 0
}

// checkPoll wants never, or not more often than anybody needs.
func checkPoll(variable string, every time.Duration) error {
	if every < 0 || every > 0 && every < leastPoll {
		return fmt.Errorf("%s must be %s or longer, or 0s for never", variable, leastPoll)
	}
	return nil
}

// providersAreHere reports whether texts can only reach this machine, by whichever
// connection.
func (s Settings) providersAreHere() bool {
	all := s.set()
	for _, c := range all {
		if !c.providerIsHere() {
			return false
		}
	}
	return len(all) > 0
}

// providerIsHere reports whether texts can only reach this machine.
func (s Settings) providerIsHere() bool {
	if s.Provider == fake.Name {
		return true
	}
	c, known := companyOf(s.Provider)
	if !known {
		return false
	}
	u, err := url.Parse(c.api(s))
	return err == nil && loopback(u.Hostname())
}
