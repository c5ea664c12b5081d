package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// How long what is due waits that cannot be done now. Until then it must not
// stand before what is due to others.
const (
	orgBackIn   = time.Hour        // its organisation is not here
	threadOKIn  = 10 * time.Minute // doing it broke
	postponeFor = 2 * time.Second  // how long putting it off may take
)

// Wake does what is due in a thread. If its organisation is gone, all is kept,
// and done once the organisation is back. A thread that breaks the judging is an
// error, and nobody else's matter: it is tried again later.
func (b *Bot) Wake(ctx context.Context, w Wake) error {
	org := b.c.Book().Orgs[w.Key.Org]
	if org == nil {
		return b.postpone(ctx, w, orgBackIn)
	}
	err := b.wake(ctx, org, w)
	if err != nil && !errors.Is(err, ErrUnavailable) && !errors.Is(err, errGivenUp) && ctx.Err() == nil {
		err = errors.Join(err, b.postpone(ctx, w, threadOKIn))
	}
	return err
}

func (b *Bot) wake(ctx context.Context, org *flows.Org, w Wake) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("doing what is due broke (%T)", r)
		}
	}()
	return b.turn(ctx, org, w.Key, func(org *flows.Org, t Thread) (Turn, error) {
		if p := t.Part; p != nil && !p.Due.After(b.now(org)) {
			return b.judgePart(org, t), nil
		}
		return JudgeDue(org, t, b.now(org), b.members(org)), nil
	})
}

func (b *Bot) postpone(ctx context.Context, w Wake, by time.Duration) error {
	if b.c.Clock == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, postponeFor)
	defer cancel()
	if err := b.c.Clock.Postpone(ctx, w, b.c.Now().Add(by)); err != nil {
		return fmt.Errorf("put off what is due: %w", err)
	}
	return nil
}
