package versions

import "github.com/connective-messaging/connective/flows"

// Place is where people are in a flow, as the flow was when they came there.
type Place struct {
	flows.Pin
	Fit string // what the step waits for
}

// Frame is a frame that stands there.
func (p Place) Frame() flows.Frame {
	return flows.Frame{Flow: p.Flow, Ver: p.Shape, Step: p.Step, Fit: p.Fit}
}

// Count is how many people are at a place: Waiting for an answer, staff or a
// moment, and Calling, who come back there from a flow that the step called.
type Count struct{ Waiting, Calling int }

// Census is who is where in an organisation's flows.
type Census map[Place]Count

// Add counts one person's conversation.
func (c Census) Add(talk flows.Conversation) {
	for role, frame := range talk.Frames() {
		place := Place{frame.Pin(), frame.Fit}
		count := c[place]
		if role == flows.RoleCaller {
			count.Calling++
		} else {
			count.Waiting++
		}
		c[place] = count
	}
}

// In counts who waits at each step of each flow as an organisation has them now,
// by the flow's id and the step's name. Somebody in another version of a flow is
// counted at the step that asks the same, else at the one of the same name. Lost
// is how many wait at steps that there are no more.
func (c Census) In(o *flows.Org) (waiting map[string]map[string]int, lost int) {
	waiting = map[string]map[string]int{}
	for place, count := range c {
		step := place.Step
		if moved, fits := o.Move(place.Frame()); fits {
			step = moved.Step
		} else if flow := o.Flows[place.Flow]; flow == nil || flow.Step(step) == nil {
			lost += count.Waiting
			continue
		}
		if waiting[place.Flow] == nil {
			waiting[place.Flow] = map[string]int{}
		}
		waiting[place.Flow][step] += count.Waiting
	}
	return waiting, lost
}
