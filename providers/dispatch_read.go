package providers

import (
	"cmp"
	"context"
	"slices"
	"time"
)

const (
	gatePoll    = 100 * time.Millisecond // while the gate is shut
	firstRetry  = 50 * time.Millisecond  // when the outbox cannot be reached
	longestWait = 2 * time.Second        // between two tries to reach it
)

// job is what one call of the provider carries: claims of one text from one
// originator.
type job struct {
	claims []Claim
	at     time.Time     // when they were claimed
	room   chan struct{} // what they take up, one for each
}

// read keeps the senders busy: it reads and claims as many texts as there is
// room for. While the senders work the next read goes on, so that under load
// each round trip carries many texts, and a lone text waits for none.
func (d *Dispatcher) read(ctx context.Context) {
	retry := firstRetry
	for d.mayRead(ctx) {
		n := d.space(ctx)
		if n == 0 {
			return
		}
		entries, err := d.Outbox.Ready(ctx, n, readWait)
		if err != nil {
			d.Log.Warn("read the outbox", "error", err)
			pause(ctx, retry)
			retry = min(2*retry, longestWait)
			continue
		}
		retry = firstRetry
		if len(entries) > 0 {
			d.claim(ctx, entries)
		}
	}
}

// mayRead waits while the gate is shut or every provider is paused, and reports
// false once ctx is done.
func (d *Dispatcher) mayRead(ctx context.Context) bool {
	for ctx.Err() == nil {
		if !d.Gate() {
			pause(ctx, gatePoll)
			continue
		}
		wait := d.paused()
		if wait <= 0 {
			return true
		}
		d.sleep(ctx, wait)
	}
	return false
}

// paused is how long nothing may be sent by any connection.
func (d *Dispatcher) paused() time.Duration {
	now := d.Now()
	least := d.all[0].circuit.wait(now)
	for _, c := range d.all[1:] {
		least = min(least, c.circuit.wait(now))
	}
	return least
}

// sleep waits, or until a circuit has changed.
func (d *Dispatcher) sleep(ctx context.Context, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-d.changed:
	}
}

// space waits until some connection has room, and returns how much; 0 once ctx
// is done. The reader alone takes room, so that one connection by itself never
// finds less than was read for it.
func (d *Dispatcher) space(ctx context.Context) int {
	for ctx.Err() == nil {
		most := 0
		for _, c := range d.all {
			most = max(most, c.space())
		}
		if most > 0 {
			return most
		}
		select {
		case <-ctx.Done():
		case <-d.freed:
		}
	}
	return 0
}

// leave gives back room for n texts.
func leave(room chan struct{}, n int) {
	for range n {
		<-room
	}
}

// leave gives back a connection's room, and lets the reader know.
func (d *Dispatcher) leave(room chan struct{}, n int) {
	leave(room, n)
	select {
	case d.freed <- struct{}{}:
	default:
	}
}

// claim asks leave for the entries until the outbox answers. The gate is asked
// again, since the read may have waited for long.
func (d *Dispatcher) claim(ctx context.Context, entries []Entry) {
	for retry := firstRetry; ctx.Err() == nil; retry = min(2*retry, longestWait) {
		if !d.Gate() {
			pause(ctx, gatePoll)
			continue
		}
		now := d.Now()
		claims, err := d.Outbox.Claim(ctx, now, entries)
		if err == nil {
			d.hand(ctx, claims, now)
			return
		}
		d.Log.Warn("claim texts", "error", err)
		pause(ctx, retry)
	}
}

// hand gives the claims that may be sent to the senders of their connections,
// replies first. What no connection has room for goes back.
func (d *Dispatcher) hand(ctx context.Context, claims []Claim, now time.Time) {
	var batches map[*carrier][]Claim
	for i := range claims {
		claim := &claims[i]
		if claim.State != Claimed {
			d.count(string(claim.State), 1)
			continue
		}
		c := d.enter(ctx, claim, now)
		switch {
		case c == nil:
		case claim.Priority == Bulk && c.batch > 1:
			if batches == nil {
				batches = map[*carrier][]Claim{}
			}
			batches[c] = append(batches[c], *claim)
		case claim.Priority == Bulk:
			c.bulk <- job{claims[i : i+1 : i+1], now, c.room}
		default:
			c.replies <- job{claims[i : i+1 : i+1], now, c.room}
		}
	}
	for c, bulk := range batches {
		for _, group := range alike(bulk, c.batch) {
			c.bulk <- job{group, now, c.room}
		}
	}
}

// enter takes room for a claim at its connection; nil is that it has been put
// back.
func (d *Dispatcher) enter(ctx context.Context, claim *Claim, now time.Time) *carrier {
	c := d.carrier(claim.Message.Via)
	if c == nil {
		d.count(EventPutBack, 1)
		d.Log.Error("a text waits: its connection is not set up here", "connection", claim.Message.Via)
		d.report([]Settlement{{Claim: *claim, Result: putBack(codeNoConnection, noConnectionFor)}})
		return nil
	}
	if !c.admit(ctx) {
		c.count(EventPutBack, 1)
		d.report([]Settlement{{Claim: *claim, Result: putBack(codeBusy, c.later.back(now, comesBack))}})
		return nil
	}
	c.count(EventClaimed, 1)
	return c
}

// alike cuts the claims into groups that one call can carry: the same words
// from the same originator, at most limit of them.
func alike(claims []Claim, limit int) [][]Claim {
	slices.SortStableFunc(claims, compareWords)
	var groups [][]Claim
	for begin, i := 0, 1; i <= len(claims); i++ {
		if i == len(claims) || i-begin == limit || compareWords(claims[begin], claims[i]) != 0 {
			groups = append(groups, claims[begin:i:i])
			begin = i
		}
	}
	return groups
}

func compareWords(a, b Claim) int {
	return cmp.Or(
		cmp.Compare(a.Message.From, b.Message.From), // of one connection already
		cmp.Compare(a.Message.Text, b.Message.Text),
		cmp.Compare(a.Message.ValidFor, b.Message.ValidFor),
	)
}
