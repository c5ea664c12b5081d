package messagebird

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
)

const (
	region      = "GB" // of numbers without a country
	longestID   = 100  // bytes of an id that is kept as it is
	noDateSpan  = 10 * time.Minute
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

// eventID returns what a repeat of the webhook has in common with it. A text
// without an id of its own goes by its content and date; without a date too, by
// its content in these ten minutes, since nothing else tells a person's second
// "yes" from a repeat of the first.
func (f *fields) eventID(arrived time.Time) string {
	given := f.first(mid, id, messageID)
	if given != "" && len(given) <= longestID {
		return given
	}
	if given != "" {
		return digest(given)
	}
	date := f.first(created, received, unixUTC)
	if date == "" {
		date = arrived.UTC().Truncate(noDateSpan).Format(time.RFC3339)
	}
	return digest(f.first(originator, sender), f.first(recipient, receiver, shortcode), date, f.first(payload, body, message))
}

// digest names content; the lengths keep its parts from running together.
func digest(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return "hash-" + hex.EncodeToString(h.Sum(nil)[:16])
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
