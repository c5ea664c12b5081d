package broadcast

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// Phones knows the numbers of staff; see staff.Desk.
type Phones interface {
	// Phone is a number of somebody of the scope's organisation, as they wrote it
	// or their own if none is named.
	Phone(ctx context.Context, by staff.Scope, named string) (providers.Address, error)
}

// Notifier sends a text to somebody of the staff, once for each event; see bot.Bot.
type Notifier interface {
	Notify(ctx context.Context, org string, to providers.Address, text, event string) error
}

// ErrNoTests is returned where nothing can be texted to staff.
var ErrNoTests = errors.New("no test can be sent here")

// Test texts a broadcast to one of the staff, in each of its languages, as somebody
// would read it about whom nothing is known; each text says that it is a test. It
// counts nowhere. The same key does it once. It returns how many texts those are.
func (d *Desk) Test(ctx context.Context, by staff.Scope, id, to, key string) (int, error) {
	o, err := d.may(by, staff.WriteBroadcasts)
	if err != nil {
		return 0, err
	}
	if d.Phones == nil || d.Notifier == nil {
		return 0, ErrNoTests
	}
	b, err := d.find(ctx, by, id, "tested", Draft, Waiting, Scheduled)
	if err != nil {
		return 0, err
	}
	if err := Check(o, b); err != nil {
		return 0, err
	}
	phone, err := d.Phones.Phone(ctx, by, to)
	if err != nil {
		return 0, err
	}
	if err := d.Audit.Note(ctx, by, staff.Entry{Deed: TriedIt, Detail: b.ID}); err != nil {
		return 0, err
	}
	langs := slices.Sorted(maps.Keys(b.Words))
	for _, lang := range langs {
		text := locales.Say(lang, "broadcast.test") + " " + impersonal(o, b, lang)
		if err := d.Notifier.Notify(ctx, by.Org(), phone, text, "broadcast test:"+b.ID+":"+lang+":"+key); err != nil {
			return 0, fmt.Errorf("send a test: %w", err)
		}
	}
	return len(langs), nil
}
