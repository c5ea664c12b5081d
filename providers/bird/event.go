package bird

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

const region = "GB" // of numbers without a country

// event is one webhook: Bird sends all kinds to one address.
type event struct {
	Type      wire.Loose `json:"type"`
	Timestamp wire.Loose `json:"timestamp"`
	Data      data       `json:"data"`
}

// data is what is told of a text; of a suppression it has the two numbers by
// other names.
type data struct {
	SMSID       wire.Loose      `json:"sms_id"`
	To          wire.Loose      `json:"to"`
	From        wire.Loose      `json:"from"`
	Text        *string         `json:"text"`
	Metadata    json.RawMessage `json:"metadata"`
	Error       *reason         `json:"error"`
	Originator  wire.Loose      `json:"originator"`
	Destination wire.Loose      `json:"destination"`
}

// The events that bring something other than a report.
const (
	received   = "sms.received"
	suppressed = "sms_suppression.created"
	reports    = "sms." // what comes after it is the state of a text
)

// readEvent reads a webhook. One without a body is none.
func readEvent(r *providers.Request) (event, error) {
	if len(r.Body) == 0 {
		return event{}, nil
	}
	var e event
	if err := json.Unmarshal(r.Body, &e); err != nil {
		return event{}, fmt.Errorf("%w: it is not the JSON of an event", providers.ErrMalformed)
	}
	return e, nil
}

// ref is our reference; empty if the text was not sent from here.
func (d data) ref() string {
	var kept map[string]wire.Loose
	if json.Unmarshal(d.Metadata, &kept) != nil {
		return ""
	}
	return clean(string(kept[refKey]))
}

func clean(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

func addressOf(raw wire.Loose) providers.Address {
	return providers.ParseAddress(clean(string(raw)), region)
}

// dateOf reads a date; one that cannot be read, or that is before Bird was there,
// is zero. Dates without an offset are UTC.
func dateOf(raw wire.Loose) time.Time {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04:05.999999999Z0700"} {
		if at, err := time.Parse(form, strings.TrimSpace(string(raw))); err == nil && at.Year() >= 2020 && at.Year() < 10000 {
			return at.UTC()
		}
	}
	return time.Time{}
}
