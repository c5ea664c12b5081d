package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/bird"
	"github.com/connective-messaging/connective/providers/bird/birdtest"
	"github.com/connective-messaging/connective/providers/sink"
)

var birdPlatform = company{
	name: bird.Name, check: Settings.checkBird, open: openBird,
	apiVariable: "BIRD_URL", api: func(s Settings) string { return s.BirdURL },
	poll:   func(s Settings) time.Duration { return s.BirdPoll },
	secret: func(s *Settings, _ bool) (string, *[]string) { return "BIRD_WEBHOOK_SECRET", &s.BirdSecrets },
	text: func(s Settings, t madeText) *providers.Request {
		return bird.Simulator{Secret: s.BirdSecrets[0], BaseURL: s.hooks(bird.Name), Now: time.Now}.
			Inbound(bird.ReceivedText{ID: t.id, From: t.from, To: t.to, Text: t.words, Date: t.at})
	},
	wire: func(s Settings, numbers ...string) sink.Wire {
		return birdtest.Wire{APIKey: s.BirdKey, Secret: first(s.BirdSecrets), BaseURL: s.hooks(bird.Name), Lines: sink.LinesTo("", numbers...)}
	},
}

// checkBird names by its variable what is missing. The form of what is there the
// provider knows itself, and is asked about all of it.
func (s Settings) checkBird() []error {
	var faults []error
	if s.BirdKey == "" {
		faults = append(faults, errors.New("BIRD_API_KEY is missing: make one in Bird's dashboard under API keys; it begins with bk_"))
		s.BirdKey = "bk_eu_missing"
	}
	if strings.Join(s.BirdSecrets, "") == "" {
		faults = append(faults, fmt.Errorf("BIRD_WEBHOOK_SECRET is missing: Bird shows it once, when you make the webhook to %s/inbound; it begins with whsec_", s.hooks(bird.Name)))
		s.BirdSecrets = []string{"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}
	}
	if !slices.Contains([]string{"service", "transactional", "marketing"}, s.BirdCategory) {
		faults = append(faults, errors.New("BIRD_CATEGORY must be what your texts are to the networks: service, transactional or marketing"))
		s.BirdCategory = "service"
	}
	if !slices.Contains([]string{"default", "off"}, s.BirdOptOut) {
		faults = append(faults, errors.New("BIRD_OPT_OUT must be what Bird does with STOP by itself: default, or off if you took its keyword rules away"))
		s.BirdOptOut = "default"
	}
	if err := checkPoll("BIRD_POLL", s.BirdPoll); err != nil {
		faults = append(faults, err)
	}
	if _, err := openBird(s); err != nil {
		faults = append(faults, fmt.Errorf("the settings that begin with BIRD_: %w", err))
	}
	return faults
}

func openBird(s Settings) (providers.Provider, error) {
	p, err := bird.New(bird.Config{
		APIKey: s.BirdKey, WebhookSecrets: s.BirdSecrets, Category: bird.Category(s.BirdCategory), OptOut: bird.OptOut(s.BirdOptOut),
		URL: s.BirdURL, HookURL: s.hooks(bird.Name) + "/inbound",
	})
	if err != nil {
		return nil, fmt.Errorf("set up Bird: %w", err)
	}
	return p, nil
}
