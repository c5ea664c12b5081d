package assure

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

// The deeds of staff.
const (
	SettledService staff.Deed = "saw to what a service said"
	ShowedService  staff.Deed = "had a service shown again"
	RangService    staff.Deed = "was told by a service that all is right"
)

// ErrNoService is returned for a service of which nothing waits.
var ErrNoService = errors.New("nothing of this service waits")

// Notes is the audit log: a staff.Desk.
type Notes interface {
	Note(ctx context.Context, by staff.Scope, e staff.Entry) error
}

// State is what staff have to know of a service that was, or is to be, asked.
type State string

// The states, the first to be looked at first.
const (
	Closed      State = "closed"      // it says that it closed, and is hidden
	Changed     State = "changed"     // it says that something has changed
	Unreachable State = "unreachable" // no letter is taken at its address
	NoAddress   State = "no address"  // it is due, and can only be rung
	Quiet       State = "quiet"       // it is due, and wants no letters
	Unanswered  State = "unanswered"  // a letter left, and it has said nothing since
)

// States are all states, in their order.
var States = []State{Closed, Changed, Unreachable, NoAddress, Quiet, Unanswered}

// Line is one service in the list of what waits.
type Line struct {
	ID, Name, Phone, Email string
	State                  State
	Since                  time.Time      // of its answer, or of the letter; zero where there is neither
	Assured                directory.Date // the last day that somebody said all is right; empty for none
	Words                  string
}

// Office is where staff see to what services say.
type Office struct {
	Kept  Kept
	Org   func(id string) *flows.Org
	Audit Notes
	Now   func() time.Time
}

// Waiting are the services of the scope's organisation that wait for staff or for an
// answer, those that staff must see to first.
func (f *Office) Waiting(ctx context.Context, by staff.Scope) ([]Line, error) {
	if err := by.Must(staff.SeeServices); err != nil {
		return nil, err
	}
	o := f.Org(by.Org())
	if o == nil {
		return nil, nil
	}
	heads, err := f.Kept.Directories(ctx)
	if err != nil {
		return nil, fmt.Errorf("find the directory: %w", err)
	}
	head, there := heads[o.ID]
	if !there {
		return nil, nil
	}
	said, err := f.Kept.Assurances(ctx, o.ID)
	if err != nil {
		return nil, fmt.Errorf("read what services have said: %w", err)
	}
	services, err := f.Kept.Services(ctx, o.ID, head)
	if err != nil {
		return nil, fmt.Errorf("read the directory: %w", err)
	}
	var all []Line
	for i := range services {
		if line, waits := lineOf(o, &services[i], said[services[i].ID], f.Now()); waits {
			all = append(all, line)
		}
	}
	slices.SortFunc(all, func(a, b Line) int {
		return cmp.Or(cmp.Compare(slices.Index(States, a.State), slices.Index(States, b.State)), a.Since.Compare(b.Since), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

// lineOf is what waits of a service, if anything does.
func lineOf(o *flows.Org, s *directory.Service, a directory.Assurance, now time.Time) (Line, bool) {
	line := Line{ID: s.ID, Name: s.Name, Email: s.Email, Assured: a.LastAssured(s), Words: a.Words, Since: a.At}
	if len(s.Phones) > 0 {
		line.Phone = s.Phones[0]
	}
	late := s.Status == directory.Active && o.AskRight > 0 && line.Assured < directory.Date(now.In(o.Timezone).Add(-o.AskRight).Format(time.DateOnly))
	switch {
	case a.Waits() && a.Said == directory.HasClosed:
		line.State = Closed
	case a.Waits():
		line.State = Changed
	case !late || a.Said == directory.HasClosed:
	case s.Email == "":
		line.State, line.Since = NoAddress, time.Time{}
	case a.Quiet:
		line.State, line.Since = Quiet, a.Asked
	case a.Refused && a.To == s.Email:
		line.State, line.Since = Unreachable, a.Asked
	case !a.Asked.IsZero() && a.At.Before(a.Asked):
		line.State, line.Since = Unanswered, a.Asked
	}
	return line, line.State != ""
}

// Settle notes that staff have dealt with what a service said: it was told to whoever
// keeps the feed, or there was nothing to it. With shown, one that said it closed is
// shown again. ErrNoService where nothing waits.
func (f *Office) Settle(ctx context.Context, by staff.Scope, service string, shown bool) error {
	if err := by.Must(staff.KeepServices); err != nil {
		return err
	}
	a, err := f.assure(ctx, by, service, func(a directory.Assurance) directory.Assurance { return a })
	if err != nil {
		return err
	}
	if !a.Waits() {
		return ErrNoService
	}
	deed := SettledService
	if shown {
		deed = ShowedService
	}
	if err := f.Audit.Note(ctx, by, staff.Entry{Deed: deed, Detail: service}); err != nil {
		return err
	}
	_, err = f.assure(ctx, by, service, func(now directory.Assurance) directory.Assurance {
		if now.At.Equal(a.At) && now.Waits() { // not an answer that nobody has read
			return now.Settle(shown)
		}
		return now
	})
	return err
}

// Right notes that a service of the list has told staff, by phone say, that all is
// right. ErrNoService for any other.
func (f *Office) Right(ctx context.Context, by staff.Scope, service string) error {
	if err := by.Must(staff.KeepServices); err != nil {
		return err
	}
	waiting, err := f.Waiting(ctx, by)
	if err != nil {
		return err
	}
	o := f.Org(by.Org())
	if o == nil || !slices.ContainsFunc(waiting, func(l Line) bool { return l.ID == service }) {
		return ErrNoService
	}
	if err := f.Audit.Note(ctx, by, staff.Entry{Deed: RangService, Detail: service}); err != nil {
		return err
	}
	_, err = f.assure(ctx, by, service, func(a directory.Assurance) directory.Assurance {
		return a.Hear(directory.StillRight, "", f.Now().In(o.Timezone)).Settle(false)
	})
	return err
}

func (f *Office) assure(ctx context.Context, by staff.Scope, service string, change func(directory.Assurance) directory.Assurance) (directory.Assurance, error) {
	a, err := f.Kept.Assure(ctx, by.Org(), service, change)
	if err != nil {
		return a, fmt.Errorf("take what staff saw to: %w", err)
	}
	return a, nil
}
