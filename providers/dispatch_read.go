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
		n := d.takeRoom(ctx)
		if n == 0 {
			return
		}
		entries, err := d.Outbox.Ready(ctx, n, readWait)
		leave(d.room, n-len(entries))
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

// mayRead waits while the gate is shut or the provider is paused, and reports
// false once ctx is done.
func (d *Dispatcher) mayRead(ctx context.Context) bool {
	for ctx.Err() == nil {
		if !d.Gate() {
			pause(ctx, gatePoll)
			continue
		}
		wait := d.circuit.wait(d.Now())
		if wait <= 0 {
			return true
		}
		d.circuit.sleep(ctx, wait)
	}
	return false
}

// takeRoom waits for room for one text and takes all the room there is, or only
// that one while a paused provider is tried.
func (d *Dispatcher) takeRoom(ctx context.Context) int {
	select {
	case d.room <- struct{}{}:
	case <-ctx.Done():
		return 0
	}
	if d.circuit.paused() {
		return 1
	}
	for n := 1; ; n++ {
		select {
		case d.room <- struct{}{}:
		default:
			return n
		}
	}
}

// leave gives back room for n texts.
func leave(room chan struct{}, n int) {
	for range n {
		<-room
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
			leave(d.room, len(entries)-d.hand(claims, now))
			return
		}
		d.Log.Warn("claim texts", "error", err)
		pause(ctx, retry)
	}
	leave(d.room, len(entries))
}

// hand gives the claims that may be sent to the senders, replies first, and
// returns how many those are.
func (d *Dispatcher) hand(claims []Claim, now time.Time) int {
	sent := 0
	var bulk []Claim
	for i := range claims {
		c := &claims[i]
		switch {
		case c.State != Claimed:
			d.count(string(c.State), 1)
		case c.Priority == Bulk && d.batch > 1:
			bulk = append(bulk, *c)
			sent++
		case c.Priority == Bulk:
			d.bulk <- job{claims[i : i+1 : i+1], now, d.room}
			sent++
		default:
			d.replies <- job{claims[i : i+1 : i+1], now, d.room}
			sent++
		}
	}
	for _, group := range alike(bulk, d.batch) {
		d.bulk <- job{group, now, d.room}
	}
	d.count(EventClaimed, sent)
	return sent
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
		cmp.Compare(a.Message.From, b.Message.From),
		cmp.Compare(a.Message.Text, b.Message.Text),
		cmp.Compare(a.Message.ValidFor, b.Message.ValidFor),
	)
}
