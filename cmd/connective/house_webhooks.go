package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/webhooks"
	"github.com/connective-messaging/connective/store"
)

// hooksEvery is how often a process finds out which organisations have webhooks.
const hooksEvery = 2 * time.Second

// gate is what webhooks go out through.
func (s Settings) gate() webhooks.Gate {
	return webhooks.Gate{Loopback: s.WebhooksLoopback && s.Env != "production"}
}

func newWebhookDesk(settings Settings, s *store.Store, log *slog.Logger) *webhooks.Desk {
	return &webhooks.Desk{Book: s, Lost: s, Audit: newStaffDesk(s, log), Gate: settings.gate(), Now: time.Now}
}

// learnHooks keeps up with which organisations have webhooks.
func (h *house) learnHooks(ctx context.Context) error {
	tick := time.NewTicker(hooksEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if err := h.store.LearnHooks(ctx); err != nil && ctx.Err() == nil {
			h.log.Debug("it could not be seen who has webhooks; trying again", "why", "store away")
		}
	}
}

// tellPrograms hands over what has happened to organisations' own programs.
func (h *house) tellPrograms(ctx context.Context) error {
	courier := webhooks.Courier{
		Book: h.store, Facts: h.store, Queue: h.store, Gate: h.settings.gate(), Alarm: h.webhookOff, Sensitive: h.sensitive, Now: time.Now, Log: h.log,
	}
	return courier.Run(ctx)
}

// sensitive reports whether a group is never named; one that is gone may have been.
func (h *house) sensitive(org, group string) bool {
	o := h.shelf.Book().Orgs[org]
	if o == nil {
		return true
	}
	g, known := o.Group(group)
	return !known || g.Sensitive
}

// webhookOff writes to the admins of an organisation that a webhook was turned off.
func (h *house) webhookOff(ctx context.Context, org string, e webhooks.Endpoint) error {
	if h.settings.MailServer == "" {
		return nil // it is in the log, and in the list
	}
	server, err := inbox.ReadServer(h.settings.MailServer)
	if err != nil {
		return fmt.Errorf("read the mail server: %w", err)
	}
	admins, err := newStaffDesk(h.store, h.log).Admins(ctx, org)
	if err != nil {
		return fmt.Errorf("find the admins: %w", err)
	}
	letters := inbox.ByMail{Server: server, From: h.settings.MailFrom}
	text := fmt.Sprintf("The webhook %s of %s has taken nothing for three days, and is told nothing more. Its address: %s\n\n"+
		"What it has missed is kept for 30 days. Once it answers again, whoever runs Connective types:\n\n"+
		"  connective webhooks enable %s %s\n  connective webhooks retry %s", e.ID, h.orgName(org), e.URL, org, e.ID, org)
	var faults []error
	for _, a := range admins {
		faults = append(faults, letters.Send(ctx, a.Email, "A webhook was turned off", text))
	}
	return errors.Join(faults...)
}
