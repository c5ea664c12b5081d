package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
)

// Bounds of looking after events.
const (
	unsureFor   = 2 * time.Minute // how long a turn may take to be committed
	erasedFor   = time.Hour       // the same, where the thread is gone and cannot be written
	inviteFor   = 48 * time.Hour  // how late people may still be asked
	heldBackFor = 12 * time.Hour  // how long nothing is offered to whoever could not be told
)

// Tend looks after the events to come of every organisation: it asks people whether
// they come, reminds those who do, offers places that came up, tells of events that
// were moved or cancelled, and gives back places of turns that never came to be. Any
// number of processes may do so at once.
func (b *Bot) Tend(ctx context.Context) error {
	if b.c.Places == nil {
		return nil
	}
	now := b.c.Now()
	var faults []error // of one event, which keeps no other waiting
	for _, org := range b.c.Book().ByID() {
		events := org.Events()
		if len(events) == 0 {
			continue
		}
		kept, err := b.c.Places.Registers(ctx, org.ID)
		if err != nil {
			return fmt.Errorf("find the registers of events: %w", err)
		}
		known := map[string]bool{}
		for _, id := range kept {
			known[id] = true
		}
		for _, e := range events {
			if !now.Before(e.Starts) {
				continue
			}
			if err := b.tend(ctx, org, e, known[e.ID], now); err != nil {
				faults = append(faults, err)
			}
		}
	}
	return errors.Join(faults...)
}

// NextTend is when there is something to do for Tend by itself after a moment; zero
// is never. It is for whoever lets time pass by leaps.
func (b *Bot) NextTend(ctx context.Context, after time.Time) (time.Time, error) {
	var next time.Time
	sooner := func(at time.Time) {
		if at.After(after) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	for _, org := range b.c.Book().ByID() {
		for _, e := range org.Events() {
			if b.c.Places == nil || !after.Before(e.Starts) {
				continue
			}
			r, _, err := b.c.Places.Register(ctx, org.ID, e.ID)
			if err != nil {
				return next, fmt.Errorf("read a register: %w", err)
			}
			sooner(org.QuietEnds(e.InviteAt))
			sooner(org.QuietEnds(e.RemindAt))
			sooner(r.Due())
			if len(r.Line()) > 0 {
				sooner(org.QuietEnds(after))
			}
		}
	}
	return next, nil
}

func (b *Bot) tend(ctx context.Context, org *flows.Org, e flows.Event, kept bool, now time.Time) error {
	if !kept {
		if err := b.stands(ctx, org.ID, e, inRegister(e).Face); err != nil {
			return err
		}
		return b.plan(ctx, org, e, now)
	}
	r, err := b.advance(ctx, org, e, now)
	if err != nil {
		return err
	}
	e.Cancelled = e.Cancelled || r.Off
	if err := b.stands(ctx, org.ID, e, inRegister(e).Face); err != nil {
		return err
	}
	if err := b.plan(ctx, org, e, now); err != nil {
		return err
	}
	if err := b.offer(ctx, org, e, r, now); err != nil {
		return err
	}
	if err := b.tellChanged(ctx, org, e, r, now); err != nil {
		return err
	}
	for _, entry := range r.Unsure(now.Add(-unsureFor)) {
		if err := b.reconcile(ctx, org, e, entry); err != nil {
			return err
		}
	}
	return nil
}

// plan makes the jobs of an event whose hour has come.
func (b *Bot) plan(ctx context.Context, org *flows.Org, e flows.Event, now time.Time) error {
	for _, job := range plannedFor(org, e, now) {
		if err := b.addOnce(ctx, job); err != nil {
			return err
		}
	}
	return nil
}

// plannedFor are the jobs of an event whose hour has come: the invitation, and the
// reminder, as long as they are of use.
func plannedFor(org *flows.Org, e flows.Event, now time.Time) []Job {
	var jobs []Job
	plan := func(does PlaceDoes, who flows.Audience, at, until time.Time, name string) {
		made := org.QuietEnds(at)
		if e.Cancelled || who.Name == "" || made.After(now) || !now.Before(until) {
			return
		}
		jobs = append(jobs, Job{
			ID: placeJobID(org.ID, e.ID, string(does), name), Org: org.ID, Who: who, Made: made.UTC(), Until: until.UTC(),
			Place: &PlaceJob{Event: e.ID, Does: does, Face: e.Face()},
		})
	}
	ask := e.InviteAt.Add(inviteFor)
	if ask.After(e.AnswerBy) {
		ask = e.AnswerBy
	}
	plan(placeInvite, flows.Audience{Kind: flows.ToGroup, Name: e.Invites}, e.InviteAt, ask, "")
	plan(placeRemind, flows.Audience{Kind: flows.ToGroup, Name: e.ID}, e.RemindAt, e.RemindUntil(), e.Face())
	return jobs
}

// addOnce adds a job that no turn has made; this process asks for each but once.
func (b *Bot) addOnce(ctx context.Context, job Job) error {
	if _, done := b.started.Load(job.ID); done {
		return nil
	}
	if _, err := b.c.Starts.AddJob(ctx, job); err != nil {
		return fmt.Errorf("make a job of an event: %w", err)
	}
	b.started.Store(job.ID, true)
	return nil
}

// toOne is a job about an event for one person.
func toOne(org string, person string, now, until time.Time, p PlaceJob, name string) Job {
	return Job{
		ID: placeJobID(org, p.Event, string(p.Does), person, name), Org: org, From: person,
		Who: flows.Audience{Kind: flows.ToAsker, Name: person}, Made: now.UTC(), Until: until.UTC(), Place: &p,
	}
}

// offer tells those who are offered a place. The register notes it once the job is
// written, which can be written twice and is done once.
func (b *Bot) offer(ctx context.Context, org *flows.Org, e flows.Event, r places.Register, now time.Time) error {
	for _, entry := range r.Untold() {
		p := PlaceJob{Event: e.ID, Does: placeOffer, Token: entry.Token, By: entry.By, Party: entry.Offer}
		if err := b.addOnce(ctx, toOne(org.ID, entry.Person, now, entry.By, p, entry.By.Format(time.RFC3339)+entry.Token)); err != nil {
			return err
		}
		_, err := b.changeRegister(ctx, org.ID, e, func(r places.Register) places.Register { return r.WasTold(entry.Person, entry.By) })
		if err != nil {
			return err
		}
	}
	return nil
}

// tellChanged tells everybody who comes or waits of an event that was moved or
// cancelled, once.
func (b *Bot) tellChanged(ctx context.Context, org *flows.Org, e flows.Event, r places.Register, now time.Time) error {
	face := inRegister(e).Face
	for _, entry := range r.Unaware(inRegister(e), now) {
		moves := "" // the name of the first is as it was before they were counted
		if entry.Moves > 0 {
			moves = number(entry.Moves)
		}
		if err := b.addOnce(ctx, toOne(org.ID, entry.Person, now, e.Starts, PlaceJob{Event: e.ID, Does: placeChanged, Token: entry.Token, Off: r.Off}, entry.Knows+face+moves)); err != nil {
			return err
		}
		_, err := b.changeRegister(ctx, org.ID, e, func(r places.Register) places.Register { return r.Aware(entry.Person, face, now) })
		if err != nil {
			return err
		}
	}
	return nil
}

// notOffered gives up an offer that somebody could not be told: the next in line is
// asked. Whoever has stopped is out of the line by the job of that turn.
func (b *Bot) notOffered(ctx context.Context, org *flows.Org, job Job) error {
	e, ok := org.Event(job.Place.Event)
	if !ok || job.Place.Does != placeOffer {
		return nil
	}
	_, err := b.changeRegister(ctx, org.ID, e, func(r places.Register) places.Register {
		return r.Hold(job.Who.Name, job.Place.By, b.c.Now().Add(heldBackFor))
	})
	return err
}
