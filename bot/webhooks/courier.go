package webhooks

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	lookEvery  = time.Second
	atOnce     = 16  // tries under way in one process
	someNews   = 500 // facts looked at together
	mostRounds = 20  // of them before some are handed over
)

// Alarm tells the admins of an organisation that an endpoint was turned off.
type Alarm func(ctx context.Context, org string, e Endpoint) error

// Courier hands over what has happened. Any number of processes may run one on the
// same store.
type Courier struct {
	Book  Book
	Queue Queue
	Gate  Gate
	Alarm Alarm // nil tells nobody
	// Sensitive tells which groups nobody is told of; nil is none.
	Sensitive func(org, group string) bool
	Now       func() time.Time
	Log       *slog.Logger
}

// Run hands over until the context ends.
func (c *Courier) Run(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		err := c.Step(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			c.Log.Warn("webhooks wait; trying again", "why", err)
		}
		failing = err != nil
	}
}

// Step looks once at what has happened, and tries once what is due.
func (c *Courier) Step(ctx context.Context) error {
	return errors.Join(c.spread(ctx), c.deliver(ctx))
}

// spread puts what has happened into the queue of each endpoint that wants to know,
// until there is no more, or it is time to hand some over.
func (c *Courier) spread(ctx context.Context) error {
	for range mostRounds {
		news, err := c.Queue.News(ctx, someNews)
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

func (c *Courier) spreadSome(ctx context.Context, news []News) (err error) {
	known := map[string]Endpoints{}
	for _, n := range news {
		all, there := known[n.Fact.Org]
		if !there {
			if all, err = c.Book.Endpoints(ctx, n.Fact.Org); err != nil {
				return fmt.Errorf("read the webhooks: %w", err)
			}
			known[n.Fact.Org] = all
		}
		var to []Delivery
		for _, e := range all.All {
			if e.Wants(n.Fact.Kind) && !c.sensitive(n.Fact) {
				to = append(to, Delivery{ID: deliveryID(n.Fact, e), Endpoint: e.ID, Fact: n.Fact, Begun: c.Now().UTC()})
			}
		}
		if err := c.Queue.Spread(ctx, n, to); err != nil {
			return fmt.Errorf("queue what has happened: %w", err)
		}
	}
	return nil
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

func (c *Courier) deliver(ctx context.Context) error {
	due, err := c.Queue.TakeDeliveries(ctx, c.Now(), 4*atOnce)
	if err != nil {
		return fmt.Errorf("read what is due: %w", err)
	}
	var tries sync.WaitGroup
	var mu sync.Mutex
	var faults []error
	slots := make(chan struct{}, atOnce)
	for _, d := range due {
		slots <- struct{}{}
		tries.Go(func() {
			defer func() { <-slots }()
			if err := c.try(ctx, d); err != nil {
				mu.Lock()
				defer mu.Unlock()
				faults = append(faults, err)
			}
		})
	}
	tries.Wait()
	return errors.Join(faults...)
}

// try hands one delivery over, and records what came of it.
func (c *Courier) try(ctx context.Context, d Delivery) error {
	all, err := c.Book.Endpoints(ctx, d.Fact.Org)
	if err != nil {
		return fmt.Errorf("read the webhooks: %w", err)
	}
	e := all.find(d.Endpoint)
	if e == nil { // it was removed: nobody is to be told
		return c.Queue.Tried(ctx, d, Result{Done: true, Now: c.Now()})
	}
	if !e.Off.IsZero() {
		return c.Queue.Tried(ctx, d, Result{Now: c.Now(), Why: "it is turned off"})
	}
	_, why := post(ctx, c.Gate, *e, d, c.Now())
	if ctx.Err() != nil { // the process stops: somebody tries again
		return nil
	}
	r := Result{Done: why == "", Now: c.Now(), Why: why}
	if again, patient := next(d.Begun, c.Now(), d.Tries+1, rand.Float64()); why != "" && patient {
		r.Again = again
	}
	if err := c.Queue.Tried(ctx, d, r); err != nil {
		return fmt.Errorf("record what came of a webhook: %w", err)
	}
	return c.judge(ctx, d.Fact.Org, *e, why)
}

// judge notes that an endpoint fails, or does no more, and turns one off that has
// taken nothing for PatientFor.
func (c *Courier) judge(ctx context.Context, org string, e Endpoint, why string) error {
	now := c.Now()
	off := why != "" && !e.Failing.IsZero() && now.Sub(e.Failing) >= PatientFor
	if why == "" && e.Failing.IsZero() || why != "" && !e.Failing.IsZero() && !off {
		return nil
	}
	all, err := c.Book.Endpoints(ctx, org)
	if err != nil {
		return fmt.Errorf("read the webhooks: %w", err)
	}
	kept := all.find(e.ID)
	if kept == nil || !kept.Off.IsZero() || kept.Failing != e.Failing {
		return nil // somebody else has seen to it
	}
	switch {
	case off:
		kept.Off = now.UTC()
	case why == "":
		kept.Failing = time.Time{}
	default:
		kept.Failing = now.UTC()
	}
	if err := c.Book.KeepEndpoints(ctx, all); err != nil {
		if errors.Is(err, ErrMoved) { // the next try notes it
			return nil
		}
		return fmt.Errorf("note how a webhook is: %w", err)
	}
	if !off {
		return nil
	}
	c.Log.Error("a webhook has taken nothing for three days, and is turned off", "org", org, "webhook", e.ID, "mend", "connective webhooks enable")
	if c.Alarm != nil {
		return c.Alarm(ctx, org, *kept)
	}
	return nil
}
