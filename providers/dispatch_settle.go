package providers

import (
	"context"
	"time"
)

const (
	mostSettled  = 512 // in one call of the outbox
	lastAttempts = 5   // to settle when the dispatcher ends
)

// honest settles what a provider's result leaves open: what is neither accepted
// nor rejected may have been sent.
func honest(r Result) Result {
	switch {
	case r.Verdict == Accepted:
		r.Class = ClassNone
	case r.Verdict != Rejected, r.Class == OutcomeUnknown:
		r.Verdict, r.Class = Uncertain, OutcomeUnknown
	case r.Class == ClassNone:
		r.Class = Permanent
	}
	return r
}

// judge turns a provider's result into one that the outbox can act on: what
// pauses the provider puts the text back, and what is to be tried again says
// when. A text that may have left is not put back, though its answer pauses the
// provider.
func (d *Dispatcher) judge(c *carrier, r Result, claim Claim, lease int) Result {
	now := d.Now()
	if r.Verdict == Uncertain && pauses(r.Pauses) {
		d.halt(c, now, r.Pauses, r.Code, lease)
		return r
	}
	if pauses(r.Class) {
		d.halt(c, now, r.Class, r.Code, lease)
		r.Class, r.RetryAfter = Throttled, d.away(c, now)
		return r
	}
	if _, other := d.second(claim); other && (r.Class == Temporary || r.Class == OutcomeUnknown) {
		d.missed(c, now, lease)
	} else {
		c.circuit.answered(r.Class, lease)
	}
	if r.Class == Throttled || r.Class == Temporary {
		if r.RetryAfter <= 0 {
			r.RetryAfter = backoff(claim.Attempt)
		}
		if r.Class == Throttled {
			c.circuit.ease(now, r.RetryAfter)
		}
	}
	return r
}

// halt pauses the provider, and lets all processes know.
func (d *Dispatcher) halt(c *carrier, now time.Time, class Class, code string, lease int) {
	if !c.circuit.trip(now, lease) {
		return // it was paused after this call had begun
	}
	c.count(EventPaused, 1)
	d.Log.Error("the provider is paused", "connection", c.Name, "provider", c.Provider.Name(), "class", string(class), "code", code)
	c.halting.refuse(class, code, now)
}

// backoff doubles with every attempt.
func backoff(attempt int) time.Duration {
	wait := firstBackoff
	for range min(attempt-1, 10) {
		wait *= 2
	}
	return min(wait, lastBackoff)
}

// settle records results. Those that are there at the same moment share one
// call, and a lone one never waits.
func (d *Dispatcher) settle(ctx context.Context) {
	var batch []Settlement
	for {
		select {
		case first := <-d.results:
			batch = d.gather(append(batch[:0], first...))
		case <-d.over:
			if batch = d.gather(batch[:0]); len(batch) == 0 {
				return
			}
		}
		d.record(ctx, batch)
	}
}

// gather adds the results that are already there.
func (d *Dispatcher) gather(batch []Settlement) []Settlement {
	for len(batch) < mostSettled {
		select {
		case more := <-d.results:
			batch = append(batch, more...)
		default:
			return batch
		}
	}
	return batch
}

// record tries until the outbox has the results. Once ctx is done it gives up
// after a few tries; the sweep then finds the claims.
func (d *Dispatcher) record(ctx context.Context, batch []Settlement) {
	retry, left := firstRetry, lastAttempts
	for left > 0 {
		err := d.Outbox.Settle(context.WithoutCancel(ctx), d.Now(), batch)
		if err == nil {
			return
		}
		d.Log.Warn("settle texts", "error", err, "texts", len(batch))
		waiting := ctx
		if ctx.Err() != nil {
			waiting = context.WithoutCancel(ctx)
			left--
		}
		pause(waiting, retry)
		retry = min(2*retry, longestWait)
	}
}
