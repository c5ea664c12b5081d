package broadcast

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

// Auditor writes down what was done within a scope; see staff.Desk.
type Auditor interface {
	Note(ctx context.Context, by staff.Scope, e staff.Entry) error
}

// Desk is where organisers write broadcasts, and send, hold and end them: those of
// their organisation alone, what their role allows, and nothing that could not be
// noted in the audit log.
type Desk struct {
	Archive  Archive
	People   People
	Outbox   Outbox
	Audit    Auditor
	Counted  Counted
	Phones   Phones   // for tests; may be nil
	Notifier Notifier // for tests; may be nil
	Fates    Fates    // nil where nobody asks for them
	Halts    Halts    // nil: nothing is known of the provider
	Caps     Caps     // nil: nothing is known of what numbers were sent
	Cap      int      // how many broadcasts a number gets in seven days, of all organisations; 0 is no limit
	Price    Price
	Carrier  func(flows.Line) Carrier // of a line; nil where nothing is known
	Book     func() *flows.Book
	Now      func() time.Time
}

// Write keeps a new draft. The key names the request: repeated, such as a form that
// is sent twice, it makes no second broadcast, and answers the first. Without a key
// each call makes one.
func (d *Desk) Write(ctx context.Context, by staff.Scope, b Broadcast, key string) (Broadcast, error) {
	o, err := d.may(by, staff.WriteBroadcasts)
	if err != nil {
		return b, err
	}
	if b.Valid == 0 {
		b.Valid = DefaultValid
	}
	b.Org, b.By, b.State, b.Made = by.Org(), whoIs(by), Draft, d.Now().UTC()
	b.Behind = withBehind(nil, by)
	if err := Check(o, b); err != nil {
		return b, err
	}
	if b.ID = newID(); key != "" {
		b.ID = idOf(by, key)
		if first, err := d.Archive.Broadcast(ctx, by.Org(), b.ID); !errors.Is(err, ErrNone) {
			return sameAs(first, b, err)
		}
	}
	kept, err := d.keep(ctx, by, WroteIt, b)
	if errors.Is(err, ErrMoved) { // the same request was quicker
		first, err := d.Archive.Broadcast(ctx, by.Org(), b.ID)
		return sameAs(first, b, err)
	}
	return kept, err
}

func newID() string { return "b-" + rand.Text()[:10] }

// idOf is the id of the one broadcast that a request of somebody makes.
func idOf(by staff.Scope, key string) string {
	sum := sha256.Sum256([]byte(by.Org() + "\x00" + whoIs(by) + "\x00" + key))
	return "b-" + base32.StdEncoding.EncodeToString(sum[:])[:10]
}

// sameAs answers a repeated request with what it made the first time.
func sameAs(first, b Broadcast, err error) (Broadcast, error) {
	if err != nil {
		return b, err
	}
	if !says(first, b) {
		return first, &KeyError{first.ID}
	}
	return first, nil
}

// says reports whether two broadcasts say the same to the same people.
func says(a, b Broadcast) bool {
	return maps.Equal(a.Words, b.Words) && reflect.DeepEqual(a.Audience.canonical(), b.Audience.canonical())
}

// countedFor is how long a page shows what was counted before it counts again.
const countedFor = 5 * time.Minute

// Glance is Preview for a page that is looked at often: who is in the audience was
// counted in the last minutes, unless it is to be counted anew, and the samples
// are of the first people who are found.
func (d *Desk) Glance(ctx context.Context, b Broadcast, anew bool) (Preview, error) {
	o, err := d.org(b.Org)
	if err != nil {
		return Preview{}, err
	}
	now := d.Now()
	known, err := d.Counted.Census(ctx, b)
	if err != nil {
		return Preview{}, err
	}
	if age := now.Sub(known.At); !anew && age >= 0 && age < countedFor && known.Share == o.Fallback.Share {
		found, err := Sampled(ctx, d.People, o, b, now)
		return Preview{known, found}, err
	}
	return d.Preview(ctx, b)
}

// Preview tells what a broadcast would be if it left now, by reading everybody.
func (d *Desk) Preview(ctx context.Context, b Broadcast) (Preview, error) {
	o, err := d.org(b.Org)
	if err != nil {
		return Preview{}, err
	}
	p, err := Look(ctx, d.People, o, b, d.Now(), d.enough(b, d.Now()))
	if err != nil {
		return p, err
	}
	return p, d.Counted.KeepCensus(ctx, b, p.Census)
}

// whoIs names somebody so that two people never have one name: their account, or
// what whoever runs commands says they are called.
func whoIs(by staff.Scope) string {
	if by.Account() == staff.Machine {
		return by.Name()
	}
	return by.Account()
}

// keep notes what is done and then keeps it. If somebody else was quicker, that it
// was not done is noted too.
func (d *Desk) keep(ctx context.Context, by staff.Scope, deed staff.Deed, b Broadcast) (Broadcast, error) {
	if err := d.Audit.Note(ctx, by, staff.Entry{Deed: deed, Detail: b.ID}); err != nil {
		return b, err
	}
	kept, err := d.Archive.Keep(ctx, b)
	if errors.Is(err, ErrMoved) {
		return kept, errors.Join(err, d.Audit.Note(ctx, by, staff.Entry{Deed: WasRefused, Detail: b.ID}))
	}
	return kept, err
}

// find reads a broadcast of the scope's organisation, in a state that allows the act.
func (d *Desk) find(ctx context.Context, by staff.Scope, id, act string, from ...State) (Broadcast, error) {
	b, err := d.Archive.Broadcast(ctx, by.Org(), id)
	if err != nil {
		return b, err
	}
	if !slices.Contains(from, b.State) {
		return b, &StateError{act, b.State}
	}
	return b, nil
}

func (d *Desk) may(by staff.Scope, p staff.Permission) (*flows.Org, error) {
	if err := by.Must(p); err != nil {
		return nil, err
	}
	return d.org(by.Org())
}

func (d *Desk) org(id string) (*flows.Org, error) {
	if o := d.Book().Orgs[id]; o != nil {
		return o, nil
	}
	return nil, fmt.Errorf("%w; there are %s", ErrNoOrg, orNone(slices.Sorted(maps.Keys(d.Book().Orgs))))
}
