package bot

import (
	"context"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
)

// advance ends offers and makes new ones.
func (b *Bot) advance(ctx context.Context, org *flows.Org, e flows.Event, now time.Time) (places.Register, error) {
	var lapsed []places.Entry
	advance := func(r places.Register) places.Register { return r.Advance(inRegister(e), org, now) }
	r, err := b.changeRegister(ctx, org.ID, e, func(r places.Register) places.Register {
		if lapsed = r.Lapsed(now); len(lapsed) > 0 {
			return r
		}
		return advance(r)
	})
	if err != nil || len(lapsed) == 0 {
		return r, err
	}
	if err := b.holdForUntold(ctx, org, e, lapsed, now); err != nil {
		return r, err
	}
	return b.changeRegister(ctx, org.ID, e, advance)
}

// holdForUntold keeps the place in line of whoever was offered a place by a text that
// has not left in time, as the provider was away: they have not been asked.
func (b *Bot) holdForUntold(ctx context.Context, org *flows.Org, e flows.Event, lapsed []places.Entry, now time.Time) error {
	for _, entry := range lapsed {
		asked, err := b.wasAsked(ctx, org, e, entry)
		if err != nil {
			return err
		}
		if asked {
			continue
		}
		_, err = b.changeRegister(ctx, org.ID, e, func(r places.Register) places.Register {
			return r.Hold(entry.Person, entry.By, now.Add(heldBackFor))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// wasAsked reports whether the text that offers a place may have reached its person.
func (b *Bot) wasAsked(ctx context.Context, org *flows.Org, e flows.Event, offered places.Entry) (bool, error) {
	page, err := b.c.Jobs.People(ctx, Job{Org: org.ID, Who: flows.Audience{Kind: flows.ToAsker, Name: offered.Person}})
	if err != nil {
		return false, fmt.Errorf("find who was offered a place: %w", err)
	}
	if len(page.People) == 0 {
		return true, nil // they are erased, and their place in line goes
	}
	thread, err := b.c.Threads.Thread(withTry(ctx, Try{}), page.People[0])
	if err != nil {
		return false, fmt.Errorf("read a thread: %w", err)
	}
	place := thread.Person.Places[e.ID]
	switch {
	case place.State != places.Offered || !place.By.Equal(offered.By):
		return place.State != places.Waiting, nil // the job has not come to them yet
	case place.Ref == "":
		return false, nil
	case b.c.Fates == nil:
		return true, nil
	}
	fates, err := b.c.Fates.Fates(ctx, page.People[0].Address, []string{place.Ref})
	if err != nil {
		return false, fmt.Errorf("read what has become of an offer: %w", err)
	}
	switch fates[place.Ref] {
	case FateWaits, FateWithheld, FateExpired, FateCapped, FateFailed:
		return false, nil
	}
	return true, nil
}
