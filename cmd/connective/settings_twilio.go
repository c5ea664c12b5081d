package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/twilio"
)

var twilioMessages = company{
	name: twilio.Name, check: Settings.checkTwilio, open: openTwilio,
	api: func(s Settings) string { return s.TwilioURL },
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
