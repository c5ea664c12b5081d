package flows

import (
	"context"
	"slices"
	"time"
)

// longestChain is how many flows may start after each other by themselves, each
// because of what the one before has done.
const longestChain = 3

// ToStart returns the conversation with a flow that starts by itself as soon as
// the person is free. Chain is how many such flows have led to it.
func (o *Org) ToStart(c Conversation, flow string, at time.Time, chain int) Conversation {
	f := o.Flows[flow]
	if f == nil || len(f.Steps) == 0 || chain > longestChain {
		return c
	}
	first := f.Steps[0]
	p := Parked{Frame: Frame{Flow: f.ID, Ver: f.Shape, Step: first.Name, Fit: first.fit, Chain: chain, Due: &Due{Is: DueStart, At: at.UTC()}}}
	kept := slices.DeleteFunc(slices.Clone(c.Parked), p.replaces)
	c.Parked = append(kept, p)
	if len(c.Parked) > maxParked {
		c.Parked = c.Parked[1:]
	}
	return c
}

// starts begins a flow that was to start by itself, as it is now.
func (t *turn) starts(frame Frame) error {
	t.c.Now, t.c.Stack = nil, nil
	if err := t.begin(frame.Flow, nil); err != nil {
		return err
	}
	return t.run(context.Background())
}

// StartsAfter returns the flows that start after something has happened to a
// person, by id.
func (o *Org) StartsAfter(kind AfterKind, name string) []string {
	var ids []string
	for _, f := range o.flowsByID() {
		if slices.ContainsFunc(f.Start.After, func(a After) bool { return a.Kind == kind && (a.Name == name || a.Name == "") }) {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// To returns for whom a flow starts by itself.
func (o *Org) To(flow string) Audience {
	if f := o.Flows[flow]; f != nil {
		return f.Start.To
	}
	return Audience{}
}

// IsTrue tells whether a condition is true of a person, outside any flow.
func (o *Org) IsTrue(c *Condition, w World) bool {
	t := o.newTurn(Conversation{Now: &Frame{}}, w)
	return c.Eval(scope{t})
}
