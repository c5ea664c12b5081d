package bird

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// ParseInbound reads the text of a webhook. That Bird sends somebody nothing more
// from now on is read as their STOP, which Bird has answered: whether they texted
// it or told Bird in another way, no text would reach them.
func (p *Provider) ParseInbound(r *providers.Request) ([]providers.Inbound, error) {
	e, err := readEvent(r)
	if err != nil {
		return nil, err
	}
	switch e.Type {
	case received:
		return p.inbound(e, r.At)
	case suppressed:
		return stopped(e, r)
	}
	return nil, nil
}

func (p *Provider) inbound(e event, at time.Time) ([]providers.Inbound, error) {
	in := p.text(e.Data.SMSID, e.Data.From, e.Data.To, e.Data.Text, e.Timestamp, at)
	if in.From.Value == "" {
		return nil, fmt.Errorf("%w: the text has no sender", providers.ErrMalformed)
	}
	return []providers.Inbound{in}, nil
}

// text is a text of a person, from a webhook or from the list that is polled.
func (p *Provider) text(id, from, to wire.Loose, words *string, date wire.Loose, arrived time.Time) providers.Inbound {
	in := providers.Inbound{Provider: Name, From: addressOf(from), To: addressOf(to), Sent: dateOf(date), Received: arrived}
	if words != nil {
		in.Text = clean(*words)
	}
	in.EventID = wire.EventID(clean(string(id)), string(date), arrived, in.From.Value, in.To.Value, in.Text)
	if p.answers(in.Text) {
		in.OptOut = providers.OptOutStop
	}
	return in
}

// stopWords are those that Bird by itself takes for STOP, as whole texts in any
// case.
var stopWords = []string{
	"STOP", "STOPALL", "END", "QUIT", "CANCEL", "UNSUBSCRIBE", "ARRET", "HALT", "DETENER", "PARAR", "FERMA", "ОСТАНОВИТЬ", "ZATRZYMAJ",
}

// answers reports whether Bird has understood a text as STOP. It does not say so.
// START and HELP are left to us: what Bird says to HELP tells neither who we are
// nor whom to call.
func (p *Provider) answers(text string) bool {
	return p.config.OptOut == OptOutDefault && slices.Contains(stopWords, strings.ToUpper(strings.TrimSpace(text)))
}

// stopped reads a suppression: the person is its destination, our line what it is
// of. One of all lines names none, and nobody can tell whose it is.
func stopped(e event, r *providers.Request) ([]providers.Inbound, error) {
	in := providers.Inbound{
		Provider: Name, From: addressOf(e.Data.Destination), To: addressOf(e.Data.Originator), Text: "STOP",
		Sent: dateOf(e.Timestamp), Received: r.At, OptOut: providers.OptOutStop,
	}
	if in.From.Value == "" || in.To.Value == "" {
		return nil, nil
	}
	in.EventID = wire.Digest(suppressed, string(e.Timestamp), r.Header.Get(idHeader), in.From.Value, in.To.Value)
	return []providers.Inbound{in}, nil
}
