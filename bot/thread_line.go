package bot

import "github.com/connective-messaging/connective/flows"

// LineOf is the line by which what is not an answer leaves to the thread's person.
func (t Thread) LineOf(o *flows.Org) flows.Line {
	return o.LineFor(t.Key.Address, !t.Person.Heard.IsZero(), t.Person.Line)
}

// HomeOf is the connection by which all texts to the thread's person queue, one
// behind the other, whichever line they leave by.
func (t Thread) HomeOf(o *flows.Org) string { return o.LineTo(t.Key.Address).Provider }
