package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// Fate is what has become of a text that was to be sent.
type Fate string

// The fates of a text. Of one that is long settled nothing is known any more.
const (
	FateWaits     Fate = "waiting"   // it has not left yet
	FateSent      Fate = "sent"      // the provider has taken it
	FateArrived   Fate = "delivered" //
	FateFailed    Fate = "failed"    // it did not arrive
	FateUncertain Fate = "unknown"   // it may have arrived or not; it is never sent again by itself
	FateLeft      Fate = "dismissed" // uncertain, and somebody has looked and left it so
	FateWithheld  Fate = "withheld"  // not sent: the person has stopped
	FateExpired   Fate = "expired"   // not sent: it was too late
	FateCapped    Fate = "capped"    // not sent: the number had enough texts that nobody had asked for
)

// ErrSettled is returned for a text whose fate is not, or not any more, uncertain.
var ErrSettled = errors.New("what has become of the text is known by now")

// Fates finds what has become of texts to one number, by their refs. Of one that was
// settled long ago nothing is known. Errors wrap ErrUnavailable.
type Fates interface {
	Fates(ctx context.Context, to providers.Address, refs []string) (map[string]Fate, error)
}

// fates finds what has become of the lessons that a thread must know of.
func (b *Bot) fates(ctx context.Context, t Thread, now time.Time) (map[string]Fate, error) {
	refs := t.AskedFates(now)
	if len(refs) == 0 || b.c.Fates == nil {
		return nil, nil
	}
	fates, err := b.c.Fates.Fates(ctx, t.Key.Address, refs)
	if err != nil {
		return nil, fmt.Errorf("read the fates of texts: %w", err)
	}
	return fates, nil
}

// capPlanned lets what was planned, of what a turn says, count towards what a number gets in a week.
func (b *Bot) capPlanned(turn Turn) {
	for i := range turn.Say {
		if turn.Say[i].Planned {
			turn.Say[i].Cap = b.c.WeeklyCap
		}
	}
}
