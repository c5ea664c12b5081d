package providers

// What a Dispatcher observes. The other events are the States of claims that
// may not be sent now, and the Classes of results that went wrong.
const (
	EventClaimed  = "claimed"  // may be sent
	EventAccepted = "accepted" // the provider took it
	EventHeld     = "held"     // put back: a STOP of the person waits
	EventRefused  = "refused"  // a number that must never be texted
	EventPutBack  = "put_back" // not begun: paced, paused, stale or stopping
	EventPanic    = "panic"    // the provider's code broke
	EventPaused   = "paused"   // the provider was paused
	EventSwept    = "swept"    // claims whose result was lost
)

// eventOf names what became of a text.
func eventOf(r Result) string {
	if r.Verdict == Accepted {
		return EventAccepted
	}
	return string(r.Class)
}
