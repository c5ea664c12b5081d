package store

import (
	"context"
	"sync"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// Direct sends a reply that the turn which says it has claimed already, so that
// it need not be read back from the outbox. Reserve keeps room for one text, or
// says that there is none; Send and Release use it up.
type Direct interface {
	Reserve(connection string) bool
	Release()
	Send(providers.Claim)
}

// SendDirect lets turns hand what they say to the provider by way of d. It is
// called before the first turn is committed.
func (s *Store) SendDirect(d Direct) { s.direct = d }

// direct is the text of one turn that may leave at once. Nil is none.
type direct struct {
	store   *Store
	claim   providers.Claim
	planned time.Time
	allowed int  // how often, after failovers, sending had been allowed
	handed  bool // its room is used up
}

// beginDirect keeps room for the first text of a turn if it may leave at once:
// it answers a text that is judged for the first time. What may have left
// before, what nobody has asked for and what goes before others takes the way
// of the outbox.
func (s *Store) beginDirect(ctx context.Context, p int, turn bot.Turn) *direct {
	try := bot.TryOf(ctx)
	if s.direct == nil || turn.Heard == nil || len(turn.Say) == 0 || try.Before != bot.First || try.Urgent {
		return nil
	}
	o := turn.Say[0]
	if o.Priority != providers.Reply || o.Safety || o.Closing || o.Group != "" || !o.NotBefore.IsZero() {
		return nil
	}
	allowed, open := s.histories.sending()
	if !open || !s.direct.Reserve(turn.Via) {
		return nil
	}
	now := s.now()
	return &direct{store: s, planned: now, allowed: allowed, claim: providers.Claim{
		Entry: providers.Entry{Partition: p, Priority: o.Priority, StreamID: noStream, Ref: o.Ref},
		State: providers.Claimed, Token: s.claimToken(), Attempt: 1,
		Message: providers.Message{Ref: o.Ref, To: turn.Key.Address, From: turn.Line, Via: turn.Via, Text: o.Text, ValidFor: expiry(o, now).Sub(now), Heard: turn.Heard.Received, Choices: o.Choices, Template: o.Template},
	}}
}

// noStream stands for the place in a stream of a text that is in none.
const noStream = "0-0"

// is reports whether that is the text.
func (d *direct) is(o bot.Outgoing) bool { return d != nil && d.claim.Ref == o.Ref }

// fields are those of a text that is claimed.
func (d *direct) fields() []any {
	return []any{"s", "sending", "t", d.claim.Token, "at", ms(d.planned), "n", d.claim.Attempt}
}

// writeDirect has the text claimed by the commit, unless another waits or it
// may not leave. The keys of its queue are there already.
func (w *writes) writeDirect(owner string) {
	c := &w.direct.claim
	c.Owner = owner
	w.keys = append(w.keys, messageKey(w.p, c.Ref), stopKey(w.p, w.id), sendingKey(w.p), lostKey(w.p), hourKey(w.p, numberOf(owner)))
	words := []any{"DIRECT", messageKey(w.p, ""), owner, c.Ref, w.mark, ms(w.direct.planned)}
	if w.speaks() {
		w.keys = append(w.keys, spokeKey(w.p, numberOf(owner)))
		words = append(words, w.store.keys.line(w.turn.Line), *w.turn.Speaks)
	}
	w.args = append(append(w.args, len(words)), words...)
}

// send hands the text on, once the commit has claimed it. On a server with which
// this process was not through a failover when it planned the text, that one may
// have left before.
func (d *direct) send(ctx context.Context, who *answerers) {
	claims := []providers.Claim{d.claim}
	allowed, _ := d.store.histories.sending()
	if allowed != d.allowed || !d.store.histories.maySend(who) {
		if err := d.store.leave(ctx, d.store.now(), claims); err != nil {
			d.store.log.Warn("a claim could not be put back; it is listed as unknown", "error", err)
		}
		return
	}
	d.store.sends.begin(claims, d.planned)
	d.handed = true
	d.store.direct.Send(d.claim)
}

// hang remembers a text whose commit has no answer: if it was committed, it is
// claimed and this process alone knows the token.
func (d *direct) hang(event string) {
	if d != nil {
		d.store.hanging.add(event, d.claim, d.planned)
	}
}

// end gives room back that was not used.
func (d *direct) end() {
	if d != nil && !d.handed {
		d.store.direct.Release()
	}
}

// hangingFor is how long a commit without an answer is remembered: its text is
// judged again within that time, or never here.
const hangingFor = time.Hour

// hanging are the texts that leave at once and whose commits had no answer, by
// the mark of the event.
type hanging struct {
	mu  sync.Mutex
	all map[string]hung
}

type hung struct {
	claim providers.Claim
	at    time.Time
}

func (h *hanging) add(event string, c providers.Claim, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.all == nil {
		h.all = map[string]hung{}
	}
	for other, x := range h.all {
		if now.Sub(x.at) > hangingFor {
			delete(h.all, other)
		}
	}
	if _, earlier := h.all[event]; !earlier { // that one was committed, if any was
		h.all[event] = hung{c, now}
	}
}

// take returns what hangs of events that are known to be committed.
func (h *hanging) take(events []string) []providers.Entry {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []providers.Entry
	for _, event := range events {
		if x, ok := h.all[event]; ok {
			x.claim.Entry.Token = x.claim.Token
			out = append(out, x.claim.Entry)
			delete(h.all, event)
		}
	}
	return out
}

// has reports whether a text hangs: it has certainly not left.
func (h *hanging) has(ref string, now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, x := range h.all {
		if x.claim.Ref == ref && now.Sub(x.at) <= hangingFor {
			return true
		}
	}
	return false
}

// recall reads texts of the outbox whose commits turn out to have been made.
func (s *Store) recall(events ...string) {
	s.inbox.add(s.hanging.take(events))
}
