package inbox

import (
	"context"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// words say that a case presses, and where it is; nothing of what is in it.
func words(o *flows.Org, a Alarm, f bot.CaseFile, console string) string {
	return locales.Say(o.Language, "alarm."+string(a.Kind), "org", o.Name, "link", linkTo(console, f))
}

func linkTo(console string, f bot.CaseFile) string {
	return strings.TrimSuffix(console, "/") + "/case/" + f.ID
}

// Notifier sends a text to somebody of the staff, worth sending for a time; see
// bot.Bot.
type Notifier interface {
	Notify(ctx context.Context, org string, to providers.Address, text, event string) error
	NotifyWithin(ctx context.Context, org string, to providers.Address, text, event string, useful time.Duration) error
}

// ByText tells staff by text, from the organisation's own number. Console is
// where the console's pages begin.
type ByText struct {
	Bot     Notifier
	Console string
}

// Name is staff.Texts.
func (ByText) Name() string { return staff.Texts }

// Ring puts the text into the outbox. It has left once that is empty.
func (t ByText) Ring(ctx context.Context, o *flows.Org, to staff.Contact, a Alarm, f bot.CaseFile) error {
	phone := providers.Address{Kind: providers.Phone, Value: to.Phone}
	return t.Bot.Notify(ctx, o.ID, phone, words(o, a, f, t.Console), f.ID+":"+a.Name+":"+to.Account)
}

// Tell puts a text into the outbox. It has left once that is empty.
func (t ByText) Tell(ctx context.Context, org string, to staff.Contact, _, words, event string, useful time.Duration) error {
	phone := providers.Address{Kind: providers.Phone, Value: to.Phone}
	return t.Bot.NotifyWithin(ctx, org, phone, words, event, useful)
}
