package webhooks

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot/staff"
)

// What admins do with endpoints, as the audit log tells it.
const (
	AddedIt   staff.Deed = "added a webhook"
	RotatedIt staff.Deed = "gave a webhook a new secret"
	RemovedIt staff.Deed = "removed a webhook"
	EnabledIt staff.Deed = "let a webhook go on"
	PausedIt  staff.Deed = "paused a webhook"
	RetriedIt staff.Deed = "sent what a webhook had missed again"
	DroppedIt staff.Deed = "dropped what a webhook had missed"
)

// Errors of endpoints.
var (
	// ErrNone is returned for an endpoint that the organisation does not have.
	ErrNone = errors.New("there is no such webhook")
	// ErrNothing is returned where nothing of that was missed.
	ErrNothing = errors.New("nothing of that was missed")
	// ErrMoved is returned for endpoints that were changed since they were read.
	ErrMoved = errors.New("the webhooks have changed meanwhile: try again")
	// ErrUnopened is returned for what was sealed with a key that is not here.
	ErrUnopened = errors.New("it was sealed with a key that is neither CONNECTIVE_SECRET nor in CONNECTIVE_SECRET_OLD")
	// ErrMany is returned for one endpoint too many.
	ErrMany = errors.New("an organisation has 10 webhooks at most: remove one first")
)

// mostEndpoints is how many an organisation has.
const mostEndpoints = 10

// Endpoint is an address that is told what happens.
type Endpoint struct {
	ID      string    `json:"id"`
	URL     string    `json:"url"`
	Kinds   []Kind    `json:"kinds"`
	Secrets []Secret  `json:"secrets"`
	Made    time.Time `json:"made"`
	By      string    `json:"by"`               // who added it
	Failing time.Time `json:"failing,omitzero"` // since when it has taken nothing
	Off     time.Time `json:"off,omitzero"`     // since when it is told nothing
}

// Wants reports whether the endpoint is told of that.
func (e Endpoint) Wants(k Kind) bool { return e.Off.IsZero() && slices.Contains(e.Kinds, k) }

// Endpoints are those of one organisation.
type Endpoints struct {
	Org     string     `json:"org"`
	All     []Endpoint `json:"all"`
	Version int64      `json:"-"` // of what is kept; 0 is new
}

// find is the endpoint of that id; nil if there is none.
func (e *Endpoints) find(id string) *Endpoint {
	for i := range e.All {
		if e.All[i].ID == id {
			return &e.All[i]
		}
	}
	return nil
}

// Delivery is a fact on its way to an endpoint.
type Delivery struct {
	ID       string    `json:"id"` // also what the endpoint knows it by
	Endpoint string    `json:"endpoint"`
	Fact     Fact      `json:"fact"`
	Begun    time.Time `json:"begun"`
	Tries    int       `json:"-"`
	Lost     time.Time `json:"-"` // when it was given up; zero for one that is under way
	Why      string    `json:"-"` // the last try failed
}

// News is a fact as it was written, with its place among them.
type News struct {
	Fact     Fact
	Place    string
	Unopened bool // it was sealed with a key that is not here
}

// Book keeps endpoints. Errors wrap bot.ErrUnavailable where nothing else is said.
type Book interface {
	// Endpoints returns an organisation's; none for one that has never had any, and
	// ErrUnopened for those that were sealed with a key that is not here.
	Endpoints(ctx context.Context, org string) (Endpoints, error)
	// KeepEndpoints writes them as they are now; ErrMoved if they were changed since.
	KeepEndpoints(ctx context.Context, e Endpoints) error
}

// Facts are what has happened, until it is in the queue of each endpoint. Errors wrap
// bot.ErrUnavailable.
type Facts interface {
	// News are facts that nobody has looked at, the oldest first, at most so many.
	News(ctx context.Context, most int) ([]News, error)
	// Spread puts deliveries of a fact into the queue, each once, and then lets the
	// fact go.
	Spread(ctx context.Context, n News, to []Delivery) error
	// SetAside keeps a fact for 30 days that cannot be told: the next is looked at.
	SetAside(ctx context.Context, n News) error
	// OpenAgain takes up all that was set aside and can be opened now, and counts it.
	OpenAgain(ctx context.Context) (int, error)
}

// Queue are deliveries until they are handed over. Errors wrap bot.ErrUnavailable.
type Queue interface {
	// DueDeliveries are the organisations for which something is due.
	DueDeliveries(ctx context.Context, now time.Time) ([]string, error)
	// TakeDeliveries takes deliveries of an organisation that are due, for a minute: if
	// nothing comes of them, they are due again. It sets aside, and counts, those that
	// cannot be opened.
	TakeDeliveries(ctx context.Context, org string, now time.Time, most int) (all []Delivery, unopened int, err error)
	// Tried says what came of a try: handed over, to be tried again at a time, or
	// given up.
	Tried(ctx context.Context, d Delivery, r Result) error
}

// Result is what came of a try.
type Result struct {
	Done  bool
	Again time.Time // zero for one that is given up, unless it is done
	Now   time.Time
	Why   string
}

// Lost are deliveries that were given up. Errors wrap bot.ErrUnavailable.
type Lost interface {
	LostDeliveries(ctx context.Context, org string) ([]Delivery, error)
	// ReopenDelivery lets one be tried again, for as long as at first. DropDelivery forgets it. Both
	// are false for one that is not there.
	ReopenDelivery(ctx context.Context, d Delivery, now time.Time) (bool, error)
	DropDelivery(ctx context.Context, d Delivery) (bool, error)
}
