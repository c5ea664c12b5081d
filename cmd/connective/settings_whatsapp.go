package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/whatsapp"
	"github.com/connective-messaging/connective/providers/whatsapp/whatsapptest"
)

var whatsAppCloud = company{
	name: whatsapp.Name, check: Settings.checkWhatsApp, open: openWhatsApp, app: true,
	apiVariable: "WHATSAPP_URL", api: func(s Settings) string { return s.WhatsAppURL },
	secret: func(s *Settings, _ bool) (string, *[]string) { return "WHATSAPP_APP_SECRET", &s.WhatsAppSecrets },
	text: func(s Settings, t madeText) *providers.Request {
		said := whatsapp.InboundText{ID: t.id, From: t.from, To: t.to, Text: t.words, Sent: t.at}
		if id, title, tapped := strings.Cut(strings.TrimPrefix(t.words, tapPrefix), " "); tapped && strings.HasPrefix(t.words, tapPrefix) {
			said.Choice, said.Text = id, title
		}
		return whatsapp.Simulator{Secret: s.WhatsAppSecrets[0], BaseURL: s.hooks(whatsapp.Name), Now: time.Now}.Inbound(said)
	},
	wire: func(s Settings, _ ...string) sink.Wire { // its numbers stand in the settings
		numbers, err := whatsapp.ParseNumbers(s.WhatsAppNumbers)
		if err != nil {
			numbers = nil // the check says what is wrong
		}
		return whatsapptest.Wire{Token: s.WhatsAppToken, Secret: first(s.WhatsAppSecrets), Numbers: numbers, BaseURL: s.hooks(whatsapp.Name)}
	},
}

// tapPrefix begins a made-up text that is a tap: behind it stand the id of the button
// and what is written on it.
const tapPrefix = "tap:"

// checkWhatsApp names by its variable what is missing. The form of what is there
// the provider knows itself, and is asked about all of it.
func (s Settings) checkWhatsApp() []error {
	var faults []error
	for _, one := range []struct {
		variable, how string
		value         *string
	}{
		{"WHATSAPP_TOKEN", "make one for a system user in Meta's business settings, which does not expire", &s.WhatsAppToken},
		{"WHATSAPP_VERIFY_TOKEN", "make one with  connective doctor --new-secret  and give it to Meta with the webhook's address", &s.WhatsAppVerifyToken},
	} {
		if *one.value == "" {
			faults = append(faults, fmt.Errorf("%s is missing: %s", one.variable, one.how))
			*one.value = "missing"
		}
	}
	if strings.Join(s.WhatsAppSecrets, "") == "" {
		faults = append(faults, errors.New("WHATSAPP_APP_SECRET is missing: it stands in your app at Meta under App settings, Basic"))
		s.WhatsAppSecrets = []string{"missing"}
	}
	if strings.Join(s.WhatsAppNumbers, "") == "" {
		faults = append(faults, errors.New("WHATSAPP_NUMBERS is missing: each number with its phone number id from WhatsApp Manager, as in +447700900001=200000000000001"))
		s.WhatsAppNumbers = []string{"+447700900001=1"}
	}
	if _, err := openWhatsApp(s); err != nil {
		faults = append(faults, fmt.Errorf("the settings that begin with WHATSAPP_: %w", err))
	}
	return faults
}

func openWhatsApp(s Settings) (providers.Provider, error) {
	numbers, err := whatsapp.ParseNumbers(s.WhatsAppNumbers)
	if err != nil {
		return nil, fmt.Errorf("set up WhatsApp: %w", err)
	}
	p, err := whatsapp.New(whatsapp.Config{
		Token: s.WhatsAppToken, AppSecrets: s.WhatsAppSecrets, VerifyToken: s.WhatsAppVerifyToken, Numbers: numbers,
		Version: s.WhatsAppVersion, URL: s.WhatsAppURL,
	})
	if err != nil {
		return nil, fmt.Errorf("set up WhatsApp: %w", err)
	}
	return p, nil
}

// checkOwnLine refuses WhatsApp for the installation's own connection: texts to
// phones leave by that.
func (s Settings) checkOwnLine() error {
	company := s.Provider
	if of := s.providerOf(s.Provider); of != "" {
		company = of
	}
	if c, known := companyOf(company); known && c.app {
		return errors.New("CONNECTIVE_PROVIDER must be a company that texts phones: WhatsApp is a line beside it, which each organisation names in its org.yaml under whatsapp:")
	}
	return nil
}

// wrongLines are the lines of organisations that their connection cannot carry:
// texts to phones by one to WhatsApp, or the other way round, or from a number that
// it does not have.
func wrongLines(book *flows.Book, all []connection) []string {
	var faults []string
	for _, org := range book.ByID() {
		for _, line := range org.Lines() {
			for _, c := range all {
				if c.name == line.Provider {
					if why := c.cannotCarry(line); why != "" {
						faults = append(faults, fmt.Sprintf("the org.yaml of %s: %s. Until then its texts by %s fail", org.Name, why, line.Number))
					}
				}
			}
		}
	}
	return faults
}

func (c connection) cannotCarry(line flows.Line) string {
	company, known := companyOf(c.Provider)
	switch isApp := line.Kind != flows.SMS; {
	case !known:
		return ""
	case isApp && !company.app:
		return "whatsapp: names the provider " + c.name + ", which texts phones: name a connection to WhatsApp"
	case !isApp && company.app:
		return c.name + " is a connection to WhatsApp, which texts no phones: write it under whatsapp:, with its number"
	case isApp:
		if numbers, err := whatsapp.ParseNumbers(c.WhatsAppNumbers); err == nil && numbers[line.Number] == "" {
			return "the number under whatsapp:, " + line.Number + ", is none of WHATSAPP_NUMBERS: add it with its phone number id"
		}
	}
	return ""
}
