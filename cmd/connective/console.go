package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	"github.com/connective-messaging/connective/bot/directory/assure"
	"github.com/connective-messaging/connective/bot/evaluation"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/web"
)

// console is the pages of the staff.
func (h *house) console() *web.Console {
	proxies, _ := readProxies(h.settings.Proxies) // checked at the start
	return &web.Console{
		Desk: newStaffDesk(h.store, h.log), Sessions: store.Sessions{Store: h.store}, Trips: h.store, Audit: h.store,
		Cases:      &inbox.Desk{Board: h.board, Files: h.store, Drafts: h.store, Outbox: h.store, Bot: h.bot, First: h.bot, Audit: newStaffDesk(h.store, h.log), Now: time.Now},
		Figures:    &evaluation.Desk{Rows: h.store, Opinions: h.store, Closed: h.store, Audit: newStaffDesk(h.store, h.log), Now: time.Now},
		Broadcasts: newBroadcastDesk(h.settings, h.store, h.bot, h.shelf, h.log),
		People:     h.peopleDesk(),
		Lists:      h.store,
		Groups:     &people.GroupDesk{Circles: h.store, Gate: h.bot, Audit: newStaffDesk(h.store, h.log), Book: h.shelf.Book, MayText: h.settings.numbers().MayText},
		Events:     &people.EventDesk{Guests: h.store, Host: h.bot, Audit: newStaffDesk(h.store, h.log), Book: h.shelf.Book, Now: time.Now},
		Services:   &assure.Office{Kept: h.store, Org: func(id string) *flows.Org { return h.shelf.Book().Orgs[id] }, Audit: newStaffDesk(h.store, h.log), Now: time.Now},
		Programs:   newTokenDesk(h.store, h.log),
		Webhooks:   newWebhookDesk(h.settings, h.store, h.log),
		Halted:     h.halted,
		Org:        func(id string) *flows.Org { return h.shelf.Book().Orgs[id] },
		OrgName:    h.orgName, PublicURL: h.settings.PublicURL, Provider: h.settings.identities(), Proxies: proxies, Pretend: h.pretend, Log: h.log,
	}
}

// visitor makes the account that visitors of the demonstration are signed in to.
func (h *house) visitor(ctx context.Context, org string) error {
	const email = "sam@example.org"
	if _, _, err := newStaffDesk(h.store, h.log).Invite(ctx, atTheMachine(org), "Sam", email, staff.Admin); err != nil {
		return fmt.Errorf("make an account for visitors: %w", err)
	}
	h.pretend = email
	return nil
}

// orgName is what an organisation calls itself, or its id.
func (h *house) orgName(id string) string {
	if org := h.shelf.Book().Orgs[id]; org != nil {
		return cmp.Or(org.Name, id)
	}
	return id
}

// identities is the identity provider of the settings; the zero one for none.
func (s Settings) identities() web.Provider {
	if s.OIDCIssuer == "" {
		return web.Provider{}
	}
	name := s.OIDCName
	if u, err := url.Parse(s.OIDCIssuer); err == nil {
		name = cmp.Or(name, u.Hostname())
	}
	return web.Provider{Issuer: s.OIDCIssuer, ClientID: s.OIDCClientID, Secret: s.OIDCClientSecret, Name: name}
}

// readProxies reads addresses and ranges of them.
func readProxies(said []string) ([]*net.IPNet, error) {
	var out []*net.IPNet
	for _, text := range said {
		if ip := net.ParseIP(text); ip != nil {
			bits := 8 * len(ip.To16())
			if ip4 := ip.To4(); ip4 != nil {
				ip, bits = ip4, 32
			}
			out = append(out, &net.IPNet{IP: ip, Mask: net.CIDRMask(bits, bits)})
			continue
		}
		_, ipnet, err := net.ParseCIDR(text)
		if err != nil {
			return nil, errors.New("CONNECTIVE_PROXIES must be addresses or ranges with commas, such as 10.0.0.5,10.1.0.0/16")
		}
		out = append(out, ipnet)
	}
	return out, nil
}

// checkStaff returns what is wrong with the settings of the console.
func (s Settings) checkStaff() error {
	_, err := readProxies(s.Proxies)
	faults := []error{err}
	if s.OIDCIssuer == "" {
		return err
	}
	if u, err := url.Parse(s.OIDCIssuer); err != nil || u.Host == "" || u.Scheme != "https" && !loopback(u.Hostname()) {
		faults = append(faults, errors.New("CONNECTIVE_OIDC_ISSUER must be the address of the identity provider, such as https://login.example.org/realm"))
	}
	for name, value := range map[string]string{"CONNECTIVE_OIDC_CLIENT_ID": s.OIDCClientID, "CONNECTIVE_OIDC_CLIENT_SECRET": s.OIDCClientSecret} {
		if value == "" {
			faults = append(faults, fmt.Errorf("%s is missing: the identity provider gives it out when you register %s/console/provider/back there", name, s.PublicURL))
		}
	}
	return errors.Join(faults...)
}

// peopleDesk is where the register of people is kept.
func (h *house) peopleDesk() *people.Desk {
	return &people.Desk{Register: h.store, Versions: h.shelf, Book: h.shelf.Book, MayText: h.settings.numbers().MayText, Now: time.Now}
}
