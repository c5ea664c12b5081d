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
