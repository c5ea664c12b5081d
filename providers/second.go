package providers

import "time"

// RepeatedFor is how long after its first call a text of unknown outcome is sent
// again by a connection that takes repeats for one text. Of those that say how long
// they remember one, three hours is the least.
const RepeatedFor = 2 * time.Hour

// EventMoved is a text that goes on by another connection.
const EventMoved = "moved"

// moves reports whether the class says that a text certainly did not leave, for a
// reason that is the connection's and not the text's. What a person or a network
// has refused no other company may try.
func moves(c Class) bool { return c == Temporary || pauses(c) }

// goOn says how a text goes on whose call has ended: by another connection if it
// certainly did not leave, by the same one if it may have and repeats do no harm.
func (d *Dispatcher) goOn(c *carrier, claim Claim, was, is Result) Settlement {
	s := Settlement{Claim: claim, Result: is}
	now := d.Now()
	switch {
	case was.Verdict == Rejected && moves(was.Class):
		return d.elsewhere(c, s, now)
	case was.Verdict == Uncertain && c.repeats(claim, now):
		s.Next = &Next{Route{c.Name, claim.Message.From}, true}
		s.Result.RetryAfter = backoff(claim.Attempt)
	}
	return s
}

// repeats reports whether a text that may have left is sent again.
func (c *carrier) repeats(claim Claim, now time.Time) bool {
	return c.Provider.Caps().Idempotent && (claim.Doubt.IsZero() || now.Sub(claim.Doubt) < RepeatedFor)
}

// repeats is what the sweep asks of a connection.
func (d *Dispatcher) repeats(connection string) (string, bool) {
	c := d.carrier(connection)
	if c == nil {
		return connection, false
	}
	return c.Name, c.Provider.Caps().Idempotent
}

// elsewhere moves a text that is put back to the other connection, if there is one
// that works and takes texts of its length, and the text has never been in doubt.
func (d *Dispatcher) elsewhere(c *carrier, s Settlement, now time.Time) Settlement {
	route, ok := d.second(s.Claim)
	if !ok {
		return s
	}
	other := d.carrier(route.Via)
	if other == nil || other == c || other.circuit.paused() || !other.Provider.Caps().Takes(Segments(s.Claim.Message.Text)) {
		return s
	}
	s.Next = &Next{Route: route}
	if s.Claim.Attempt == 1 || s.Result.Code == codePaused { // else it has been both ways, and waits
		s.Result.RetryAfter = atOnce
	}
	c.count(EventMoved, 1)
	return s
}

// second is the other way of a claim.
func (d *Dispatcher) second(c Claim) (Route, bool) {
	if !c.Doubt.IsZero() {
		return Route{}, false
	}
	return d.Second(Route{c.Message.Via, c.Message.From})
}

// missed notes a call that did not reach a connection beside which there is
// another: after some in a row the texts take that one without trying.
func (d *Dispatcher) missed(c *carrier, now time.Time, lease int) {
	if c.circuit.missed(now, lease) {
		d.Log.Warn("a connection is not reached; what has another takes that", "connection", c.Name)
	}
}
