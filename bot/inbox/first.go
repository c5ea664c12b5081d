package inbox

import (
	"context"
	"errors"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/providers"
)

// What the audit log says of writing first.
const (
	LookedFor  staff.Deed = "looked for a person"
	WroteFirst staff.Deed = "wrote to a person first"
)

// ErrNoNumber is returned for what is no number that can be texted.
var ErrNoNumber = errors.New("it is no number that can be texted")

// Opener writes to people first; see bot.Bot.
type Opener interface {
	Standing(ctx context.Context, org string, to providers.Address) (bot.Standing, error)
	WriteFirst(ctx context.Context, org string, to providers.Address, by bot.Staff, id, text string) (string, error)
}

// Find tells whether somebody of that number may be written to first, and what
// they have agreed to. It is noted.
func (d *Desk) Find(ctx context.Context, who staff.Scope, number string) (bot.Standing, error) {
	to, err := d.whom(who, number)
	if err != nil {
		return bot.Standing{}, err
	}
	standing, err := d.First.Standing(ctx, who.Org(), to)
	if err != nil {
		return standing, err
	}
	return standing, d.Audit.Note(ctx, who, staff.Entry{Deed: LookedFor, Person: standing.Person})
}

// WriteFirst writes to somebody who has agreed to texts, once for each id, and
// returns the case that is opened. Errors are those of bot.Bot.WriteFirst.
func (d *Desk) WriteFirst(ctx context.Context, who staff.Scope, number, id, text string) (string, error) {
	to, err := d.whom(who, number)
	if err != nil {
		return "", err
	}
	standing, err := d.First.Standing(ctx, who.Org(), to)
	if err != nil {
		return "", err
	}
	if err := d.Audit.Note(ctx, who, staff.Entry{Deed: WroteFirst, Person: standing.Person}); err != nil {
		return "", err
	}
	caseID, err := d.First.WriteFirst(ctx, who.Org(), to, staffOf(who), eventOf(who, id, bot.Reply{Text: text}), text)
	if err != nil && !errors.Is(err, bot.ErrUnavailable) { // then nobody knows
		return "", errors.Join(err, d.Audit.Note(ctx, who, staff.Entry{Deed: WasRefused, Person: standing.Person, Detail: string(WroteFirst)}))
	}
	return caseID, err
}

// whom is the number that is written to.
func (d *Desk) whom(who staff.Scope, number string) (providers.Address, error) {
	if err := who.Must(staff.Start); err != nil {
		return providers.Address{}, err
	}
	to := providers.ParseAddress(number, "GB")
	if to.Kind != providers.Phone || !to.Answerable() {
		return to, ErrNoNumber
	}
	return to, nil
}
