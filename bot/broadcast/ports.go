package broadcast

import (
	"context"
	"errors"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

// Errors of an Archive.
var (
	ErrNone  = errors.New("the organisation has no broadcast of that id:  connective broadcast list  tells those it has")
	ErrMoved = errors.New("somebody else has changed the broadcast since: look at it again")
)

// Archive keeps broadcasts. Errors wrap bot.ErrUnavailable where nothing else is
// said.
type Archive interface {
	// Keep writes a broadcast as it is now and returns it with its new version;
	// ErrMoved if it was changed since it was read.
	Keep(ctx context.Context, b Broadcast) (Broadcast, error)
	// Broadcast returns one of an organisation's, or ErrNone.
	Broadcast(ctx context.Context, org, id string) (Broadcast, error)
	// Broadcasts returns all of an organisation's, the newest first.
	Broadcasts(ctx context.Context, org string) ([]Broadcast, error)
	// UnderWay returns those of every organisation that are not over and no drafts,
	// and those whose state does not hold everywhere yet.
	UnderWay(ctx context.Context) ([]Broadcast, error)
}

// Counted keeps for some minutes for how many people a broadcast is. Errors wrap
// bot.ErrUnavailable.
type Counted interface {
	// Census returns what was counted last; the zero one if nothing is kept.
	Census(ctx context.Context, b Broadcast) (Census, error)
	KeepCensus(ctx context.Context, b Broadcast, c Census) error
}

// People are the residents of organisations, in partitions. Errors wrap
// bot.ErrUnavailable.
type People interface {
	Partitions() int
	// Threads gives the threads of a partition to visit, some at a time: those of
	// the members of any of the groups, or of everybody if no group is named. An
	// error of visit ends it.
	Threads(ctx context.Context, org string, groups []string, partition int, visit func([]bot.Thread) error) error
	// Freeze writes down who of a partition gets a broadcast, the first time it is
	// asked to, and returns how many those are.
	Freeze(ctx context.Context, b Broadcast, partition int, people []string) (int, error)
}

// Piece is some of the people of a frozen audience, in one partition.
type Piece struct {
	Partition int
	People    int // of the frozen audience in the partition
	Cursor    int // how many of them have been looked at
	Next      int // and with these; the Cursor where nobody may be added now
	Threads   []bot.Thread
}

// Text is what one person is sent.
type Text struct {
	Thread bot.Thread
	Say    bot.Outgoing
	By     flows.Line // by which it leaves
	Home   string     // the connection by which all texts to the person queue
	Cap    int        // how many broadcasts their number gets in seven days at most; 0 is no limit
}

// Outbox sends. Errors wrap bot.ErrUnavailable.
type Outbox interface {
	// Next reads the people of a partition who come next, at most so many; none
	// while many texts wait there to be sent.
	Next(ctx context.Context, b Broadcast, partition, most int) (Piece, error)
	// Expand puts texts for a piece into the outbox and moves the cursor behind it,
	// all of it or nothing, once. It does nothing for a broadcast that does not run.
	Expand(ctx context.Context, b Broadcast, shared bool, p Piece, texts []Text) error
	// Steer lets the texts of a broadcast leave, or not, in every partition, as its
	// state says: it holds once it has returned. Of two states the one of the later
	// version stays, whichever comes last.
	Steer(ctx context.Context, b Broadcast) error
	// Rest keeps the texts of a broadcast that are in the outbox from leaving before
	// a moment: its quiet hours, or those that it does not name, have begun.
	Rest(ctx context.Context, b Broadcast, until time.Time) error
	Counts(ctx context.Context, b Broadcast) (Counts, error)
}

// Counts is what has become of a broadcast. People of the frozen audience are
// Queued, or were left out since; of the queued, each is sent, failed, withheld,
// expired, capped, or unknown in the end.
type Counts struct {
	People      int `json:"people"`
	Expanded    int `json:"expanded"` // of them have been looked at
	Queued      int `json:"queued"`
	Sent        int `json:"sent"`        // the provider has them
	Delivered   int `json:"delivered"`   // of these
	Undelivered int `json:"undelivered"` // of these
	Failed      int `json:"failed"`      // the provider refused them
	Withheld    int `json:"withheld"`    // stopped, left or was cancelled before it left
	Expired     int `json:"expired"`     // too late to be of use
	Capped      int `json:"capped"`      // the number had enough of all organisations this week
	Unknown     int `json:"unknown"`     // may have left: people settle them
	Replied     int `json:"replied"`     // people who texted within three days
	Stopped     int `json:"stopped"`     // people who texted STOP within three days
	Joined      int `json:"joined"`      // people who joined a group within three days
}

// Settled is how many of the queued have an outcome.
func (c Counts) Settled() int {
	return c.Sent + c.Failed + c.Withheld + c.Expired + c.Capped + c.Unknown
}
