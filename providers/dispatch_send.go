package providers

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"
)

const (
	heldFor      = time.Second          // until a text whose person's STOP waits is tried again
	atOnce       = time.Millisecond     // put back for another dispatcher
	staleAfter   = 5 * time.Second      // a claim not begun by then goes back: no sweep must meet a live call
	replyWaits   = 4 * time.Second      // at most, for its originator's rate
	bulkWaits    = time.Second          //
	firstBackoff = 2 * time.Second      // of a text that was certainly not sent
	lastBackoff  = 5 * time.Minute      //
	codeNumber   = "number_not_allowed" // ours, among the providers' codes
	codePaused   = "provider_paused"
	codePaced    = "sender_paced"
	codeHeld     = "stop_waits"
)

// sendJobs is one sender of a connection: it takes replies before bulk, until both are closed
// and empty.
func (d *Dispatcher) sendJobs(ctx context.Context, c *carrier) {
	replies, bulk := c.replies, c.bulk
	for replies != nil || bulk != nil {
		var j job
		var ok bool
		select {
		case j, ok = <-replies:
			if !ok {
				replies = nil
			}
		default:
			select {
			case j, ok = <-replies:
				if !ok {
					replies = nil
				}
			case j, ok = <-bulk:
				if !ok {
					bulk = nil
				}
			}
		}
		if ok {
			n := len(j.claims)
			d.report(d.send(ctx, c, j))
			d.leave(j.room, n)
		}
	}
}

// report hands on what became of a job; once the dispatcher is over it drops
// it, and the sweep of another finds the claims.
func (d *Dispatcher) report(settled []Settlement) {
	select {
	case d.results <- settled:
	case <-d.over:
	}
}

// send makes one call of the provider for those of the job's texts that may go
// now, and answers a settlement for every one.
func (d *Dispatcher) send(ctx context.Context, c *carrier, j job) []Settlement {
	settled := make([]Settlement, 0, len(j.claims))
	going := j.claims[:0]
	for _, claim := range j.claims {
		if r, stays := d.keepBack(c, claim.Message.To); stays {
			settled = append(settled, Settlement{Claim: claim, Result: r})
			continue
		}
		going = append(going, claim)
	}
	if len(going) == 0 {
		return settled
	}
	lease, r, stays := d.delay(ctx, c, j.at, going)
	if stays {
		c.count(EventPutBack, len(going))
		for _, claim := range going {
			s := Settlement{Claim: claim, Result: r}
			if r.Code == codePaused {
				s = d.elsewhere(c, s, d.Now())
			}
			settled = append(settled, s)
		}
		return settled
	}
	refusal := c.halting.last().Last // before the call: what it answers is newer
	for i, r := range d.call(ctx, c, going) {
		r = honest(r)
		c.count(eventOf(r), 1)
		if r.Verdict == Accepted {
			c.halting.took(refusal)
			refusal = ""
		}
		settled = append(settled, d.goOn(c, going[i], r, d.judge(c, r, going[i], lease)))
	}
	return settled
}

// keepBack says why a text to that address may not go now.
func (d *Dispatcher) keepBack(c *carrier, to Address) (Result, bool) {
	if d.Held(to) {
		c.count(EventHeld, 1)
		return putBack(codeHeld, heldFor), true
	}
	if err := d.MayText(to); err != nil {
		c.count(EventRefused, 1)
		d.Log.Warn("a text was refused", "error", err)
		return Result{Verdict: Rejected, Class: Permanent, Code: codeNumber}, true
	}
	return Result{}, false
}

// delay waits for the originator's rate and answers the lease of the call, or
// says why the whole job goes back.
func (d *Dispatcher) delay(ctx context.Context, c *carrier, claimed time.Time, going []Claim) (lease int, r Result, stays bool) {
	now := d.Now()
	if ctx.Err() != nil || now.Sub(claimed) > staleAfter {
		return 0, putBack("", atOnce), true
	}
	patience := bulkWaits
	if going[0].Priority == Reply {
		patience = replyWaits
	}
	wait, ok := d.turn(ctx, c, going[0].Message.From, len(going), now, patience)
	if !ok {
		return 0, putBack(codePaced, wait), true
	}
	if wait > 0 && !pause(ctx, wait) {
		return 0, putBack("", atOnce), true
	}
	now = d.Now()
	lease, ok = c.circuit.allow(now)
	if !ok {
		return 0, putBack(codePaused, d.away(c, now)), true
	}
	return lease, Result{}, false
}

// away is how long a text waits whose provider is paused. While others work the
// reader goes on, so that all who wait here must not come back at once.
func (d *Dispatcher) away(c *carrier, now time.Time) time.Duration {
	wait := max(atOnce, c.circuit.wait(now))
	if len(d.all) > 1 {
		wait = c.later.back(now, wait)
	}
	return wait
}

// putBack is the result of a text that was not tried.
func putBack(code string, wait time.Duration) Result {
	return Result{Verdict: Rejected, Class: Throttled, Code: code, RetryAfter: wait}
}

// call sends, whatever the provider does: an error is for a batch that was not
// tried, a panic may have come after the texts left. The call outlives ctx, so
// that a stop cuts off nothing that is under way.
func (d *Dispatcher) call(ctx context.Context, c *carrier, claims []Claim) (results []Result) {
	defer func() {
		if broken := recover(); broken != nil {
			c.count(EventPanic, 1)
			d.Log.Error("the provider's code broke", "provider", c.Provider.Name(),
				"kind", fmt.Sprintf("%T", broken), "stack", string(debug.Stack()))
			results = same(len(claims), Result{Verdict: Uncertain, Class: OutcomeUnknown})
		}
	}()
	messages := make([]Message, len(claims))
	for i := range claims {
		messages[i] = claims[i].Message
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendTimeout)
	defer cancel()
	results, err := c.Provider.Send(ctx, messages)
	if err != nil {
		d.Log.Warn("send texts", "provider", c.Provider.Name(), "error", err)
		return same(len(claims), Result{Verdict: Rejected, Class: Temporary})
	}
	for len(results) < len(claims) {
		results = append(results, Result{Verdict: Uncertain, Class: OutcomeUnknown})
	}
	return results[:len(claims)]
}

func same(n int, r Result) []Result {
	all := make([]Result, n)
	for i := range all {
		all[i] = r
	}
	return all
}
