package providers

import (
	"context"
	"time"
)

// Entry is one text waiting in the outbox, by id alone: bodies live elsewhere.
type Entry struct {
	Partition int
	Priority  Priority
	StreamID  string
	Ref       string
	Owner     string // whose text it is, in a word of the store's own
	Token     string // of a claim that may have been made already; empty for a new one
}

// ClaimState says whether an Entry may be sent now.
type ClaimState string

// What a claim can find.
const (
	Claimed    ClaimState = "claimed"
	Withheld   ClaimState = "withheld"   // stopped, no consent, or withdrawn: settled, never sent
	Waiting    ClaimState = "waiting"    // quiet hours or another text of the person in flight: comes back by itself
	AlreadyRun ClaimState = "alreadyrun" // claimed or settled before: nothing to do
	Expired    ClaimState = "expired"    // too late to be of use: settled, never sent
	Capped     ClaimState = "capped"     // the number had enough broadcasts this week: settled, never sent
	LeftBefore ClaimState = "left"       // sent before a failover of Redis, which had forgotten it: settled
	Doubtful   ClaimState = "doubtful"   // may have been sent before a failover, and nobody knows: listed as unknown
)

// Claim is the leave to send one text, once. Token fences its result.
type Claim struct {
	Entry
	State   ClaimState
	Token   string
	Message Message
	Attempt int // 1 for the first
	// Doubt is since when the text may have left: it must not leave by another
	// connection. Zero is a text that has certainly not left.
	Doubt time.Time
}

// Settlement is what became of a claim.
type Settlement struct {
	Claim  Claim
	Result Result
	Next   *Next // how a text goes on that is put back; nil is as before
}

// Next is how a text goes on that is put back.
type Next struct {
	Route
	// Doubt is that it may have left, by a connection that takes a repeat with the
	// same Ref for one text: it is put back though its Result is Uncertain.
	Doubt bool
}

// Route is a connection, and the number that texts leave it from.
type Route struct{ Via, From string }

// Repeats tells of a connection what it is called, and whether a text that may
// have left by it may be sent again; see Caps.Idempotent.
type Repeats func(connection string) (name string, repeats bool)

// Outbox is what the dispatcher needs of the store. Every method is safe to
// repeat. Methods that take several items cost one round trip for each Redis
// node, not one for each item.
type Outbox interface {
	// Ready blocks up to wait for entries to send, replies before bulk, at most
	// max. An empty answer is not an error.
	Ready(ctx context.Context, max int, wait time.Duration) ([]Entry, error)
	// Claim answers one Claim for each Entry, in order.
	Claim(ctx context.Context, now time.Time, entries []Entry) ([]Claim, error)
	// Settle records results: accepted is sent, throttled and temporary go back
	// to the queue (not before RetryAfter), permanent is failed, opted out is an
	// opt-out, uncertain is unknown. Next says what differs.
	Settle(ctx context.Context, now time.Time, settled []Settlement) error
	// Sweep turns claims older than age without a result into unknown, or back to
	// queued where their connection repeats. It returns how many claims it found.
	Sweep(ctx context.Context, now time.Time, age time.Duration, repeats Repeats) (int, error)
}
