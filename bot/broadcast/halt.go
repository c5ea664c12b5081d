package broadcast

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/providers"
)

// Why is why a broadcast is paused that nobody has paused.
type Why string

// NoCredit pauses what is being sent: whether it is still worth the money, and the
// time that has passed, is for people to say. While the provider cannot be reached,
// or does not take the key, a broadcast only waits.
const NoCredit Why = "credit"

// Words says it to an organiser.
func (w Why) Words() string {
	if w == NoCredit {
		return "the provider says that the credit, or what may be sent in a day, is used up: see to that, then resume"
	}
	return string(w)
}

// Halts knows which providers of an organisation refuse everybody: its own, and its
// second one if that has a share; see providers.Halts.
type Halts interface {
	Halted(ctx context.Context, org string) ([]providers.Halt, error)
}

// Halted are the providers by which an organisation's broadcasts leave that refuse
// everybody now.
func (d *Desk) Halted(ctx context.Context, org string) ([]providers.Halt, error) {
	return halted(ctx, d.Halts, org)
}

func halted(ctx context.Context, h Halts, org string) ([]providers.Halt, error) {
	if h == nil {
		return nil, nil
	}
	all, err := h.Halted(ctx, org)
	if err != nil {
		return nil, fmt.Errorf("see whether the provider takes texts: %w", err)
	}
	return all, nil
}

// stopsFor reports whether the broadcast must be paused, as one of the companies by
// which it leaves has no credit left. A refusal that was known when it was let go on
// does not pause it again.
func (b Broadcast) stopsFor(all []providers.Halt) bool {
	known := strings.Fields(b.Refusal)
	return (b.State == Sending || b.State == Holding) && slices.ContainsFunc(all, func(h providers.Halt) bool {
		return hasNoCredit(h) && !slices.Contains(known, refusal(h))
	})
}

// refusal names what people know who let a broadcast go on: of the second company the
// whole outage, as the first writes to its people; else the last refusal, as only
// another try can find out that it is over.
func refusal(h providers.Halt) string {
	if h.Second {
		return h.Connection + "@" + strconv.FormatInt(h.Since.UnixMilli(), 10)
	}
	return h.Last
}

func hasNoCredit(h providers.Halt) bool { return h.Stands() && h.Class == providers.Balance }

// refusals names them, to tell them from those that come later.
func refusals(all []providers.Halt) string {
	var names []string
	for _, h := range all {
		if h.Stands() {
			names = append(names, refusal(h))
		}
	}
	return strings.Join(names, " ")
}

// mendsOf say what ends that there is no credit, at each company that has none.
func mendsOf(all []providers.Halt) string {
	var said []string
	for _, h := range all {
		if hasNoCredit(h) && h.Mend != "" {
			said = append(said, h.Mend)
		}
	}
	return strings.Join(said, "; ")
}

// goOn lets a paused broadcast go on where it was. Whoever pauses one while the rest
// wait for the first few, and lets it go on, has looked; for want of credit the first
// few may not have left yet, so that the rest wait once more.
func (b *Broadcast) goOn(all []providers.Halt, now time.Time) {
	firstOut := !b.Held && !b.HoldEnds.IsZero()
	switch {
	case firstOut && b.Why != "":
		b.State, b.HoldEnds = Holding, now.Add(HoldFor).UTC()
	case firstOut:
		b.State, b.Held = Sending, true
	default:
		b.State = Sending
	}
	b.Why, b.Mend, b.Refusal = "", "", refusals(all)
}

// pauseAll pauses every broadcast that is being sent if there is no credit left.
func (s *Sender) pauseAll(ctx context.Context, all []Broadcast) error {
	var faults []error
	for i, b := range all {
		if b.State != Sending && b.State != Holding {
			continue
		}
		halt, err := halted(ctx, s.Halts, b.Org)
		if err != nil {
			return errors.Join(append(faults, err)...)
		}
		if b.stopsFor(halt) {
			if all[i], err = s.pause(ctx, b, halt); err != nil && !errors.Is(err, ErrMoved) {
				faults = append(faults, err)
			}
		}
	}
	return errors.Join(faults...)
}

// pause pauses a broadcast for want of credit. It is kept before it is noted: of
// several processes one keeps it, and what could not be noted must be paused all the
// same.
func (s *Sender) pause(ctx context.Context, b Broadcast, all []providers.Halt) (Broadcast, error) {
	b.State, b.Why, b.Mend, b.Untold = Paused, NoCredit, mendsOf(all), true
	kept, err := s.Archive.Keep(ctx, b)
	if err != nil {
		return b, fmt.Errorf("keep a broadcast: %w", err)
	}
	s.Log.Warn("a broadcast is paused: "+NoCredit.Words(), "org", b.Org, "broadcast", b.ID)
	told, err := tell(ctx, s.Archive, s.Outbox, kept)
	if err != nil {
		err = fmt.Errorf("steer a broadcast: %w", err)
	}
	if s.Audit == nil {
		return told, err
	}
	e := staff.Entry{Deed: PausedIt, Detail: b.ID, Reason: NoCredit.Words()}
	return told, errors.Join(err, s.Audit.Note(ctx, staff.AtTheMachine(b.Org, "Connective"), e))
}
