package inbox

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/providers"
)

// What the audit log says of texts that may not have arrived.
const (
	SentAgain staff.Deed = "sent a text again"
	LeftAsIs  staff.Deed = "left a text as it is"
)

// Outbox is where texts wait to be sent, and what has become of them is known.
// Resend and Dismiss return bot.ErrSettled for a text whose fate is known. Errors
// wrap bot.ErrUnavailable.
type Outbox interface {
	Fates(ctx context.Context, to providers.Address, refs []string) (map[string]bot.Fate, error)
	Uncertain(ctx context.Context, org string) (map[providers.Address]bool, error)
	Resend(ctx context.Context, ref string) error
	Dismiss(ctx context.Context, ref string) error
}

// Fates returns what has become of what staff have sent in a case, by the lines'
// refs. Of what was settled a week ago nothing is known any more.
func (d *Desk) Fates(ctx context.Context, who staff.Scope, f bot.CaseFile) (map[string]bot.Fate, error) {
	if err := who.Must(staff.SeeCases); err != nil {
		return nil, err
	}
	if f.Key.Org != who.Org() {
		return nil, bot.ErrNoCase
	}
	var refs []string
	for _, n := range f.Notes {
		if n.Who == bot.ByStaff && n.Ref != "" {
			refs = append(refs, n.Ref)
		}
	}
	if len(refs) == 0 {
		return nil, nil
	}
	return d.Outbox.Fates(ctx, f.Key.Address, refs)
}

// Settle sends a text of staff once more of which nobody knows whether it has
// arrived, or leaves it as it is. Only one of the case can be named, and only by
// whoever holds the case, or anybody if nobody does. Errors are staff.ErrMayNot,
// bot.ErrNoCase, a *bot.HeldError, bot.ErrStopped and bot.ErrSettled.
func (d *Desk) Settle(ctx context.Context, who staff.Scope, caseID, ref string, again bool) error {
	if err := who.Must(staff.Reply); err != nil {
		return err
	}
	f, err := d.Files.Case(ctx, who.Org(), caseID)
	if err != nil {
		return err
	}
	switch {
	case !slices.ContainsFunc(f.Notes, func(n bot.Note) bool { return n.Who == bot.ByStaff && n.Ref == ref && ref != "" }):
		return bot.ErrSettled
	case f.Closed.IsZero() && f.Holder.ID != "" && f.Holder.ID != who.Account():
		return &bot.HeldError{By: f.Holder, Since: f.Since}
	case again && f.Stop:
		return bot.ErrStopped
	}
	fates, err := d.Outbox.Fates(ctx, f.Key.Address, []string{ref})
	switch {
	case err != nil:
		return err
	case again && fates[ref] == bot.FateWaits:
		return nil // somebody has just said so
	case fates[ref] != bot.FateUncertain:
		return bot.ErrSettled
	}
	deed, do := LeftAsIs, d.Outbox.Dismiss
	if again {
		deed, do = SentAgain, d.Outbox.Resend
	}
	if err := d.Audit.Note(ctx, who, staff.Entry{Deed: deed, Case: caseID}); err != nil {
		return err
	}
	if err := do(ctx, ref); err != nil {
		return fmt.Errorf("settle a text: %w", err)
	}
	d.doubts.forget(who.Org())
	return nil
}

// doubtsFor is how long it is believed who may not have got a text: lists are drawn
// for every page at every change.
const doubtsFor = 3 * time.Second

// doubts remembers for a moment to whom texts may not have arrived.
type doubts struct {
	mu  sync.Mutex
	all map[string]*doubt
}

type doubt struct {
	mu      sync.Mutex
	people  map[providers.Address]bool
	at      time.Time // when it was read; zero to read it again
	version int64     // how often it was found to be changed
}

func (d *doubts) of(org string) *doubt {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.all == nil {
		d.all = map[string]*doubt{}
	}
	if d.all[org] == nil {
		d.all[org] = &doubt{}
	}
	return d.all[org]
}

func (d *doubts) forget(org string) {
	one := d.of(org)
	one.mu.Lock()
	defer one.mu.Unlock()
	one.at = time.Time{}
}

// Uncertain returns whom of the organisation's people a text may not have reached.
// It may be a few seconds old, and must not be changed.
func (d *Desk) Uncertain(ctx context.Context, who staff.Scope) (map[providers.Address]bool, error) {
	if err := who.Must(staff.SeeCases); err != nil {
		return nil, err
	}
	people, _, err := d.doubted(ctx, who.Org())
	return people, err
}

// Doubts is another number whenever it has changed whom texts may not have
// reached: nothing else tells, as what becomes of a text is no change of its case.
// Where it cannot be read it is what it was.
func (d *Desk) Doubts(ctx context.Context, who staff.Scope) int64 {
	_, version, _ := d.doubted(ctx, who.Org())
	return version
}

func (d *Desk) doubted(ctx context.Context, org string) (map[providers.Address]bool, int64, error) {
	one := d.doubts.of(org)
	one.mu.Lock()
	defer one.mu.Unlock() // one reads, the others wait for it
	now := d.Now()
	if !one.at.IsZero() && now.Sub(one.at) < doubtsFor {
		return one.people, one.version, nil
	}
	people, err := d.Outbox.Uncertain(ctx, org)
	one.at = now // also where it failed: every page waits for it
	if err != nil {
		return one.people, one.version, err
	}
	if !maps.Equal(people, one.people) {
		one.version++
	}
	one.people = people
	return people, one.version, nil
}
