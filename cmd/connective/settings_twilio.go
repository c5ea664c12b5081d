package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/twilio"
	"github.com/connective-messaging/connective/providers/twilio/twiliotest"
)

var twilioMessages = company{
	name: twilio.Name, check: Settings.checkTwilio, open: openTwilio,
	apiVariable: "TWILIO_URL", api: func(s Settings) string { return s.TwilioURL },
	secret: func(s *Settings, _ bool) (string, *[]string) { return "TWILIO_AUTH_TOKEN", &s.TwilioTokens },
	text: func(s Settings, t madeText) *providers.Request {
		return twilio.Simulator{Token: s.TwilioTokens[0], BaseURL: s.hooks(twilio.Name), Now: time.Now}.
			Inbound(twilio.InboundText{ID: t.id, From: t.from, To: t.to, Text: t.words})
	},
	wire: func(s Settings, numbers ...string) sink.Wire {
		hooks := s.hooks(twilio.Name)
		return twiliotest.Wire{
			AccountSID: s.TwilioAccount, Token: first(s.TwilioTokens), Service: s.TwilioService, BaseURL: hooks,
			Lines: sink.LinesTo(new(twilio.Provider).Hooks(hooks)[0].Address, numbers...),
		}
	},
}

// checkTwilio names by its variable what is missing. The form of what is there
// the provider knows itself, and is asked about all of it.
func (s Settings) checkTwilio() []error {
	var faults []error
	if s.TwilioAccount == "" {
		faults = append(faults, errors.New("TWILIO_ACCOUNT_SID is missing: it is on the front page of Twilio's console, and begins with AC"))
		s.TwilioAccount = "AC" + strings.Repeat("0", 32)
	}
	if strings.Join(s.TwilioTokens, "") == "" {
		faults = append(faults, errors.New("TWILIO_AUTH_TOKEN is missing: it is on the front page of Twilio's console; "+
			"an API key is not enough, as webhooks are signed with the token"))
		s.TwilioTokens = []string{"missing"}
	}
	if !slices.Contains([]string{"default", "advanced", "off"}, s.TwilioOptOut) {
		faults = append(faults, errors.New("TWILIO_OPT_OUT must be what Twilio does with STOP by itself: default, advanced (Advanced Opt-Out is on) or off"))
		s.TwilioOptOut = "default"
	}
	if _, err := openTwilio(s); err != nil {
		faults = append(faults, fmt.Errorf("the settings that begin with TWILIO_: %w", err))
	}
	return faults
}

func openTwilio(s Settings) (providers.Provider, error) {
	p, err := twilio.New(twilio.Config{
		AccountSID: s.TwilioAccount, AuthTokens: s.TwilioTokens, MessagingServiceSID: s.TwilioService, OptOut: twilio.OptOut(s.TwilioOptOut),
		URL: s.TwilioURL, ReportURL: s.hooks(twilio.Name) + "/status",
	})
	if err != nil {
		return nil, fmt.Errorf("set up Twilio: %w", err)
	}
	return p, nil
}
