package main

import (
	"errors"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/connective-messaging/connective/bot/directory/assure"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/web"
)

// openInbox keeps the open cases in memory, and a bell that tells the staff which
// of them press.
func (h *house) openInbox(settings Settings) error {
	h.board = inbox.NewBoard(h.store, h.log)
	console := settings.PublicURL + "/console"
	h.referrals = &inbox.Referrals{
		Board: h.board, Orgs: func() []*flows.Org { return h.shelf.Book().ByID() }, Marks: h.store, Bot: h.bot, Links: h.links,
		Page: settings.PublicURL + web.ReferralPath, Now: time.Now, Log: h.log,
	}
	h.round = &assure.Round{
		Kept: h.store, Orgs: h.referrals.Orgs, Marks: h.store, Links: h.links.Keys, Page: settings.PublicURL + web.AssurancePath, Now: time.Now, Log: h.log,
	}
	h.countLetters()
	texts := inbox.ByText{Bot: h.bot, Console: console}
	channels, tellers := []inbox.Channel{texts}, []inbox.Teller{texts}
	if settings.MailServer != "" {
		server, err := inbox.ReadServer(settings.MailServer)
		if err != nil {
			return errors.New("CONNECTIVE_MAIL_SERVER cannot be read")
		}
		letters := inbox.ByMail{Server: server, From: settings.MailFrom, Console: console}
		channels, tellers = append(channels, letters), append(tellers, letters)
		h.referrals.Send, h.round.Send = letters.Send, askingBy(letters)
	} else if settings.Env == "production" {
		h.log.Warn("no mail server is set: staff hear of cases that press by text alone, if they have given a number", "set", "CONNECTIVE_MAIL_SERVER")
	}
	rung := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "connective_alarms_total", Help: "Staff who were told that a case presses, or that the provider refuses texts.",
	}, []string{"kind", "channel"})
	h.metrics.MustRegister(rung)
	for _, kind := range append(slices.Clone(inbox.Kinds), inbox.IsHalted) {
		for _, c := range channels {
			rung.WithLabelValues(string(kind), c.Name()) // at 0, so that the first is seen to be one more
		}
	}
	count := func(kind inbox.Kind, channel string) { rung.WithLabelValues(string(kind), channel).Inc() }
	h.bell = &inbox.Bell{
		Board: h.board, Orgs: func() []*flows.Org { return h.shelf.Book().ByID() }, Rota: newStaffDesk(h.store, h.log), Marks: h.store, Channels: channels,
		Now: time.Now, Log: h.log, Rung: count,
	}
	h.haltBell = &inbox.HaltBell{
		Provider: h.halts(), Orgs: h.bell.Orgs, Staff: newStaffDesk(h.store, h.log), Marks: h.store, Channels: tellers, Console: console,
		Now: time.Now, Log: h.log, Rung: count,
	}
	h.absence = &inbox.Absence{
		Board: h.board, Orgs: h.bell.Orgs, Staff: newStaffDesk(h.store, h.log), Bot: h.bot, Audit: newStaffDesk(h.store, h.log), Marks: h.store,
		Now: time.Now, Log: h.log,
	}
	return nil
}

// answers is the page on which services answer whether they call somebody.
func (h *house) answers() *web.Referrals {
	return &web.Referrals{
		Desk: &inbox.ReferralDesk{Links: h.links, Files: h.store, Bot: h.bot, Org: func(id string) *flows.Org { return h.shelf.Book().Orgs[id] }, Now: time.Now},
		Now:  time.Now, Log: h.log,
	}
}
