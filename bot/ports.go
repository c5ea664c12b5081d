package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Errors that a commit returns, to be told apart with errors.Is.
var (
	// ErrStale is returned when another turn of the person was committed since
	// the thread was read: read again and judge again.
	ErrStale = errors.New("the thread has moved on")
	// ErrDuplicate is returned when the event was committed before: all is done.
	ErrDuplicate = errors.New("the event was handled before")
	// ErrUnavailable wraps every failure to reach the store: the same turn may
	// be tried again later, and may already have been written.
	ErrUnavailable = errors.New("the store is away")
	// ErrNotYet wraps what a store answers that has lost texts in a failover,
	// until they have been judged again. It is ErrUnavailable too.
	ErrNotYet = fmt.Errorf("texts before this one must be judged again: %w", ErrUnavailable)
	// ErrFull wraps what a store answers that has no memory for the turn. STOP,
	// START, FORGET and safety texts are written all the same. It is
	// ErrUnavailable too.
	ErrFull = fmt.Errorf("the store has no memory for it: %w", ErrUnavailable)
)

// Threads reads and writes people's threads. A commit is all or nothing, and
// safe to repeat: an event that was committed before is ErrDuplicate; so may be
// a read for a text that was (see Try).
type Threads interface {
	Thread(ctx context.Context, key Key) (Thread, error)
	Commit(ctx context.Context, turn Turn) error
}

// Versions keeps flows as they were for the conversations that began with them.
// Beside returns the organisation with the older versions beside it that the
// conversation stands in; the organisation itself where there are none. An error
// wraps ErrUnavailable. A version that is lost is no error: the conversation then
// goes on in the newest, if it can.
type Versions interface {
	Beside(ctx context.Context, org *flows.Org, c flows.Conversation) (*flows.Org, error)
}

// Wake is one thread in which something is due.
type Wake struct {
	Key Key
	At  time.Time
}

// Clock finds threads in which something is due by now, at most max, the longest
// due first. A thread stays due until a commit moves its WakeAt, or it is put off:
// Postpone does so unless a commit was quicker. Errors wrap ErrUnavailable.
type Clock interface {
	Due(ctx context.Context, now time.Time, max int) ([]Wake, error)
	Postpone(ctx context.Context, w Wake, to time.Time) error
}

// CaseFile is a case with its lines, for staff.
type CaseFile struct {
	Case
	Key    Key
	Closed time.Time // zero while open
	Notes  []Note
}

// Cases lists what waits for people, the oldest first. Case returns
// ErrNoCase if there is none of that id.
type Cases interface {
	OpenCases(ctx context.Context, org string) ([]CaseFile, error)
	Case(ctx context.Context, org, id string) (CaseFile, error)
}

// CaseNews says that a case has changed. Empty ones say that changes may have been
// missed.
type CaseNews struct{ Org, ID string }

// ErrNoCase is returned for a case id that the organisation does not have.
var ErrNoCase = errors.New("there is no such case")

// Ticket is the place of one text in the journal.
type Ticket struct {
	ID      uint64
	Inbound providers.Inbound
	Tries   int // how often judging it was begun before
}

// Journal is the second, local copy of every text that we answered for.
// Take returns once the texts are on disk; several callers share one fsync.
type Journal interface {
	Take(ctx context.Context, texts []providers.Inbound) ([]Ticket, error)
	Tried(ctx context.Context, t Ticket) error // synced before a text is judged again
	Spared(t Ticket) error                     // not synced: the last Tried does not count, the store was away
	Done(t Ticket) error                       // not synced: a lost one is a harmless replay
	Unfinished() []Ticket                      // as found at start, in order of arrival
}
