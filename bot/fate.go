package bot

import "errors"

// Fate is what has become of a text that was to be sent.
type Fate string

// The fates of a text. Of one that is long settled nothing is known any more.
const (
	FateWaits     Fate = "waiting"   // it has not left yet
	FateSent      Fate = "sent"      // the provider has taken it
	FateArrived   Fate = "delivered" //
	FateFailed    Fate = "failed"    // it did not arrive
	FateUncertain Fate = "unknown"   // it may have arrived or not; it is never sent again by itself
	FateLeft      Fate = "dismissed" // uncertain, and somebody has looked and left it so
	FateWithheld  Fate = "withheld"  // not sent: the person has stopped
	FateExpired   Fate = "expired"   // not sent: it was too late
)

// ErrSettled is returned for a text whose fate is not, or not any more, uncertain.
var ErrSettled = errors.New("what has become of the text is known by now")
