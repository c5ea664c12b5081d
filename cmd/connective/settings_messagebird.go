package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/messagebird"
	"github.com/connective-messaging/connective/providers/messagebird/messagebirdtest"
	"github.com/connective-messaging/connective/providers/sink"
)

var messageBird = company{
	name: messagebird.Name, check: Settings.checkMessageBird, open: openMessageBird,
	apiVariable: "MESSAGEBIRD_URL", api: func(s Settings) string { return s.MessageBirdURL },
	secret: func(s *Settings, _ bool) (string, *[]string) { return "MESSAGEBIRD_SIGNING_KEY", &s.SigningKeys },
	text: func(s Settings, t madeText) *providers.Request {
		return messagebird.Simulator{Key: s.SigningKeys[0], BaseURL: s.hooks(messagebird.Name), Now: time.Now}.
			InboundForm(messagebird.InboundText{ID: t.id, From: t.from, To: t.to, Text: t.words, Sent: t.at})
	},
	wire: func(s Settings, numbers ...string) sink.Wire {
		return messagebirdtest.Wire{AccessKey: s.AccessKey, SigningKey: first(s.SigningKeys), Lines: sink.LinesTo("", numbers...)}
	},
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
