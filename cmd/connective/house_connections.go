package main

import (
	"cmp"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// openDispatcher makes what empties the outbox, by every connection.
func (h *house) openDispatcher(p parts, counts *counts) *providers.Dispatcher {
	observed := observer(h.metrics)
	h.lookups = hurried(&providers.Lookups{
		Doubts: h.store, Of: h.company, Now: time.Now, Log: h.log,
		Observe: func(connection, event string) { observed(connection)(event, 1) },
	})
	var all []providers.Connection
	for i, c := range h.connected {
		known := c.name
		if i == 0 {
			known = "" // whatever it is called now
		}
		all = append(all, providers.Connection{
			Name: c.name, Provider: c.provider, Rate: c.Rate, Halts: h.store.HaltsOf(known), Observe: counts.sent(observed(c.name)),
		})
	}
	own := all[0]
	return providers.NewDispatcher(providers.DispatcherConfig{
		Outbox: h.store, Name: own.Name, Provider: own.Provider, Rate: own.Rate, Halts: own.Halts, Observe: own.Observe, More: all[1:], Second: h.second, Alone: p.alone,
		Now: time.Now, Gate: h.mayDispatch, Held: h.intake.Held, MayText: p.settings.numbers().MayText, Turns: h.store, Log: h.log,
	})
}

// company is the provider of the connection of that name, nil if none is set up.
func (h *house) company(connection string) providers.Provider {
	for i, c := range h.connected {
		if c.name == connection || i == 0 && connection == "" {
			return c.provider
		}
	}
	return nil
}

// second is the other line of the organisation that has one.
func (h *house) second(by providers.Route) (providers.Route, bool) {
	for _, o := range h.shelf.Book().ByNumber(by.From) {
		for _, l := range o.Lines() {
			if l.Number == by.From && cmp.Or(l.Provider, h.connected[0].name) == cmp.Or(by.Via, h.connected[0].name) {
				other, ok := o.Second(l)
				return providers.Route{Via: other.Provider, From: other.Number}, ok
			}
		}
	}
	return providers.Route{}, false
}

// own is the name of the installation's own connection; empty if it stands for
// whichever an organisation names.
func (h *house) own(alone bool) string {
	if alone {
		return ""
	}
	return h.connected[0].name
}

// providers are those whose webhooks are answered, by the name in the address.
func (h *house) providers() map[string]providers.Provider {
	all := map[string]providers.Provider{}
	for _, c := range h.connected {
		all[c.name] = c.provider
	}
	return all
}

// set are the connections that are set up.
func (h *house) set() []connection {
	all := make([]connection, len(h.connected))
	for i, c := range h.connected {
		all[i] = c.connection
	}
	return all
}

func (h *house) connectionNames() []string {
	names := make([]string, len(h.connected))
	for i, c := range h.connected {
		names[i] = c.name
	}
	return names
}

// halted is what this process knows of the connections of an organisation.
func (h *house) halted(org string) []providers.Halt {
	all, _ := haltsAmong(h.shelf.Book().Orgs[org], h.connected[0].name, h.mend, func(connection string) (providers.Halt, error) {
		return h.dispatcher.Halted(connection), nil
	})
	return all
}

// mend is how the company of a connection says that it takes texts again; empty if it
// says nothing. The installation's own connection is also called "".
func (h *house) mend(connection string, halt providers.Halt) string {
	for i, c := range h.connected {
		guide, ok := c.provider.(providers.Guide)
		if ok && halt.Stands() && (c.name == connection || i == 0 && connection == "") {
			return guide.Mend(halt.Class, halt.Code)
		}
	}
	return ""
}

// halts knows the same of all processes.
func (h *house) halts() haltsOf { return haltsOf{h.store, h.shelf, h.connected[0].name, h.mend} }
