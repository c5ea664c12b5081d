package providers

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// memoryOutbox is an outbox as the store keeps it: two lanes, a token for each
// claim, and results that count only with the token of the last claim.
type memoryOutbox struct {
	now     func() time.Time
	mu      sync.Mutex
	texts   map[string]*memoryText
	replies []Entry
	bulk    []Entry
	added   chan struct{}
	tokens  int
	claims  int // calls
	settles int // calls
	stale   int // settlements with a token that is not the last
	fail    func(call string) error
}

type memoryText struct {
	message Message
	entry   Entry
	state   State
	token   string
	claimed time.Time
	attempt int
	doubt   time.Time
	last    Result
	history []Result
}

func (t *memoryText) doubtful(since time.Time) {
	if t.doubt.IsZero() {
		t.doubt = since
	}
}

func newMemoryOutbox() *memoryOutbox {
	return &memoryOutbox{now: time.Now, texts: map[string]*memoryText{}, added: make(chan struct{}, 1)}
}

func (o *memoryOutbox) add(p Priority, m Message) {
	o.mu.Lock()
	e := Entry{Priority: p, StreamID: fmt.Sprint(len(o.texts)), Ref: m.Ref}
	o.texts[m.Ref] = &memoryText{message: m, entry: e, state: Queued}
	o.queue(e)
	o.mu.Unlock()
	o.wake()
}

func (o *memoryOutbox) queue(e Entry) {
	if e.Priority == Reply {
		o.replies = append(o.replies, e)
		return
	}
	o.bulk = append(o.bulk, e)
}

func (o *memoryOutbox) wake() {
	select {
	case o.added <- struct{}{}:
	default:
	}
}

func (o *memoryOutbox) failure(call string) error {
	if o.fail == nil {
		return nil
	}
	return o.fail(call)
}

func (o *memoryOutbox) Ready(ctx context.Context, most int, wait time.Duration) ([]Entry, error) {
	if err := o.failure("ready"); err != nil {
		return nil, err
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		if entries := o.take(most); len(entries) > 0 {
			return entries, nil
		}
		select {
		case <-o.added:
		case <-timer.C:
			return nil, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (o *memoryOutbox) take(most int) []Entry {
	o.mu.Lock()
	defer o.mu.Unlock()
	var entries []Entry
	for _, lane := range []*[]Entry{&o.replies, &o.bulk} {
		n := min(most-len(entries), len(*lane))
		entries = append(entries, (*lane)[:n]...)
		*lane = (*lane)[n:]
	}
	return entries
}

func (o *memoryOutbox) Claim(_ context.Context, now time.Time, entries []Entry) ([]Claim, error) {
	if err := o.failure("claim"); err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.claims++
	claims := make([]Claim, len(entries))
	for i, e := range entries {
		text := o.texts[e.Ref]
		claims[i] = Claim{Entry: e, State: AlreadyRun}
		if text.state != Queued {
			continue
		}
		o.tokens++
		text.state, text.token, text.claimed = Sending, fmt.Sprint("token-", o.tokens), now
		text.attempt++
		claims[i] = Claim{Entry: e, State: Claimed, Token: text.token, Message: text.message, Attempt: text.attempt, Doubt: text.doubt}
	}
	return claims, nil
}

func (o *memoryOutbox) Settle(_ context.Context, now time.Time, settled []Settlement) error {
	if err := o.failure("settle"); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.settles++
	for _, s := range settled {
		text := o.texts[s.Claim.Ref]
		if text.token != s.Claim.Token || text.state != Sending {
			o.stale++
			continue
		}
		text.last = s.Result
		text.history = append(text.history, s.Result)
		switch {
		case s.Result.Verdict == Accepted:
			text.state = Sent
		case s.Next != nil && s.Next.Doubt:
			text.message.Via, text.message.From = s.Next.Via, s.Next.From
			text.doubtful(now)
			text.state = Queued
			time.AfterFunc(s.Result.RetryAfter, func() { o.requeue(text.entry) })
		case s.Result.Verdict == Uncertain:
			text.doubtful(now)
			text.state = Unknown
		case s.Result.Class == Throttled || s.Result.Class == Temporary:
			if s.Next != nil {
				text.message.Via, text.message.From = s.Next.Via, s.Next.From
			}
			text.state = Queued
			time.AfterFunc(s.Result.RetryAfter, func() { o.requeue(text.entry) })
		default:
			text.state = Failed
		}
	}
	return nil
}

func (o *memoryOutbox) requeue(e Entry) {
	o.mu.Lock()
	o.queue(e)
	o.mu.Unlock()
	o.wake()
}

func (o *memoryOutbox) Sweep(_ context.Context, now time.Time, age time.Duration, repeats Repeats) (int, error) {
	if err := o.failure("sweep"); err != nil {
		return 0, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	n := 0
	for _, text := range o.texts {
		if text.state == Sending && now.Sub(text.claimed) > age {
			n++
			name, again := repeats(text.message.Via)
			if !again {
				text.state = Unknown
				continue
			}
			text.state, text.message.Via = Queued, name
			text.doubtful(text.claimed)
			o.queue(text.entry)
		}
	}
	return n, nil
}

func (o *memoryOutbox) state(ref string) State {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.texts[ref].state
}

func (o *memoryOutbox) history(ref string) []Result {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.texts[ref].history
}

func (o *memoryOutbox) count(s State) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := 0
	for _, text := range o.texts {
		if text.state == s {
			n++
		}
	}
	return n
}
