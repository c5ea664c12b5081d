package versions

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// Errors of an Archive, to be told apart with errors.Is. Others wrap
// bot.ErrUnavailable.
var (
	// ErrOvertaken is returned when somebody else has published since: look at
	// what they did, and publish again.
	ErrOvertaken = errors.New("somebody else has published meanwhile")
	// ErrNoVersion is returned for a version that is not kept, or no longer.
	ErrNoVersion = errors.New("there is no such version")
)

// Head names what people get now.
type Head struct {
	N       int64  // counts what the organisation has published, from 1
	Version string // see flows.Files.Version
}

// Publication is one line of an organisation's history.
type Publication struct {
	ID      string            `json:"id"` // made by who publishes: the same one is written once
	N       int64             `json:"n"`
	Version string            `json:"version"`
	At      time.Time         `json:"at"`
	By      string            `json:"by"`     // who published
	How     How               `json:"how"`    //
	Move    bool              `json:"move"`   // people in the middle move to it where it asks the same
	Shapes  map[string]string `json:"shapes"` // of its flows, by id
}

// How tells what made somebody publish.
type How string

// The ways to publish.
const (
	ByCommand  How = "published"
	ByRollback How = "rolled back"
	ByStart    How = "first start" // a house that had nothing published yet
	ByReload   How = "reloaded"    // a folder that is watched has changed
)

// Archive keeps what was published. A publication is all or nothing.
type Archive interface {
	// Heads returns what people get now, by organisation.
	Heads(ctx context.Context) (map[string]Head, error)
	// History returns what an organisation has published, the newest first. It
	// goes back far enough for every conversation that may still be under way.
	History(ctx context.Context, org string) ([]Publication, error)
	// Files returns a version's files, or ErrNoVersion.
	Files(ctx context.Context, org, version string) (flows.Files, error)
	// Publish makes the files what people get from now on, and returns the
	// publication with its number. After is the number of the last one before
	// it, 0 for none; if that is no longer the last one it returns ErrOvertaken
	// and changes nothing. The same ID is published once.
	Publish(ctx context.Context, org string, files flows.Files, p Publication, after int64) (Publication, error)
}

// Publish publishes files as they are: whoever calls it has linted them.
func Publish(ctx context.Context, a Archive, org string, files flows.Files, p Publication, after int64) (Publication, error) {
	o, err := flows.LoadPublished(org, files, nil)
	if err != nil {
		return p, err
	}
	p.ID, p.Version, p.Shapes, p.At = rand.Text(), o.Version, o.Shapes(), p.At.UTC()
	p, err = a.Publish(ctx, org, files, p, after)
	if err != nil {
		return p, fmt.Errorf("publish %s: %w", org, err)
	}
	return p, nil
}

// Newest returns the place in a history of the last publication in which a flow
// had a shape; -1 if it never had.
func Newest(history []Publication, flow, shape string) int {
	for i, p := range history {
		if s, ok := p.Shapes[flow]; ok && s == shape {
			return i
		}
	}
	return -1
}
