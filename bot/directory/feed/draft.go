package feed

import (
	"context"
	"errors"

	"github.com/connective-messaging/connective/bot/directory"
)

// The errors of drafts.
var (
	ErrBusy  = errors.New("another import of this directory is under way: wait until it is done; one that was killed is over after two minutes")
	ErrMoved = errors.New("another import was done meanwhile: nothing was changed")
)

// Draft is an edition that is being written. Nobody gets it yet.
type Draft struct {
	Org, Edition, Run string
	Head              directory.Head // what people get meanwhile
	IDs               []string       // what an import that was interrupted has left in it
}

// Was is what there is of a service: in the draft, and in what people get. Either
// may be nil.
type Was struct{ Draft, Now *directory.Service }

// Drafts keeps editions until they are whole.
type Drafts interface {
	// TakeEdition takes an organisation's draft: that of an interrupted import of the
	// same source if it began within a day, else an empty one. ErrBusy if another run
	// has it.
	TakeEdition(ctx context.Context, org, source, run string) (Draft, error)
	// Were returns what there is of services, in the order of the ids.
	Were(ctx context.Context, d Draft, ids []string) ([]Was, error)
	// Shelve writes services into the draft, drops some, and keeps it taken. ErrBusy if
	// another run has it by now.
	Shelve(ctx context.Context, d Draft, services []directory.Service, drop []string) error
	// Issue makes the draft what people get, in one step, if nothing was issued since it
	// was taken; else ErrMoved.
	Issue(ctx context.Context, d Draft, head directory.Head) error
}
