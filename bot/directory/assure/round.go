package assure

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/links"
	"github.com/connective-messaging/connective/flows"
)

const (
	// linkLasts is how long a service can answer by the link in its letter.
	linkLasts = 60 * 24 * time.Hour
	// mostADay is how many letters of an organisation leave within 24 hours: a first
	// round spreads over weeks, and no mail server takes it for spam.
	mostADay = 50
	// sending is how long one process may take over a letter; then another tries.
	sending = 2 * time.Minute
	// aDay keeps a second letter from one address, which many services may share.
	aDay = 24 * time.Hour

	lookEvery  = 5 * time.Second  // whether there is anything new to look at
	readEvery  = 15 * time.Minute // all of a directory, though nothing is new
	afterwards = time.Minute      // after a letter that could not be handed in
)

// ErrRefused is what Letter returns, wrapped, for an address at which no server will
// ever take a letter.
var ErrRefused = errors.New("no letter is taken at this address")

// Letter hands in one letter, and returns once a server has taken it.
type Letter func(ctx context.Context, to, subject, text string) error

// Kept is what is kept of directories, and of what services have said.
type Kept interface {
	directory.Shelf
	Assure(ctx context.Context, org, service string, change func(directory.Assurance) directory.Assurance) (directory.Assurance, error)
}

// Marks keeps several processes from sending the same letter. Begin is true for one
// process, until Rang or Missed is called or the time is over.
type Marks interface {
	Begin(ctx context.Context, name string, within time.Duration) (bool, error)
	Rang(ctx context.Context, name string, forget time.Duration) error
	Missed(ctx context.Context, name string) error
}

// Round asks services whether what people are told of them is right, each as often as
// its organisation says at most, however many processes look.
type Round struct {
	Kept  Kept
	Orgs  func() []*flows.Org
	Marks Marks
	Send  Letter // nil where no mail server is set: nobody is asked
	Links links.Keys
	Page  string // where the pages of links begin, such as https://texts.example.org/still/
	Now   func() time.Time
	Log   *slog.Logger
	Count func(outcome string) // is told what became of each letter: sent, missed or refused

	looked map[string]look // by organisation
}

// look is when a directory was read, and which one.
type look struct {
	head directory.Head
	next time.Time // read again then, though it is the same
}

// Run looks and asks until the context ends.
func (r *Round) Run(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if err := r.Look(ctx); err != nil && ctx.Err() == nil {
			r.Log.Error("services could not be asked whether they are still right; trying again", "why", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Look asks whoever is due, of every organisation that has anything new.
func (r *Round) Look(ctx context.Context) error {
	var asking []*flows.Org
	for _, o := range r.Orgs() {
		if o.AskRight > 0 && r.Send != nil {
			asking = append(asking, o)
		}
	}
	if len(asking) == 0 {
		return nil
	}
	heads, err := r.Kept.Directories(ctx)
	if err != nil {
		return err
	}
	if r.looked == nil {
		r.looked = map[string]look{}
	}
	var faults []error
	for _, o := range asking {
		head, there := heads[o.ID]
		if before := r.looked[o.ID]; !there || before.head == head && r.Now().Before(before.next) {
			continue
		}
		next := readEvery
		if err := r.ask(ctx, o, head); err != nil {
			faults, next = append(faults, fmt.Errorf("%s: %w", o.ID, err)), afterwards
		}
		r.looked[o.ID] = look{head, r.Now().Add(next)}
	}
	return errors.Join(faults...)
}

// send sends one letter; false where another process is at it, or was. That it was
// sent is written down before it is certain that nobody sends it again: a second
// letter says the same, and does no harm.
func (r *Round) send(ctx context.Context, o *flows.Org, s *directory.Service) (bool, error) {
	name := "still right/" + o.ID + "/" + strings.ToLower(s.Email)
	mine, err := r.Marks.Begin(ctx, name, sending)
	if err != nil || !mine {
		return false, err
	}
	a, err := r.Kept.Assure(ctx, o.ID, s.ID, func(a directory.Assurance) directory.Assurance { return a })
	if err != nil || !isDue(o, s, a, r.Now()) {
		return false, errors.Join(err, r.Marks.Missed(ctx, name))
	}
	subject, text := letter(o, s, r.Page+Token(r.Links, Link{Org: o.ID, Service: s.ID, Until: r.Now().Add(linkLasts)}))
	err = r.Send(ctx, s.Email, subject, text)
	refused := errors.Is(err, ErrRefused)
	if err != nil && !refused {
		r.count("missed")
		r.Log.Error("a service could not be asked whether it is still right; trying again", "org", o.ID, "why", "mail server")
		return false, errors.Join(errMissed, r.Marks.Missed(ctx, name))
	}
	r.count(map[bool]string{false: "sent", true: "refused"}[refused])
	_, err = r.Kept.Assure(ctx, o.ID, s.ID, func(a directory.Assurance) directory.Assurance {
		a.Asked, a.To, a.Refused = r.Now().UTC(), s.Email, refused
		return a
	})
	if err != nil {
		return true, fmt.Errorf("write down that a service was asked: %w", err)
	}
	return true, r.Marks.Rang(ctx, name, aDay)
}

// errMissed ends a round. That a letter could not be handed in is logged already.
var errMissed = errors.New("the mail server takes no letters")

func (r *Round) count(outcome string) {
	if r.Count != nil {
		r.Count(outcome)
	}
}
