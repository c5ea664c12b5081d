package webhooks

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

const (
	lookEvery  = time.Second
	share      = 8   // tries for one organisation under way in one process
	someNews   = 500 // facts looked at together
	mostRounds = 20  // of them before some are handed over
)

// Alarm tells the admins of an organisation that an endpoint was turned off.
type Alarm func(ctx context.Context, org string, e Endpoint) error

// Courier hands over what has happened. Any number of processes may run one on the
// same store.
type Courier struct {
	Book  Book
	Facts Facts
	Queue Queue
	Gate  Gate
	Alarm Alarm // nil tells nobody
	// Sensitive tells which groups nobody is told of; nil is none.
	Sensitive func(org, group string) bool
	Now       func() time.Time
	Log       *slog.Logger

	rounds sync.WaitGroup
	mu     sync.Mutex
	served map[string]bool // organisations that somebody is handing over to
	faults []error
}

// Run hands over until the context ends, and then waits for the tries under way.
func (c *Courier) Run(ctx context.Context) error {
	defer c.rounds.Wait()
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	failing, opened := false, false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if !opened {
			opened = c.openAgain(ctx)
		}
		err := errors.Join(c.look(ctx), c.newFaults())
		if err != nil && !failing && ctx.Err() == nil {
			c.Log.Warn("webhooks wait; trying again", "why", err)
		}
		failing = err != nil
	}
}

// openAgain takes up what was set aside for want of a key that is there again. A
// process has other keys only after a start.
func (c *Courier) openAgain(ctx context.Context) bool {
	n, err := c.Facts.OpenAgain(ctx)
	if n > 0 {
		c.Log.Info("what was set aside for webhooks can be opened again, and is told", "facts", n)
	}
	return err == nil
}

// Step looks once at what has happened, tries what is due, and waits for the answers.
func (c *Courier) Step(ctx context.Context) error {
	err := c.look(ctx)
	c.rounds.Wait()
	return errors.Join(err, c.newFaults())
}

// look puts what has happened into the queue, and sees to it that each organisation
// for which something is due is handed it.
func (c *Courier) look(ctx context.Context) error {
	return errors.Join(c.spread(ctx), c.serve(ctx))
}

// spread puts what has happened into the queue of each endpoint that wants to know,
// until there is no more, or it is time to hand some over.
func (c *Courier) spread(ctx context.Context) error {
	for range mostRounds {
		news, err := c.Facts.News(ctx, someNews)
		if err != nil {
			return fmt.Errorf("read what has happened: %w", err)
		}
		if len(news) == 0 {
			return nil
		}
		if err := c.spreadSome(ctx, news); err != nil {
			return err
		}
	}
	return nil
}

func (c *Courier) spreadSome(ctx context.Context, news []News) error {
	known, unopened := books{}, map[string]int{}
	defer func() {
		for org, n := range unopened {
			c.tellUnopened(org, n)
		}
	}()
	for _, n := range news {
		all, err := known.of(ctx, c.Book, n)
		if errors.Is(err, ErrUnopened) {
			if err := c.Facts.SetAside(ctx, n); err != nil {
				return fmt.Errorf("set aside what has happened: %w", err)
			}
			unopened[n.Fact.Org]++
			continue
		}
		if err != nil {
			return fmt.Errorf("read the webhooks: %w", err)
		}
		var to []Delivery
		for _, e := range all.All {
			if e.Wants(n.Fact.Kind) && !c.sensitive(n.Fact) {
				to = append(to, Delivery{ID: deliveryID(n.Fact, e), Endpoint: e.ID, Fact: n.Fact, Begun: c.Now().UTC()})
			}
		}
		if err := c.Facts.Spread(ctx, n, to); err != nil {
			return fmt.Errorf("queue what has happened: %w", err)
		}
	}
	return nil
}

// books are the endpoints of organisations, each read once.
type books map[string]book

type book struct {
	Endpoints
	err error
}

func (b books) of(ctx context.Context, from Book, n News) (Endpoints, error) {
	if n.Unopened {
		return Endpoints{}, ErrUnopened
	}
	one, there := b[n.Fact.Org]
	if !there {
		one.Endpoints, one.err = from.Endpoints(ctx, n.Fact.Org)
		b[n.Fact.Org] = one
	}
	return one.Endpoints, one.err
}

// tellUnopened says in the log that something cannot be told. Of a fact that cannot be
// opened nobody knows whose it is: org is empty then.
func (c *Courier) tellUnopened(org string, n int) {
	if n == 0 {
		return
	}
	c.Log.Error("what a webhook is told cannot be opened, and is set aside for 30 days", "facts", n, "org", org,
		"why", "its key is not among CONNECTIVE_SECRET and CONNECTIVE_SECRET_OLD", "mend", "add the secret it was sealed with to CONNECTIVE_SECRET_OLD and start again")
}

// sensitive reports whether the fact would tell who is in a sensitive group.
func (c *Courier) sensitive(f Fact) bool {
	return f.Group != "" && c.Sensitive != nil && c.Sensitive(f.Org, f.Group)
}

// deliveryID is the same for a fact and an endpoint each time.
func deliveryID(f Fact, e Endpoint) string {
	sum := sha256.Sum256([]byte(f.Org + "\x00" + f.ID + "\x00" + e.ID))
	return "msg_" + hex.EncodeToString(sum[:12])
}
