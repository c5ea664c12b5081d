package main

import (
	"fmt"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/messagebird"
)

var messageBird = company{
	name: messagebird.Name, check: Settings.checkMessageBird, open: openMessageBird,
	api: func(s Settings) string { return s.MessageBirdURL },
}

func (s Settings) checkMessageBird() []error {
	var faults []error
	for name, value := range map[string]string{
		"MESSAGEBIRD_ACCESS_KEY":  s.AccessKey,
		"MESSAGEBIRD_SIGNING_KEY": strings.Join(s.SigningKeys, ""),
	} {
		if value == "" {
			faults = append(faults, fmt.Errorf("%s is missing: it is in the dashboard under developers", name))
		}
	}
	return faults
}

func openMessageBird(s Settings) (providers.Provider, error) {
	p, err := messagebird.New(messagebird.Config{
		AccessKey: s.AccessKey, SigningKeys: s.SigningKeys, URL: s.MessageBirdURL, Skew: s.MessageBirdSkew,
		ReportURL: s.hooks(messagebird.Name) + "/status",
	})
	if err != nil {
		return nil, fmt.Errorf("set up MessageBird: %w", err)
	}
	return p, nil
}
