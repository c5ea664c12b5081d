package people

import (
	"context"
	"errors"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// ErrNoList is returned for a list that is not kept, or no more.
var ErrNoList = errors.New("there is no such list")

// ErrNoPlace is returned for a place in a list of people that no answer has named.
var ErrNoPlace = errors.New("there is no such place in the list")

// Known is what is kept of somebody, with the ledger of what they have agreed to.
type Known struct {
	Thread bot.Thread
	Ledger []bot.Consent
}

// Register keeps people. Errors wrap bot.ErrUnavailable.
type Register interface {
	// Known reads people by their numbers, in their order. Whoever is not known has
	// a thread of version 0.
	Known(ctx context.Context, org string, numbers []providers.Address) ([]Known, error)
	// Enrol writes what an import changes, each turn by itself, and returns an error
	// for each: nil, bot.ErrDuplicate, bot.ErrStale, or bot.ErrStopped for somebody
	// who has stopped or was erased, if only at that moment.
	Enrol(ctx context.Context, turns []bot.Turn) ([]error, error)
}
