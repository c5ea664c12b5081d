package main

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/connective-messaging/connective/bot/directory/assure"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/web"
)

// askingBy hands in letters that ask services whether they are still right.
func askingBy(letters inbox.ByMail) assure.Letter {
	return func(ctx context.Context, to, subject, text string) error {
		err := letters.Send(ctx, to, subject, text)
		if errors.Is(err, inbox.ErrAddress) {
			return errors.Join(assure.ErrRefused, err)
		}
		return err
	}
}

// countLetters counts the letters to services.
func (h *house) countLetters() {
	letters := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "connective_service_letters_total", Help: "Letters to services, by what they ask and what became of them: sent, missed (tried again) or refused (no such address).",
	}, []string{"kind", "outcome"})
	h.metrics.MustRegister(letters)
	count := func(kind string, outcomes ...string) func(string) {
		for _, o := range outcomes {
			letters.WithLabelValues(kind, o) // at 0, so that the first is seen to be one more
		}
		return func(outcome string) { letters.WithLabelValues(kind, outcome).Inc() }
	}
	h.referrals.Count = count("referral", "sent", "missed")
	h.round.Count = count("still_right", "sent", "missed", "refused")
}

// assurances is the page on which services say whether they are still right.
func (h *house) assurances() *web.Assurances {
	return &web.Assurances{
		Desk: &assure.Desk{Links: h.links.Keys, Records: h.store, Org: func(id string) *flows.Org { return h.shelf.Book().Orgs[id] }, Now: time.Now},
		Now:  time.Now, Log: h.log,
	}
}
