package bot

import (
	"context"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Notify sends somebody of the staff a text that a case presses, at any hour. The
// same event sends it once. To a number that has stopped texts nothing is sent:
// STOP is STOP, whoever texts it.
func (b *Bot) Notify(ctx context.Context, org string, to providers.Address, text, event string) error {
	return b.NotifyWithin(ctx, org, to, text, event, useful)
}

// NotifyWithin is Notify for a text that is worth sending for a time alone.
func (b *Bot) NotifyWithin(ctx context.Context, org string, to providers.Address, text, event string, within time.Duration) error {
	o := b.c.Book().Orgs[org]
	if o == nil {
		return errNoOrg
	}
	return b.turn(ctx, o, Key{org, to}, func(o *flows.Org, t Thread) (Turn, error) {
		h := newHearing(o, t, "notice:"+event, b.now(o), nil)
		h.t.Rule = "notice"
		if !h.t.Stopped {
			h.say(text).Expires = h.now.Add(within).UTC()
		}
		return h.finish(), nil
	})
}
