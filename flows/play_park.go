package flows

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// Bounds of what waits beside the conversation.
const (
	maxParked       = 5        // flows that a person may have parked
	maxConversation = 16 << 10 // a conversation as JSON, in bytes
)

// exitPark leaves the machine to park the flow in play.
const exitPark = "park "

// Parked is a flow that waits for a moment beside the conversation, with the
// flows that called it.
type Parked struct {
	Frame
	Stack []Frame `json:"stack,omitempty"`
}

// wait parks the flow, goes on where the moment has passed, and ends where there
// is none to wait for.
func (t *turn) wait(step *Step) {
	at, ok := step.Wait.moment(scope{t}.Now(), func(name string) string { return t.value(name).One })
	switch {
	case !ok:
		t.exit, t.src = stateEnd, step.Name
	case at.After(t.w.Now):
		t.frame().Due = &Due{Is: DueWait, At: at.UTC()}
		t.exit, t.src = exitPark, step.Name
	default:
		t.waited(step)
	}
}

// waited leads on from a wait that is over.
func (t *turn) waited(step *Step) {
	if t.next = evDue; len(step.When) > 0 {
		t.next = ""
		t.branch(step)
	}
}

// park puts the flow in play beside the conversation, which is idle then. What
// waits at the same place with the same values has the new moment. Where there
// are too many, the one that was parked first is over.
func (t *turn) park() {
	p := Parked{Frame: *t.frame(), Stack: t.c.Stack}
	p.Shown, p.Page, p.Tries, p.Trail = nil, 0, 0, nil
	t.idle()
	kept := slices.DeleteFunc(slices.Clone(t.c.Parked), p.replaces)
	t.c.Parked = append(kept, p)
	for len(t.c.Parked) > maxParked || len(t.c.Parked) > 1 && t.tooBig() {
		t.c.Parked = t.c.Parked[1:]
	}
}

// replaces tells whether an earlier parked flow would do the same: it stands at
// the same place with the same values, and so do the flows that called it.
func (p Parked) replaces(earlier Parked) bool {
	return p.Frame.same(earlier.Frame) && slices.EqualFunc(p.Stack, earlier.Stack, Frame.same)
}

// same tells whether two frames stand at the same place with the same values.
func (f Frame) same(other Frame) bool {
	return f.Flow == other.Flow && f.Step == other.Step &&
		maps.EqualFunc(f.Vars, other.Vars, func(a, b Value) bool { return a.String() == b.String() })
}

// tooBig tells whether the conversation is larger than may be kept.
func (t *turn) tooBig() bool {
	raw, err := json.Marshal(t.c)
	return err != nil || len(raw) > maxConversation
}

// NextParked returns when the first of the parked flows goes on; zero when none
// is parked.
func (c Conversation) NextParked() time.Time {
	if i := c.soonest(); i >= 0 {
		return c.Parked[i].Due.At
	}
	return time.Time{}
}

// NextChain returns how many flows have led by themselves to the parked flow that
// goes on first.
func (c Conversation) NextChain() int {
	if i := c.soonest(); i >= 0 {
		return c.Parked[i].Chain
	}
	return 0
}

// soonest returns the place of the parked flow that goes on first, or -1.
func (c Conversation) soonest() int {
	first := -1
	for i, p := range c.Parked {
		if p.Due != nil && (first < 0 || p.Due.At.Before(c.Parked[first].Due.At)) {
			first = i
		}
	}
	return first
}

// Unpark goes on with the parked flow that is due first. The conversation must
// be idle: whatever was open is left. Where nothing is due nothing changes. A
// flow or step that is gone ends in silence.
func (o *Org) Unpark(c Conversation, w World) (p Played) {
	i := c.soonest()
	if i < 0 || w.Now.Before(c.Parked[i].Due.At) {
		return Played{Conversation: c}
	}
	parked, before := c.Parked[i], c
	c.Parked = slices.Delete(slices.Clone(c.Parked), i, i+1)
	defer rescue(c, &p)
	defer keepToParts(&p, w, func(w World) Played { return o.Unpark(before, w) })
	starts := parked.Due.Is == DueStart
	if _, _, err := o.at(&parked.Frame); err != nil && !starts || starts && o.Flows[parked.Flow] == nil {
		return Played{Conversation: c}
	}
	t := o.newTurn(c, w)
	var err error
	if t.chain = parked.Chain; starts {
		err = t.starts(parked.Frame)
	} else {
		err = t.unpark(parked)
	}
	if t.c.Now != nil {
		t.c.Menu = nil // its numbers are not what was sent last
	}
	t.out.Understood = true
	return t.result(err)
}

// unpark goes on from the wait at which a flow was parked.
func (t *turn) unpark(p Parked) error {
	t.c.Now, t.c.Stack = &p.Frame, p.Stack
	if err := t.resume(); err != nil {
		return err
	}
	t.frame().Due = nil
	if t.waited(t.step()); t.err != nil {
		return t.err
	}
	return t.run(context.Background())
}

// Postpone puts off the parked flow that goes on first until a later moment.
func (c Conversation) Postpone(until time.Time) Conversation {
	if i := c.soonest(); i >= 0 {
		c.Parked = slices.Clone(c.Parked)
		due := *c.Parked[i].Due
		due.At = until.UTC()
		c.Parked[i].Due = &due
	}
	return c
}
