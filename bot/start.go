package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// Bounds of flows that start by themselves.
const (
	lookedBack = 48 * time.Hour // how long ago an occurrence may be that nobody has dealt with
	late       = time.Hour      // a start that is later must still be of use
	startFor   = 24 * time.Hour // how long people may be told of one
)

// Starts remembers the flows that start by themselves. Errors wrap ErrUnavailable.
type Starts interface {
	// Since returns when a start was seen first, by any process: what would have
	// been before is not made up for.
	Since(ctx context.Context, start string, now time.Time) (time.Time, error)
	// AddJob writes a job once, however often it is given; false if it was given
	// before.
	AddJob(ctx context.Context, job Job) (bool, error)
}

// Schedule makes a job of each flow that is to start by now and has not, once for
// each occurrence. A start that is late by more than an hour runs only on its own
// day and outside quiet hours; else it is missed, which Config.Missed is told of.
func (b *Bot) Schedule(ctx context.Context) error {
	now := b.c.Now()
	for _, org := range b.c.Book().ByID() {
		known := map[string]time.Time{}
		for _, s := range org.Starts() {
			since, err := b.since(ctx, org, s, now)
			if err != nil {
				return err
			}
			known[s.Flow+" "+s.Start] = since
		}
		if len(known) == 0 {
			continue
		}
		for _, at := range org.Occurrences(now.Add(-lookedBack), now) {
			if since := known[at.Flow+" "+at.Start]; at.At.After(since) {
				if err := b.start(ctx, org, at, now); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// since asks once in the life of a process when a start was seen first.
func (b *Bot) since(ctx context.Context, org *flows.Org, s flows.Occurrence, now time.Time) (time.Time, error) {
	name := org.ID + "/" + s.Flow + "/" + s.Start
	if known, ok := b.started.Load(name); ok {
		return known.(time.Time), nil
	}
	since, err := b.c.Starts.Since(ctx, name, now)
	if err != nil {
		return since, fmt.Errorf("find when a start was seen first: %w", err)
	}
	b.started.Store(name, since)
	return since, nil
}

// start makes the job of one occurrence, or notes that it was missed.
func (b *Bot) start(ctx context.Context, org *flows.Org, at flows.Occurrence, now time.Time) error {
	job := Job{ID: startID(org.ID, at), Org: org.ID, Who: org.To(at.Flow), Flow: at.Flow, Made: org.QuietEnds(at.At).UTC()}
	if _, done := b.started.Load(job.ID); done {
		return nil
	}
	missed := missed(org, at.At, now)
	if job.Until = job.Made.Add(startFor); missed {
		job.Until = job.Made
	}
	fresh, err := b.c.Starts.AddJob(ctx, job)
	if err != nil {
		return fmt.Errorf("make a job of a start: %w", err)
	}
	b.started.Store(job.ID, true)
	if fresh && missed {
		b.c.Log.Warn("a start was missed: the service was away at its hour", "org", org.ID, "flow", at.Flow, "start", at.Name)
		b.c.Missed(org.ID, at.Flow)
	}
	return nil
}

// missed tells whether a start comes too late to be of use: more than an hour after
// it was to go out, and at night or on another day.
func missed(org *flows.Org, at, now time.Time) bool {
	planned, now := org.QuietEnds(at).In(org.Timezone), now.In(org.Timezone)
	return now.Sub(planned) > late && (org.QuietAt(now) || !sameDay(planned, now))
}

// startID names the job of one occurrence.
func startID(org string, at flows.Occurrence) string {
	sum := sha256.Sum256([]byte(org + "\x00" + at.Flow + "\x00" + at.Name))
	return "s-" + hex.EncodeToString(sum[:8])
}

// JudgeStart decides what a flow that starts by the clock changes for one person
// for whom it is: it begins now, or as soon as they are free. It is pure. It
// reports false if nothing changes: the person has stopped, is no member, has
// agreed to nothing, or is not meant.
func JudgeStart(o *flows.Org, thread Thread, job Job, now time.Time, members func(group string) int) (Turn, bool) {
	h := newHearing(o, thread, "start:"+job.ID+":"+thread.ID, now, members)
	h.unasked = true
	h.t.Rule = "start"
	if thread.Version == 0 || h.t.Stopped || !h.t.Key.Address.Answerable() || !h.isMeant(job) {
		return Turn{}, false
	}
	h.t.Conversation = o.ToStart(h.t.Conversation, job.Flow, now, 0)
	if len(h.t.Conversation.Parked) == 0 {
		return Turn{}, false
	}
	h.parkedDue()
	return h.finish(), true
}

// isMeant tells whether a flow starts for the person: as a member of the group, or
// as one who has agreed to texts and of whom the condition is true.
func (h *hearing) isMeant(job Job) bool {
	if h.doubtful() {
		return false
	}
	if job.Who.Kind == flows.ToGroup {
		return slices.Contains(h.t.Person.Groups, job.Who.Name)
	}
	return len(h.t.Person.Consents) > 0 && h.org.IsTrue(h.org.To(job.Flow).Where, h.world())
}

// startAfter lets flows start after what this turn has done: as soon as the person
// is free. Each remembers how many have led to it by themselves, so that no chain
// goes on for ever.
func (h *hearing) startAfter() {
	if h.t.Stopped || h.t.Forget || h.lost {
		return
	}
	next := 0
	if h.unasked {
		next = h.chain + 1
	}
	start := func(kind flows.AfterKind, name string) {
		for _, flow := range h.org.StartsAfter(kind, name) {
			h.t.Conversation = h.org.ToStart(h.t.Conversation, flow, h.now, next)
		}
	}
	for _, group := range h.t.Joined {
		start(flows.AfterJoined, group)
	}
	for _, group := range h.t.Left {
		start(flows.AfterLeft, group)
	}
	for _, c := range h.t.Ledger {
		if c.Given && !slices.Contains(h.agreed, c.Name) && slices.Contains(h.t.Person.Consents, c.Name) {
			start(flows.AfterOptedIn, c.Name)
		}
	}
	if c := h.t.Closed; c != nil && !c.Grave() && !c.Stop {
		start(flows.AfterClosed, c.Queue)
	}
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
