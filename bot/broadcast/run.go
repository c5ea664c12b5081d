package broadcast

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

const (
	pieceOf   = 50 // people of a partition that are put into the outbox at once
	fedAtOnce = 4  // partitions that are waited for at the same moment
)

// Sender moves broadcasts on. Any number of processes may run one on the same
// store: each step is done once, whoever does it.
type Sender struct {
	Archive Archive
	People  People
	Outbox  Outbox
	Halts   Halts   // nil: nothing is known of the provider
	Audit   Auditor // of what is paused by itself
	Book    func() *flows.Book
	Now     func() time.Time
	Log     *slog.Logger
	// WeeklyCap is how many broadcasts a number gets in seven days, of all
	// organisations together, but for urgent ones; 0 is no limit, 100 the most.
	WeeklyCap int

	rests map[string]time.Time // until when broadcasts rest, as far as it was told
	moves atomic.Bool
}

// Moves reports whether the last step found a broadcast that leaves now, so that the
// next step should come soon.
func (s *Sender) Moves() bool { return s.moves.Load() }

// Step moves every broadcast that is under way on by as much as can be done at
// once. What fails is tried again by the next step. The error joins all faults.
func (s *Sender) Step(ctx context.Context) error {
	s.moves.Store(false)
	all, err := s.Archive.UnderWay(ctx)
	if err != nil {
		return fmt.Errorf("list the broadcasts: %w", err)
	}
	if err := s.tellOf(ctx, all); err != nil {
		return err
	}
	faults := []error{s.pauseAll(ctx, all)}
	for _, b := range all {
		if b.State.Over() {
			continue
		}
		o := s.Book().Orgs[b.Org]
		if o == nil || len(o.Flows) == 0 {
			continue // it waits until the organisation is loaded again
		}
		if err := s.step(ctx, o, b); err != nil && !errors.Is(err, ErrMoved) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// Tell makes the states of broadcasts hold that were kept by a process which then
// died. Nothing must be sent by a process that has just begun before it is done.
func (s *Sender) Tell(ctx context.Context) error {
	all, err := s.Archive.UnderWay(ctx)
	if err != nil {
		return fmt.Errorf("list the broadcasts: %w", err)
	}
	return s.tellOf(ctx, all)
}

func (s *Sender) tellOf(ctx context.Context, all []Broadcast) error {
	for i, b := range all {
		if !b.Untold {
			continue
		}
		var err error
		if all[i], err = tell(ctx, s.Archive, s.Outbox, b); err != nil {
			return fmt.Errorf("steer a broadcast: %w", err)
		}
	}
	return nil
}

func (s *Sender) step(ctx context.Context, o *flows.Org, b Broadcast) error {
	now := s.Now()
	switch b.State {
	case Repeating:
		return s.repeat(ctx, o, b, now)
	case Scheduled:
		return s.begin(ctx, o, b, now)
	case Freezing:
		return s.freeze(ctx, o, b, now)
	case Holding:
		if now.Before(b.HoldEnds) {
			return nil
		}
		b.Held, b.State = true, Sending
		return s.keep(ctx, b)
	case Sending:
		return s.send(ctx, o, b, now)
	}
	return nil
}

// begin freezes the audience of a broadcast that is due. One that is much too
// late, or whose time of use is over before it may leave, is missed; a run of a
// series that was cancelled meanwhile is cancelled with it.
func (s *Sender) begin(ctx context.Context, o *flows.Org, b Broadcast, now time.Time) error {
	if over, err := s.ended(ctx, b); err != nil || over {
		if over {
			b.State, b.Ended = Cancelled, now.UTC()
			err = s.keep(ctx, b)
		}
		return err
	}
	if now.Before(b.Due) {
		return nil
	}
	s.moves.Store(true)
	b.State = Freezing
	if now.Sub(b.Due) > Lateness || !b.Opens(o, now).Before(b.Until()) {
		b.State, b.Ended = Missed, now.UTC()
		s.Log.Warn("a broadcast was missed: it could not begin when it was due", "org", b.Org)
	}
	return s.keep(ctx, b)
}

// freeze writes down who gets a broadcast. From here on nobody is added.
func (s *Sender) freeze(ctx context.Context, o *flows.Org, b Broadcast, now time.Time) error {
	s.moves.Store(true)
	b.People, b.Parts, b.Second, b.LeftOut = 0, 0, 0, map[Reason]int{}
	for partition := range s.People.Partitions() {
		var ids []string
		err := eachOf(ctx, s.People, o, b, partition, func(t bot.Thread) {
			out, why := Decide(o, b, t, now)
			if why != "" {
				b.LeftOut[why]++
				return
			}
			ids = append(ids, t.ID)
			parts := providers.Segments(out.Text).Parts
			if b.Parts += parts; bySecond(o, t) {
				b.Second += parts
			}
		})
		if err != nil {
			return err
		}
		n, err := s.People.Freeze(ctx, b, partition, ids)
		if err != nil {
			return fmt.Errorf("freeze an audience: %w", err)
		}
		b.People += n
	}
	if b.State, b.Begun = Sending, now.UTC(); b.People > ApproveOver && b.Approved == "" {
		b.State = Waiting // it has become one for many since it was sent
	}
	return s.keep(ctx, b)
}

// send puts the next texts into the outbox, and ends a broadcast whose texts all
// have an outcome.
func (s *Sender) send(ctx context.Context, o *flows.Org, b Broadcast, now time.Time) error {
	counts, err := s.Outbox.Counts(ctx, b)
	if err != nil {
		return fmt.Errorf("count a broadcast: %w", err)
	}
	if counts.Expanded >= counts.People && counts.Settled() >= counts.Queued {
		b.State, b.Ended = Done, now.UTC()
		return s.keep(ctx, b)
	}
	if opens := b.Opens(o, now); opens.After(now) && now.Before(b.Until()) {
		return s.rest(ctx, b, opens) // so that what people take back in the night still counts
	}
	s.moves.Store(true)
	if counts.Expanded >= counts.People {
		return nil
	}
	if b.People > ApproveOver && !b.Held {
		return s.sendFirst(ctx, o, b, now)
	}
	var some errgroup.Group
	some.SetLimit(fedAtOnce)
	for partition := range s.People.Partitions() {
		some.Go(func() error {
			piece, err := s.Outbox.Next(ctx, b, partition, pieceOf)
			if err != nil {
				return fmt.Errorf("read whom a broadcast is for: %w", err)
			}
			return s.expand(ctx, o, b, piece, now)
		})
	}
	return some.Wait()
}

// rest keeps what is in the outbox already from leaving before a moment.
func (s *Sender) rest(ctx context.Context, b Broadcast, until time.Time) error {
	if s.rests[b.ID].Equal(until) {
		return nil
	}
	if err := s.Outbox.Rest(ctx, b, until); err != nil {
		return fmt.Errorf("let a broadcast rest: %w", err)
	}
	if s.rests == nil {
		s.rests = map[string]time.Time{}
	}
	s.rests[b.ID] = until
	return nil
}

// sendFirst lets the first few leave, and then holds the rest for a minute. They
// are the first of the frozen audience, whichever process looks.
func (s *Sender) sendFirst(ctx context.Context, o *flows.Org, b Broadcast, now time.Time) error {
	left, waits := FirstFew, false
	for partition := 0; partition < s.People.Partitions() && left > 0; partition++ {
		piece, err := s.Outbox.Next(ctx, b, partition, left)
		if err != nil {
			return fmt.Errorf("read whom a broadcast is for: %w", err)
		}
		first := min(left, piece.People)
		left -= first
		if piece.Cursor >= first {
			continue
		}
		if piece.Next > first { // some of them were looked at before
			if piece, err = s.Outbox.Next(ctx, b, partition, first-piece.Cursor); err != nil {
				return fmt.Errorf("read whom a broadcast is for: %w", err)
			}
		}
		if piece.Next > first {
			continue // another process is at it
		}
		if err := s.expand(ctx, o, b, piece, now); err != nil {
			return err
		}
		waits = waits || piece.Next < first
	}
	if waits {
		return nil
	}
	b.State, b.HoldEnds = Holding, now.Add(HoldFor).UTC()
	return s.keep(ctx, b)
}

// expand puts texts for the people of a piece into the outbox. Whoever has left
// the audience since it was frozen is left out.
func (s *Sender) expand(ctx context.Context, o *flows.Org, b Broadcast, piece Piece, now time.Time) error {
	if piece.Next == piece.Cursor {
		return nil
	}
	var texts []Text
	for _, t := range piece.Threads {
		if !b.Audience.Includes(o, t.Person) {
			continue
		}
		if out, why := Decide(o, b, t, now); why == "" {
			texts = append(texts, Text{t, out, t.LineOf(o), t.HomeOf(o), s.capOf(b)})
		}
	}
	if err := s.Outbox.Expand(ctx, b, o.Shared, piece, texts); err != nil {
		return fmt.Errorf("put a broadcast into the outbox: %w", err)
	}
	return nil
}

func (s *Sender) capOf(b Broadcast) int {
	if b.Urgent != "" {
		return 0
	}
	return s.WeeklyCap
}

func (s *Sender) keep(ctx context.Context, b Broadcast) error {
	if _, err := s.Archive.Keep(ctx, b); err != nil {
		return fmt.Errorf("keep a broadcast: %w", err)
	}
	return nil
}
