package webhooks

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot/staff"
)

// Test is the kind of what an endpoint is sent to try it. No endpoint asks for it, and
// none goes without.
const Test Kind = "test"

// TestedIt is the deed of trying an endpoint.
const TestedIt staff.Deed = "tested a webhook"

// testWithin is how long an endpoint may take to answer a test: somebody waits.
const testWithin = 5 * time.Second

// Trial is what came of a test.
type Trial struct {
	URL    string        // that it was sent to
	Status int           // that was answered; 0 for none
	Took   time.Duration // until it was answered, or given up
	Why    string        // it failed; empty if the endpoint took it
}

// Test sends an endpoint something signed of the kind Test at once, also one that is
// turned off, and returns what came of it. It is tried once, and what comes of it
// changes nothing: it is neither listed as missed nor counted for turning it off.
func (d *Desk) Test(ctx context.Context, by staff.Scope, id string) (Trial, error) {
	if err := by.Must(staff.ManageWebhooks); err != nil {
		return Trial{}, err
	}
	all, err := d.Book.Endpoints(ctx, by.Org())
	if err != nil {
		return Trial{}, fmt.Errorf("read the webhooks: %w", err)
	}
	e := all.find(id)
	if e == nil {
		return Trial{}, ErrNone
	}
	if err := d.Audit.Note(ctx, by, staff.Entry{Deed: TestedIt, Detail: id}); err != nil {
		return Trial{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, testWithin)
	defer cancel()
	now := d.Now()
	what := Delivery{ID: "msg_" + rand.Text(), Endpoint: id, Fact: Fact{Org: by.Org(), Kind: Test, At: now}}
	begun := time.Now()
	status, why := post(ctx, d.Gate, *e, what, now)
	return Trial{e.URL, status, time.Since(begun), why}, nil
}
