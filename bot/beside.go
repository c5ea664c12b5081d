package bot

import (
	"context"
	"errors"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Somebody who writes on two lines of an organisation, by SMS and in an app, has a
// conversation and a consent record on each. Three things count for both, since
// nobody who says them expects the other line to go on: STOP, FORGET ME, and words
// that tell of a lost baby. START counts for the line on which it is said.

// Beside is what a turn on one line changes on the other, of the same person. It
// says nothing: whoever has said it was answered where they said it.
type Beside struct {
	Address providers.Address `json:"address"`
	Does    BesideDoes        `json:"does"`
}

// BesideDoes is one thing that counts for both lines.
type BesideDoes string

// What counts for both lines.
const (
	BesideStop   BesideDoes = "stop"
	BesideForget BesideDoes = "forget"
	BesideLoss   BesideDoes = "loss"
)

// besideKept is how long a job for the other line is worth doing: for as long as
// Redis may be away, and longer.
const besideKept = 30 * 24 * time.Hour

// beside plans what the turn changes on the person's other line.
func (h *hearing) beside() {
	other, has := h.org.Beside(h.t.Key.Address)
	if !has || h.isBeside {
		return
	}
	plan := func(does BesideDoes) {
		h.t.Jobs = append(h.t.Jobs, Job{
			ID: "beside:" + string(does) + ":" + h.t.ID + ":" + h.t.Event, Org: h.org.ID, From: h.t.ID,
			Beside: &Beside{other, does}, Made: h.now.UTC(), Until: h.now.Add(besideKept).UTC(),
		})
	}
	switch {
	case h.t.Forget && h.stops:
		plan(BesideForget)
	case h.stops:
		plan(BesideStop)
	}
	if h.t.Heard != nil && h.tellsOfLoss() != tellsNothing {
		plan(BesideLoss)
	}
}

// doBeside does what counts for the other line of whoever said it.
func (b *Bot) doBeside(ctx context.Context, org *flows.Org, job Job) error {
	err := b.turn(ctx, org, Key{org.ID, job.Beside.Address}, func(o *flows.Org, t Thread) (Turn, error) {
		turn, changes := JudgeBeside(o, t, job, b.now(o))
		if !changes {
			return Turn{}, errNothing
		}
		return turn, nil
	})
	if errors.Is(err, errNothing) {
		return nil
	}
	return err
}

// JudgeBeside decides what a turn on one line changes on the other. It is pure; false
// is that nothing changes. Of somebody who was never met on this line nothing is kept
// but that they must not be texted.
func JudgeBeside(o *flows.Org, thread Thread, job Job, now time.Time) (Turn, bool) {
	h := newHearing(o, thread, job.ID, now, nil)
	h.t.Rule, h.t.Speaks, h.isBeside = "other line", nil, true
	switch job.Beside.Does {
	case BesideLoss:
		if len(thread.Person.Courses)+len(thread.Person.Parted) == 0 {
			return Turn{}, false
		}
		h.endAllForLoss()
		return h.finish(), true
	case BesideForget:
		if thread.Case == nil { // staff close it first, as for any erasure
			h.erase()
			return h.finish(), true
		}
	}
	if thread.Stopped {
		return Turn{}, false
	}
	h.stop(true)
	turn := h.finish()
	turn.Forget = turn.Forget || turn.Version == 0
	return turn, true
}
