package flows

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/connective-messaging/connective/locales"
)

// Pin names a place in a flow as the flow was when a conversation came to it.
type Pin struct{ Flow, Shape, Step string }

// Pin returns the place where a frame stands.
func (f *Frame) Pin() Pin { return Pin{f.Flow, f.Ver, f.Step} }

// Role tells what a frame does in a conversation.
type Role string

// The roles.
const (
	RoleNow    Role = "now"    // it hears the next text
	RoleParked Role = "parked" // it waits for a moment
	RoleCaller Role = "caller" // it goes on when the flow that it called has ended
)

// Frames returns every flow in play, with what it does there.
func (c Conversation) Frames() iter.Seq2[Role, *Frame] {
	return func(yield func(Role, *Frame) bool) {
		if c.Now != nil && !yield(RoleNow, c.Now) || !callers(c.Stack, yield) {
			return
		}
		for i := range c.Parked {
			if p := &c.Parked[i]; !yield(RoleParked, &p.Frame) || !callers(p.Stack, yield) {
				return
			}
		}
	}
}

func callers(stack []Frame, yield func(Role, *Frame) bool) bool {
	for i := range stack {
		if !yield(RoleCaller, &stack[i]) {
			return false
		}
	}
	return true
}

// Older returns the frames of a conversation that stand in another version of
// their flow than the organisation's own. Most often there are none.
func (o *Org) Older(c Conversation) []Frame {
	var older []Frame
	for _, frame := range c.Frames() {
		if flow := o.Flows[frame.Flow]; flow == nil || frame.Ver != flow.Shape {
			older = append(older, *frame)
		}
	}
	return older
}

// With returns the organisation with older versions for the frames that stand in
// them, each made with Under. A frame without one goes on in the organisation's
// own version, if it still has a place there.
func (o *Org) With(older map[Pin]*Org) *Org {
	with := *o
	with.older = make(map[Pin]*Flow, len(older))
	for pin, old := range older {
		if flow := old.Flows[pin.Flow]; flow != nil {
			with.older[pin] = flow
		}
	}
	return &with
}

// Under returns an older version as it is played beside a newer one: its flows
// and words, but the lists, queues, hours and rules of the organisation as it is
// now. What the organisation no longer has is as it was.
func (o *Org) Under(now *Org) *Org {
	old := *now
	old.texts, old.savers, old.older = o.texts, o.savers, nil
	old.Flows = make(map[string]*Flow, len(o.Flows))
	for id, f := range o.Flows {
		flow := *f
		flow.home = &old
		old.Flows[id] = &flow
	}
	old.Lists = maps.Clone(now.Lists)
	if old.Lists == nil {
		old.Lists = map[string]*List{}
	}
	for name, list := range o.Lists {
		if !now.List(name).replaces(list) {
			old.Lists[name] = list
		}
	}
	old.Hours = maps.Clone(o.Hours)
	if old.Hours == nil {
		old.Hours = map[string]*Hours{}
	}
	maps.Copy(old.Hours, now.Hours)
	old.Queues = slices.Clone(now.Queues)
	for _, q := range o.Queues {
		if !slices.ContainsFunc(now.Queues, func(n Queue) bool { return n.Name == q.Name }) {
			old.Queues = append(old.Queues, q)
		}
	}
	old.Profile = slices.Clone(now.Profile)
	for _, p := range o.Profile {
		if !slices.ContainsFunc(now.Profile, func(n ProfileField) bool { return n.Name == p.Name }) {
			old.Profile = append(old.Profile, p)
		}
	}
	return &old
}

// replaces tells whether a list has every column of an older one.
func (l *List) replaces(old *List) bool {
	return l != nil && !slices.ContainsFunc(old.Columns, func(c string) bool { return !slices.Contains(l.Columns, c) })
}

// Move returns a frame as it goes on in this version, if it can: its step is
// there, or one that was: it, and waits for the same kind of answer, with the
// same ids, for the same variable.
func (o *Org) Move(frame Frame) (Frame, bool) {
	flow := o.Flows[frame.Flow]
	if flow == nil {
		return frame, false
	}
	step := flow.place(&frame)
	if step == nil {
		return frame, false
	}
	frame.Ver, frame.Step, frame.Fit = flow.Shape, step.Name, step.fit
	return frame, true
}

// Gone tells whether the step where a conversation waits is in no version that
// there is.
func (o *Org) Gone(c Conversation) bool {
	if c.Now == nil {
		return false
	}
	_, _, err := o.at(c.Now)
	return err != nil
}

// at finds the step where a frame stands: in the flow as it was when the frame
// came there, if that is known, else in the newest.
func (o *Org) at(frame *Frame) (*Flow, *Step, error) {
	flow := o.Flows[frame.Flow]
	if flow == nil || flow.Shape != frame.Ver {
		if old := o.older[frame.Pin()]; old != nil {
			flow = old
		}
	}
	if flow == nil {
		return nil, nil, fmt.Errorf("find flow %q: %w", frame.Flow, ErrStepGone)
	}
	step := flow.place(frame)
	if step == nil {
		return nil, nil, fmt.Errorf("find step %q of flow %q: %w", frame.Step, frame.Flow, ErrStepGone)
	}
	return flow, step, nil
}

// place returns the step where a frame stands, or nil. In another version than
// its own it stands only where it waits for the same.
func (f *Flow) place(frame *Frame) *Step {
	for _, step := range []*Step{f.Step(frame.Step), f.renamed(frame.Step)} {
		if step == nil || f.turns[step.Name] == nil {
			continue
		}
		if frame.Ver == f.Shape || frame.Fit == "" || frame.Fit == step.fit {
			return step
		}
	}
	return nil
}

// renamed returns the step that once had that name.
func (f *Flow) renamed(name string) *Step {
	for _, s := range f.Steps {
		if s.Was == name && name != "" {
			return s
		}
	}
	return nil
}

// use puts a flow in play, with the organisation as that flow is played in it.
func (t *turn) use(flow *Flow) {
	t.flow, t.org = flow, t.base
	if flow != nil && flow.home != nil {
		t.org = flow.home
	}
}

// renumbered tells whether the numbers that a person was shown, before the
// conversation moved to this version, are not those of the choices now.
func (t *turn) renumbered(step *Step) bool {
	shown := t.frame().Shown
	if !t.moved || step.Options == nil || len(shown) == 0 {
		return false
	}
	now := ids(t.choices(step))
	first, _ := whereShown(t.choices(step), shown)
	return len(now) < first+len(shown) || !slices.Equal(now[first:first+len(shown)], shown)
}

// goOnWithout is the outcome of a turn that finds gone, in every version that
// there is, the step where the conversation waits. The flows that called go on,
// as they do when a question times out; where there is none, the fault is told.
func (t *turn) goOnWithout(gone error) Played {
	sorry := locales.Say(t.lang, "fault.changed_part")
	t.say(sorry)
	if !t.toCaller() {
		return t.result(gone)
	}
	t.out.Understood = true
	err := t.err
	if err == nil {
		err = t.run(context.Background())
	}
	if t.c.Now == nil && len(t.lines) == 1 && t.lines[0] == sorry {
		t.lines[0] = locales.Say(t.lang, "fault.changed")
	}
	return t.result(err)
}

// toCaller goes back to the flow that called, over those that are gone. It
// reports false when there is none: nothing is in play then.
func (t *turn) toCaller() bool {
	for last := len(t.c.Stack) - 1; last >= 0; last-- {
		caller := t.c.Stack[last]
		if asked := t.c.Now.Asked; asked != "" {
			caller.Asked = asked
		}
		caller.Given = t.c.Now.Given
		t.c.Now, t.c.Stack = &caller, slices.Clone(t.c.Stack[:last])
		if t.resume() != nil {
			continue
		}
		step := t.step()
		if t.next = evReturned; len(step.When) > 0 {
			t.branch(step)
		}
		return true
	}
	t.idle()
	return false
}
