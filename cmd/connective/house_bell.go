package main

import (
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/flows"
)

// openInbox keeps the open cases in memory, and a bell that tells the staff which
// of them press.
func (h *house) openInbox(settings Settings) error {
	h.board = inbox.NewBoard(h.store, h.log)
	console := settings.PublicURL + "/console"
	channels := []inbox.Channel{inbox.ByText{Bot: h.bot, Console: console}}
	if settings.MailServer != "" {
		server, err := inbox.ReadServer(settings.MailServer)
		if err != nil {
			return errors.New("CONNECTIVE_MAIL_SERVER cannot be read")
		}
		channels = append(channels, inbox.ByMail{Server: server, From: settings.MailFrom, Console: console})
	} else if settings.Env == "production" {
		h.log.Warn("no mail server is set: staff hear of cases that press by text alone, if they have given a number", "set", "CONNECTIVE_MAIL_SERVER")
	}
	rung := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "connective_alarms_total", Help: "Staff who were told that a case presses.",
	}, []string{"kind", "channel"})
	h.metrics.MustRegister(rung)
	for _, kind := range inbox.Kinds {
		for _, c := range channels {
			rung.WithLabelValues(string(kind), c.Name()) // at 0, so that the first is seen to be one more
		}
	}
	h.bell = &inbox.Bell{
		Board: h.board, Orgs: func() []*flows.Org { return h.shelf.Book().ByID() }, Rota: newStaffDesk(h.store, h.log), Marks: h.store, Channels: channels,
		Now: time.Now, Log: h.log, Rung: func(kind inbox.Kind, channel string) { rung.WithLabelValues(string(kind), channel).Inc() },
	}
	h.absence = &inbox.Absence{
		Board: h.board, Orgs: h.bell.Orgs, Staff: newStaffDesk(h.store, h.log), Bot: h.bot, Audit: newStaffDesk(h.store, h.log), Marks: h.store,
		Now: time.Now, Log: h.log,
	}
	return nil
}
