package twilio

import (
	"fmt"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

const (
	region      = "GB" // of numbers without a country
	unsupported = "picture"
)

// ParseInbound reads the text of a webhook. Twilio does not say when a person
// sent it.
func (p *Provider) ParseInbound(r *providers.Request) ([]providers.Inbound, error) {
	f, err := readFields(r)
	if err != nil {
		return nil, err
	}
	if !f.isInbound() {
		return nil, nil
	}
	sender := addressOf(f[from])
	if sender.Value == "" {
		return nil, fmt.Errorf("%w: the text has no sender", providers.ErrMalformed)
	}
	in := providers.Inbound{
		Provider: Name,
		EventID:  wire.EventID(f.sid(), "", r.At, f[from], f[to], f[body]),
		From:     sender,
		To:       addressOf(f[to]),
		Text:     f[body],
		Received: r.At,
		OptOut:   p.answered(f),
	}
	if media := strings.TrimSpace(f[numMedia]); media != "" && media != "0" {
		in.Unsupported = unsupported
	}
	return []providers.Inbound{in}, nil
}

// addressOf reads an address. One of another channel, such as
// whatsapp:+447700900123, is no phone: it keeps its whole name, so that it is
// never taken for the line or the person of that number.
func addressOf(raw string) providers.Address {
	if strings.Contains(raw, ":") {
		return providers.Address{Kind: providers.Opaque, Value: raw}
	}
	return providers.ParseAddress(raw, region)
}

// stopWords are those that Twilio by itself takes for STOP, answers, and blocks
// the person for, as whole texts in any case.
var stopWords = []string{"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}

// answered is what Twilio has already understood and answered. Advanced Opt-Out
// says so. Without it only the list tells, and tells of STOP alone: START is
// answered by Twilio only to whom it has blocked, which we cannot know, and its
// answer to HELP says neither who we are nor whom to call.
func (p *Provider) answered(f fields) providers.OptOut {
	if p.config.OptOut == OptOutOff {
		return providers.OptOutNone
	}
	switch strings.ToUpper(strings.TrimSpace(f[optOutType])) {
	case "STOP":
		return providers.OptOutStop
	case "START":
		return providers.OptOutStart
	case "HELP":
		return providers.OptOutHelp
	}
	if p.config.OptOut == OptOutDefault && slices.Contains(stopWords, strings.ToUpper(strings.TrimSpace(f[body]))) {
		return providers.OptOutStop
	}
	return providers.OptOutNone
}
