package bot

import (
	"context"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Notify sends somebody of the staff a text that a case presses, at any hour. The
// same event sends it once. To a number that has stopped texts nothing is sent:
// STOP is STOP, whoever texts it.
func (b *Bot) Notify(ctx context.Context, org string, to providers.Address, text, event string) error {
	o := b.c.Book().Orgs[org]
	if o == nil {
		return errNoOrg
	}
	return b.turn(ctx, o, Key{org, to}, func(o *flows.Org, t Thread) (Turn, error) {
		h := newHearing(o, t, "notice:"+event, b.now(o), nil)
		h.t.Rule = "notice"
		if !h.t.Stopped {
			h.say(text)
		}
		return h.finish(), nil
	})
}
