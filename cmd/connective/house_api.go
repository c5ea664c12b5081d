package main

import (
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/web"
)

// api is the door for organisations' own programs.
func (h *house) api() *web.API {
	return &web.API{
		Programs: newTokenDesk(h.store, h.log), Memory: h.store, Broadcasts: newBroadcastDesk(h.settings, h.store, h.bot, h.shelf, h.log),
		People:    h.peopleDesk(),
		Webhooks:  newWebhookDesk(h.settings, h.store, h.log),
		Residents: h.store, Changes: h.bot,
		Org: func(id string) *flows.Org { return h.shelf.Book().Orgs[id] }, Members: h.store.Members,
		PublicURL: h.settings.PublicURL, Log: h.log,
	}
}
