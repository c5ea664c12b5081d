package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
)

// reconcile finds out what became of a place whose turn was not heard of again: see
// package places.
func (b *Bot) reconcile(ctx context.Context, org *flows.Org, e flows.Event, seen places.Entry) error {
	page, err := b.c.Jobs.People(ctx, Job{Org: org.ID, Who: flows.Audience{Kind: flows.ToAsker, Name: seen.Person}})
	if err != nil {
		return fmt.Errorf("find whose a place is: %w", err)
	}
	if len(page.People) == 0 {
		if b.c.Now().Sub(seen.Changed) < erasedFor {
			return nil
		}
		return b.drop(ctx, org, e, seen)
	}
	err = b.turn(ctx, org, page.People[0], func(org *flows.Org, t Thread) (Turn, error) {
		if t.Person.Places[e.ID].Token == seen.Token {
			return Turn{}, errNothing
		}
		h := newHearing(org, t, "fence:"+seen.Token+":"+number(seen.Tries), b.now(org), nil)
		h.unasked = true
		h.t.Rule = "place given back"
		return h.finish(), nil
	})
	if errors.Is(err, errNothing) {
		_, err = b.changeRegister(ctx, org.ID, e, func(r places.Register) places.Register { return r.Keep(seen.Person, seen.Token) })
		return err
	}
	if err != nil {
		return err
	}
	return b.drop(ctx, org, e, seen)
}

func (b *Bot) drop(ctx context.Context, org *flows.Org, e flows.Event, seen places.Entry) error {
	_, err := b.changeRegister(ctx, org.ID, e, func(r places.Register) places.Register { return r.Drop(seen) })
	return err
}
