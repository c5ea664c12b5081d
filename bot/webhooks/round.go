package webhooks

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// serve begins a round for each organisation for which something is due and that has
// none yet: none waits for another's program.
func (c *Courier) serve(ctx context.Context) error {
	due, err := c.Queue.DueDeliveries(ctx, c.Now())
	if err != nil {
		return fmt.Errorf("read what is due: %w", err)
	}
	for _, org := range due {
		if c.begin(org) {
			c.rounds.Go(func() { c.end(org, c.round(ctx, org)) })
		}
	}
	return nil
}

func (c *Courier) begin(org string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.served[org] {
		return false
	}
	if c.served == nil {
		c.served = map[string]bool{}
	}
	c.served[org] = true
	return true
}

func (c *Courier) end(org string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.served, org)
	if err != nil {
		c.faults = append(c.faults, err)
	}
}

// newFaults are those of rounds that have ended since it was asked last.
func (c *Courier) newFaults() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := errors.Join(c.faults...)
	c.faults = nil
	return err
}

// round hands over to one organisation until nothing is due. It takes no more than it
// tries at once: what is taken is tried within the minute for which it is ours.
func (c *Courier) round(ctx context.Context, org string) error {
	for ctx.Err() == nil {
		due, unopened, err := c.Queue.TakeDeliveries(ctx, org, c.Now(), share)
		if err != nil {
			return fmt.Errorf("read what is due: %w", err)
		}
		c.tellUnopened(org, unopened)
		if len(due)+unopened == 0 {
			return nil
		}
		if err := c.tryAll(ctx, due); err != nil {
			return err
		}
	}
	return nil
}

func (c *Courier) tryAll(ctx context.Context, due []Delivery) error {
	faults := make([]error, len(due))
	var tries sync.WaitGroup
	for i, d := range due {
		tries.Go(func() { faults[i] = c.try(ctx, d) })
	}
	tries.Wait()
	return errors.Join(faults...)
}

// try hands one delivery over, and records what came of it.
func (c *Courier) try(ctx context.Context, d Delivery) error {
	all, err := c.Book.Endpoints(ctx, d.Fact.Org)
	if errors.Is(err, ErrUnopened) {
		return c.record(ctx, d, "the webhooks cannot be opened")
	}
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
	if err := c.record(ctx, d, why); err != nil {
		return err
	}
	return c.judge(ctx, d.Fact.Org, *e, why)
}

// record notes why a try has failed, and when the next is; done for no reason.
func (c *Courier) record(ctx context.Context, d Delivery, why string) error {
	r := Result{Done: why == "", Now: c.Now(), Why: why}
	if again, patient := next(d.Begun, c.Now(), d.Tries+1, rand.Float64()); why != "" && patient {
		r.Again = again
	}
	if err := c.Queue.Tried(ctx, d, r); err != nil {
		return fmt.Errorf("record what came of a webhook: %w", err)
	}
	return nil
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
