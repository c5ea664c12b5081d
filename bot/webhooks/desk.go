package webhooks

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot/staff"
)

// BothGood is for how long the secret before still signs, once there is a new one.
const BothGood = 24 * time.Hour

// mostRaces is how often endpoints are read again that somebody else has changed.
const mostRaces = 8

// Audit writes down what is done. It is written before it is done.
type Audit interface {
	Note(ctx context.Context, by staff.Scope, e staff.Entry) error
}

// Desk is where admins say what is told to whom.
type Desk struct {
	Book  Book
	Lost  Lost
	Audit Audit
	Gate  Gate
	Now   func() time.Time
}

// Add adds an endpoint, and returns it with its secret, which is not shown again.
func (d *Desk) Add(ctx context.Context, by staff.Scope, url string, kinds []Kind) (Endpoint, string, error) {
	if err := by.Must(staff.ManageWebhooks); err != nil {
		return Endpoint{}, "", err
	}
	if err := d.Gate.Check(url); err != nil {
		return Endpoint{}, "", err
	}
	if len(kinds) == 0 {
		return Endpoint{}, "", ErrNoKind
	}
	secret := newSecret()
	e := Endpoint{ID: "w-" + rand.Text()[:10], URL: url, Kinds: slices.Clone(kinds), Secrets: []Secret{secret}, Made: d.Now().UTC(), By: by.Name()}
	err := d.change(ctx, by, staff.Entry{Deed: AddedIt, Detail: e.ID}, func(all *Endpoints) error {
		if len(all.All) >= mostEndpoints {
			return ErrMany
		}
		all.All = append(all.All, e)
		return nil
	})
	if err != nil {
		return Endpoint{}, "", err
	}
	return e, secret.Word(), nil
}

// List returns the endpoints of the scope's organisation, in the order in which they
// were added.
func (d *Desk) List(ctx context.Context, by staff.Scope) ([]Endpoint, error) {
	if err := by.Must(staff.ManageWebhooks); err != nil {
		return nil, err
	}
	all, err := d.Book.Endpoints(ctx, by.Org())
	if err != nil {
		return nil, fmt.Errorf("list the webhooks: %w", err)
	}
	return all.All, nil
}

// Rotate gives an endpoint a new secret, and returns it. The one before signs too for
// BothGood.
func (d *Desk) Rotate(ctx context.Context, by staff.Scope, id string) (string, error) {
	secret := newSecret()
	err := d.on(ctx, by, id, RotatedIt, func(e *Endpoint) {
		former := e.Secrets[0]
		former.Until = d.Now().Add(BothGood).UTC()
		e.Secrets = []Secret{secret, former}
	})
	if err != nil {
		return "", err
	}
	return secret.Word(), nil
}

// Pause tells an endpoint nothing until it is enabled. What happens meanwhile is not
// kept for it.
func (d *Desk) Pause(ctx context.Context, by staff.Scope, id string) error {
	return d.on(ctx, by, id, PausedIt, func(e *Endpoint) {
		if e.Off.IsZero() {
			e.Off = d.Now().UTC()
		}
	})
}

// Enable lets an endpoint go on that was turned off. What it has missed is listed,
// and can be sent again.
func (d *Desk) Enable(ctx context.Context, by staff.Scope, id string) error {
	return d.on(ctx, by, id, EnabledIt, func(e *Endpoint) { e.Off, e.Failing = time.Time{}, time.Time{} })
}

// Remove takes an endpoint away. It is told nothing more.
func (d *Desk) Remove(ctx context.Context, by staff.Scope, id string) error {
	return d.change(ctx, by, staff.Entry{Deed: RemovedIt, Detail: id}, func(all *Endpoints) error {
		if all.find(id) == nil {
			return ErrNone
		}
		all.All = slices.DeleteFunc(all.All, func(e Endpoint) bool { return e.ID == id })
		return nil
	})
}

func (d *Desk) on(ctx context.Context, by staff.Scope, id string, deed staff.Deed, how func(*Endpoint)) error {
	return d.change(ctx, by, staff.Entry{Deed: deed, Detail: id}, func(all *Endpoints) error {
		e := all.find(id)
		if e == nil {
			return ErrNone
		}
		how(e)
		return nil
	})
}

// change reads the endpoints, changes them, notes it and writes them, again if
// somebody else has changed them meanwhile. What is refused is not noted.
func (d *Desk) change(ctx context.Context, by staff.Scope, note staff.Entry, how func(*Endpoints) error) error {
	if err := by.Must(staff.ManageWebhooks); err != nil {
		return err
	}
	noted := false
	for range mostRaces {
		all, err := d.Book.Endpoints(ctx, by.Org())
		if err != nil {
			return fmt.Errorf("read the webhooks: %w", err)
		}
		if err := how(&all); err != nil {
			return err
		}
		if !noted {
			if err := d.Audit.Note(ctx, by, note); err != nil {
				return err
			}
			noted = true
		}
		if err := d.Book.KeepEndpoints(ctx, all); !errors.Is(err, ErrMoved) {
			return err
		}
	}
	return ErrMoved
}

// Missed lists what was given up, the oldest first.
func (d *Desk) Missed(ctx context.Context, by staff.Scope) ([]Delivery, error) {
	if err := by.Must(staff.ManageWebhooks); err != nil {
		return nil, err
	}
	return d.Lost.LostDeliveries(ctx, by.Org())
}

// Retry sends what was given up again: one delivery, or all for an empty id. It
// returns how many those are.
func (d *Desk) Retry(ctx context.Context, by staff.Scope, id string) (int, error) {
	return d.each(ctx, by, id, RetriedIt, func(one Delivery) (bool, error) { return d.Lost.ReopenDelivery(ctx, one, d.Now()) })
}

// Drop forgets what was given up: one delivery, or all for an empty id.
func (d *Desk) Drop(ctx context.Context, by staff.Scope, id string) (int, error) {
	return d.each(ctx, by, id, DroppedIt, func(one Delivery) (bool, error) { return d.Lost.DropDelivery(ctx, one) })
}

func (d *Desk) each(ctx context.Context, by staff.Scope, id string, deed staff.Deed, do func(Delivery) (bool, error)) (int, error) {
	all, err := d.Missed(ctx, by)
	if err != nil {
		return 0, err
	}
	if id != "" {
		all = slices.DeleteFunc(all, func(one Delivery) bool { return one.ID != id })
	}
	if len(all) == 0 {
		return 0, ErrNothing
	}
	if err := d.Audit.Note(ctx, by, staff.Entry{Deed: deed, Detail: fmt.Sprint(len(all))}); err != nil {
		return 0, err
	}
	n := 0
	for _, one := range all {
		done, err := do(one)
		if err != nil {
			return n, err
		}
		if done {
			n++
		}
	}
	return n, nil
}
