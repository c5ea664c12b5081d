package feed

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot/directory"
)

// Report counts what became of the rows.
type Report struct {
	Rows       int  `json:"rows"`
	Services   int  `json:"services"` // in the directory now
	Added      int  `json:"added"`
	Changed    int  `json:"changed"`
	Unchanged  int  `json:"unchanged"`
	Removed    int  `json:"removed"`
	Refused    int  `json:"refused"`    // rows that were left out
	Notes      int  `json:"notes"`      // rows that were kept without something
	Duplicates int  `json:"duplicates"` // rows that a later one with the same id took the place of
	Stale      int  `json:"stale"`      // not assured for a year
	Hidden     int  `json:"hidden"`     // closed, defunct or inactive
	NoPhone    int  `json:"no_phone"`
	NoDate     int  `json:"no_date"` // nobody says when it was assured
	Fetched    int  `json:"fetched"` // records that were read one by one
	Reused     int  `json:"reused"`  // records that had not changed, or were fetched before
	Before     int  `json:"before"`  // services in the directory before
	Done       bool `json:"done"`    // people get it

	Since   time.Time `json:"since,omitzero"`    // only what has changed since then was asked for
	Differs int       `json:"differs,omitempty"` // rows that can be used, and differ from the schema
	Carried int       `json:"carried,omitempty"` // services that stay as they were, since the feed says nothing of them
}

// ErrEmpty is returned for a feed without a single service that can be used.
var ErrEmpty = errors.New("there is no service in it that can be used: the directory stays as it was")

// ShrunkError is returned for a feed with more than a fifth fewer services than the
// directory that there is, if nobody says that this is right.
type ShrunkError struct{ Before, Now int }

// Error says how many there were, and how many there are.
func (e *ShrunkError) Error() string {
	return fmt.Sprintf("there would be %d services, and there are %d now: the directory stays as it was. If this is right, say so with --shrink", e.Now, e.Before)
}

// Shelf is where the records of a directory are.
type Shelf interface {
	Services(ctx context.Context, org string, head directory.Head) ([]directory.Service, error)
}

// Job is one import, or one check of a feed.
type Job struct {
	Org    string
	Source *Source
	Drafts Drafts // nil only checks
	Now    time.Time
	Fault  func(Fault) error          // is told of each fault, in the feed's order
	Step   func(read, total int)      // is told how far it is; total is 0 where it is not known
	Shrink func(before, now int) bool // asks whether a smaller directory is right; nil is no
	// Shelf is where the directory is that people get now. With it only what has changed
	// since the last import of the same API is asked for, and all of it once a week, or
	// where Whole says so: what has vanished is seen then.
	Shelf  Shelf
	Whole  bool
	Schema bool // say where rows differ from the schema, though they can be used
}
