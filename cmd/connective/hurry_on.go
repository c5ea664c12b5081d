//go:build mutant

package main

import (
	"context"
	"os"
	"strconv"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// hurry has time run faster for look-ups, so that the fault test need not wait half
// an hour until a text that a company does not know was certainly never taken. All
// else keeps the real time.
type hurry struct {
	doubts providers.Doubts
	began  time.Time
	faster time.Duration // times
}

// hurried has look-ups run CONNECTIVE_HURRY times faster, if that is set.
func hurried(l *providers.Lookups) *providers.Lookups {
	faster, err := strconv.Atoi(os.Getenv("CONNECTIVE_HURRY"))
	if err != nil || faster < 2 {
		return l
	}
	h := hurry{l.Doubts, time.Now(), time.Duration(faster)}
	l.Doubts, l.Every = h, 100*time.Millisecond
	l.Now = func() time.Time { return h.ahead(time.Now()) }
	return l
}

func (h hurry) ahead(t time.Time) time.Time { return h.began.Add(t.Sub(h.began) * h.faster) }

func (h hurry) Doubts(ctx context.Context) ([]providers.Doubt, error) {
	all, err := h.doubts.Doubts(ctx)
	for i := range all {
		all[i].Since = h.ahead(all[i].Since)
	}
	return all, err
}

func (h hurry) Report(ctx context.Context, _ time.Time, s providers.Status) error {
	return h.doubts.Report(ctx, time.Now(), s)
}

func (h hurry) Untaken(ctx context.Context, _ time.Time, d providers.Doubt) (bool, error) {
	d.Since = h.began.Add(d.Since.Sub(h.began) / h.faster)
	return h.doubts.Untaken(ctx, time.Now(), d)
}
