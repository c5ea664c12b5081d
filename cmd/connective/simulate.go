package main

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/fake"
	"github.com/connective-messaging/connective/providers/govuknotify"
	"github.com/connective-messaging/connective/providers/messagebird"
	"github.com/connective-messaging/connective/providers/twilio"
)

type simulateCommand struct {
	Provider string   `arg:"" enum:"messagebird,twilio,govuknotify,fake" help:"Whose webhooks to make: messagebird, twilio, govuknotify or fake."`
	Text     []string `arg:"" help:"One text each."`
	From     string   `help:"The phone that texts." default:"+447700900101"`
	To       string   `help:"The line that is texted." required:"" placeholder:"NUMBER"`
	Repeat   int      `help:"Send each this many times, as a network does that lost our answer." default:"1"`
	Forge    bool     `help:"Spoil the signature; the answer must be 401."`
}

// Help shows an example.
func (simulateCommand) Help() string {
	return `The webhooks are signed with the keys of the settings and sent to CONNECTIVE_PUBLIC_URL, on this machine alone.

Example:
  connective simulate messagebird --to +447700900000 "JOIN"`
}

// Run sends each text and prints what was answered.
func (c simulateCommand) Run(ctx context.Context, all *Commands, io streams) error {
	settings, err := readSettings(all.Config, os.Getenv)
	if err != nil {
		return err
	}
	if !loopback(hostOf(settings.PublicURL)) {
		return errors.New("CONNECTIVE_PUBLIC_URL is not on this machine: made-up texts are only sent to one that is")
	}
	var last error
	for _, text := range c.Text {
		id := rand.Text()
		for range c.Repeat {
			r, err := c.request(settings, id, text)
			if err != nil {
				return err
			}
			if err := post(ctx, io, r); err != nil {
				last = err
			}
		}
	}
	return last
}

func (c simulateCommand) request(s Settings, id, text string) (*providers.Request, error) {
	var r *providers.Request
	switch c.Provider {
	case "fake":
		if s.FakeKey == "" {
			return nil, errors.New("FAKE_SIGNING_KEY is missing")
		}
		r = fake.New(fake.Config{Key: s.FakeKey}).Inbound(s.PublicURL+"/hooks/fake/inbound", fake.Text{
			ID: id, From: c.From, To: c.To, Text: text, At: time.Now(),
		})
	case twilio.Name:
		if len(s.TwilioTokens) == 0 {
			return nil, errors.New("TWILIO_AUTH_TOKEN is missing")
		}
		r = twilio.Simulator{Token: s.TwilioTokens[0], BaseURL: s.PublicURL + "/hooks/twilio", Now: time.Now}.
			Inbound(twilio.InboundText{ID: id, From: c.From, To: c.To, Text: text})
	case govuknotify.Name:
		if len(s.NotifyTextTokens) == 0 {
			return nil, errors.New("NOTIFY_TEXT_TOKEN is missing")
		}
		r = govuknotify.Simulator{TextToken: s.NotifyTextTokens[0], BaseURL: s.PublicURL + "/hooks/govuknotify", Now: time.Now}.
			Inbound(govuknotify.ReceivedText{ID: id, From: c.From, To: c.To, Text: text, Date: time.Now()})
		if c.Forge {
			r.Header.Set("Authorization", "Bearer forged") // Notify signs no body
		}
	default:
		if len(s.SigningKeys) == 0 {
			return nil, errors.New("MESSAGEBIRD_SIGNING_KEY is missing")
		}
		r = messagebird.Simulator{Key: s.SigningKeys[0], BaseURL: s.PublicURL + "/hooks/messagebird", Now: time.Now}.
			InboundForm(messagebird.InboundText{ID: id, From: c.From, To: c.To, Text: text, Sent: time.Now()})
	}
	if c.Forge {
		r.Body = append(r.Body, ' ')
	}
	return r, nil
}
