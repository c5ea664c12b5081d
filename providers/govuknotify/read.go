package govuknotify

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

const region = "GB" // of numbers without a country

// received is a text of a person, in the names of the callback and, behind them,
// of the list that is polled. See
// https://docs.notifications.service.gov.uk/rest-api.html#received-text-messages
type received struct {
	ID           wire.Loose `json:"id"`
	Source       wire.Loose `json:"source_number"`
	Destination  wire.Loose `json:"destination_number"`
	Message      *string    `json:"message"`
	DateReceived wire.Loose `json:"date_received"`
	UserNumber   wire.Loose `json:"user_number"`
	NotifyNumber wire.Loose `json:"notify_number"`
	Content      *string    `json:"content"`
	CreatedAt    wire.Loose `json:"created_at"`
}

// ParseInbound reads the text of a callback.
func (p *Provider) ParseInbound(r *providers.Request) ([]providers.Inbound, error) {
	if isReceipt(r) || len(r.Body) == 0 {
		return nil, nil
	}
	var got received
	if err := json.Unmarshal(r.Body, &got); err != nil {
		return nil, fmt.Errorf("%w: it is not the JSON of a received text", providers.ErrMalformed)
	}
	if got.Source == "" && got.Message == nil {
		return nil, nil
	}
	in := inbound(string(got.ID), string(got.Source), string(got.Destination), got.Message, string(got.DateReceived), r.At)
	if in.From.Value == "" {
		return nil, fmt.Errorf("%w: the text has no sender", providers.ErrMalformed)
	}
	return []providers.Inbound{in}, nil
}

func inbound(id, from, to string, text *string, date string, arrived time.Time) providers.Inbound {
	in := providers.Inbound{
		Provider: Name, From: providers.ParseAddress(clean(from), region), To: providers.ParseAddress(clean(to), region),
		Sent: dateOf(date), Received: arrived,
	}
	if text != nil {
		in.Text = clean(*text)
	}
	in.EventID = wire.EventID(clean(id), date, arrived, in.From.Value, in.To.Value, in.Text)
	return in
}

func clean(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

// notification is a text of ours, in a delivery receipt or as the answer to a
// question about it, which calls the number otherwise.
type notification struct {
	ID          wire.Loose `json:"id"`
	Reference   wire.Loose `json:"reference"`
	To          wire.Loose `json:"to"`
	PhoneNumber wire.Loose `json:"phone_number"`
	Status      wire.Loose `json:"status"`
	CompletedAt wire.Loose `json:"completed_at"`
	SentAt      wire.Loose `json:"sent_at"`
}

// ParseStatus reads a delivery receipt.
func (p *Provider) ParseStatus(r *providers.Request) ([]providers.Status, error) {
	if !isReceipt(r) || len(r.Body) == 0 {
		return nil, nil
	}
	var got notification
	if err := json.Unmarshal(r.Body, &got); err != nil {
		return nil, fmt.Errorf("%w: it is not the JSON of a delivery receipt", providers.ErrMalformed)
	}
	if got.ID == "" || got.Status == "" {
		return nil, nil
	}
	return []providers.Status{got.status(string(got.To), r.At)}, nil
}

func (n notification) status(to string, at time.Time) providers.Status {
	s := providers.Status{
		Provider: Name, ProviderID: clean(string(n.ID)), Ref: clean(string(n.Reference)),
		Recipient: providers.ParseAddress(clean(to), region), At: at,
	}
	s.State, s.Class = stateOf(string(n.Status))
	if s.State == providers.Failed {
		s.Code = string(n.Status)
	}
	for _, date := range []wire.Loose{n.CompletedAt, n.SentAt} {
		if told := dateOf(string(date)); !told.IsZero() {
			s.At = told
			break
		}
	}
	return s
}

// dateOf reads a date; one that cannot be read, or that is before Notify was
// there, is zero. Dates without an offset are UTC.
func dateOf(raw string) time.Time {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04:05.999999999Z0700"} {
		if at, err := time.Parse(form, strings.TrimSpace(raw)); err == nil && at.Year() >= 2016 && at.Year() < 10000 {
			return at.UTC()
		}
	}
	return time.Time{}
}
