package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/govuknotify"
	"github.com/connective-messaging/connective/providers/govuknotify/govuknotifytest"
	"github.com/connective-messaging/connective/providers/sink"
)

var govUKNotify = company{
	name: govuknotify.Name, check: Settings.checkNotify, open: openNotify,
	apiVariable: "NOTIFY_URL", api: func(s Settings) string { return s.NotifyURL },
	poll: func(s Settings) time.Duration { return s.NotifyPoll },
	secret: func(s *Settings, reports bool) (string, *[]string) {
		if reports {
			return "NOTIFY_RECEIPT_TOKEN", &s.NotifyReceiptTokens
		}
		return "NOTIFY_TEXT_TOKEN", &s.NotifyTextTokens
	},
	text: func(s Settings, t madeText) *providers.Request {
		return govuknotify.Simulator{TextToken: s.NotifyTextTokens[0], BaseURL: s.hooks(govuknotify.Name), Now: time.Now}.
			Inbound(govuknotify.ReceivedText{ID: t.id, From: t.from, To: t.to, Text: t.words, Date: t.at})
	},
	wire: notifyWire,
}

// notifyWire is the service that the key is of. Which number it sends from Notify
// alone knows: without one it says none.
func notifyWire(s Settings, numbers ...string) sink.Wire {
	w := govuknotifytest.Wire{
		TemplateID: s.NotifyTemplate, BaseURL: s.hooks(govuknotify.Name), ReceiptToken: first(s.NotifyReceiptTokens), Sender: s.NotifySender, Line: first(numbers),
	}
	const id = 36 // letters of each of the two at the end of the key
	if key := s.NotifyKey; len(key) > 2*id+1 {
		w.Service, w.Secret = key[len(key)-2*id-1:len(key)-id-1], key[len(key)-id:]
	}
	return w
}

// checkNotify names by its variable what is missing. The form of what is there
// the provider knows itself, and is asked about all of it.
func (s Settings) checkNotify() []error {
	const anID = "00000000-0000-0000-0000-000000000000"
	var faults []error
	if s.NotifyKey == "" {
		faults = append(faults, errors.New("NOTIFY_API_KEY is missing: make a live key in GOV.UK Notify under API integration, and copy all of it"))
		s.NotifyKey = "missing-" + anID + "-" + anID
	}
	if s.NotifyTemplate == "" {
		faults = append(faults, errors.New("NOTIFY_TEMPLATE_ID is missing: make a text message template that holds ((body)) and nothing else, and copy its id"))
		s.NotifyTemplate = anID
	}
	for name, tokens := range map[string]*[]string{"NOTIFY_TEXT_TOKEN": &s.NotifyTextTokens, "NOTIFY_RECEIPT_TOKEN": &s.NotifyReceiptTokens} {
		if strings.Join(*tokens, "") == "" {
			faults = append(faults, fmt.Errorf("%s is missing: make one with  connective doctor --new-secret  and give it to Notify with the callback's address", name))
			*tokens = []string{"missing-token"}
		}
	}
	if err := checkPoll("NOTIFY_POLL", s.NotifyPoll); err != nil {
		faults = append(faults, err)
	}
	if _, err := openNotify(s); err != nil {
		faults = append(faults, fmt.Errorf("the settings that begin with NOTIFY_: %w", err))
	}
	return faults
}

func openNotify(s Settings) (providers.Provider, error) {
	p, err := govuknotify.New(govuknotify.Config{
		APIKey: s.NotifyKey, TemplateID: s.NotifyTemplate, SenderID: s.NotifySender,
		TextTokens: s.NotifyTextTokens, ReceiptTokens: s.NotifyReceiptTokens, URL: s.NotifyURL,
	})
	if err != nil {
		return nil, fmt.Errorf("set up GOV.UK Notify: %w", err)
	}
	return p, nil
}
