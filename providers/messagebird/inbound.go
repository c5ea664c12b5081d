package messagebird

import (
	"fmt"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

const (
	region      = "GB" // of numbers without a country
	unsupported = "picture"
)

// ParseInbound reads the text of a webhook: a flow's form, JSON or query, a
// number's own query, or a shared short code's.
func (p *Provider) ParseInbound(r *providers.Request) ([]providers.Inbound, error) {
	f, err := readFields(r)
	if err != nil {
		return nil, err
	}
	if !f.isInbound() {
		return nil, nil
	}
	from := providers.ParseAddress(f.first(originator, sender), region)
	if from.Value == "" {
		return nil, fmt.Errorf("%w: the text has no sender", providers.ErrMalformed)
	}
	in := providers.Inbound{
		Provider: Name,
		EventID:  f.eventID(r.At),
		From:     from,
		To:       providers.ParseAddress(f.first(recipient, receiver, shortcode), region),
		Text:     f.first(payload, body, message),
		Sent:     f.sent(),
		Received: r.At,
	}
	if f.hasPicture() {
		in.Unsupported = unsupported
	}
	return []providers.Inbound{in}, nil
}

// isInbound reports whether the webhook brings a text. A text may be empty, a
// report has no words at all.
func (f *fields) isInbound() bool {
	words := f.has[payload] || f.has[body] || f.has[message]
	return words || !f.has[status] && f.first(originator, sender) != ""
}

func (f *fields) eventID(arrived time.Time) string {
	return wire.EventID(f.first(mid, id, messageID), f.first(created, received, unixUTC), arrived,
		f.first(originator, sender), f.first(recipient, receiver, shortcode), f.first(payload, body, message))
}

// sent returns when the person sent the text; zero if no date can be read.
func (f *fields) sent() time.Time {
	for _, n := range [...]name{created, received, unixUTC} {
		if at, ok := parseDate(f.values[n]); ok {
			return at
		}
	}
	return time.Time{}
}

func (f *fields) hasPicture() bool {
	switch strings.ToLower(f.values[mms]) {
	case "", "0", "false", "null":
	default:
		return true
	}
	urls := strings.TrimSpace(f.values[media])
	return urls != "" && urls != "null" && strings.Trim(urls, "[] ") != ""
}
