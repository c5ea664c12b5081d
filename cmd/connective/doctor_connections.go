package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// mends are what ends that a provider refuses every text, where its company does not
// say it better.
var mends = map[providers.Class]string{
	providers.Balance: "there is no credit left: top up, then resume the broadcasts that are paused",
	providers.Auth:    "it does not take the key: give a new one, and start again",
	providers.Config:  "something in the account is not set up: look up the code at the provider",
}

// halted says what the provider of a connection answers to every text.
func halted(ctx context.Context, s *store.Store, c connection, own bool) []string {
	known := c.name
	if own {
		known = ""
	}
	h, err := s.HaltsOf(known).Halted(ctx)
	if err != nil {
		return lines(err)
	}
	if !h.Stands() {
		return nil
	}
	return []string{fmt.Sprintf("since %s the provider of the connection %s refuses every text (code %s): %s. Its texts wait",
		h.Since.Local().Format("2006-01-02 15:04"), c.name, cmp.Or(h.Code, "none"), mend(c.Settings, h))}
}

// mend says how the company of a connection takes texts again.
func mend(s Settings, h providers.Halt) string {
	if s.checkProvider() == nil {
		if p, err := openProvider(s); err == nil {
			if guide, ok := p.(providers.Guide); ok {
				return cmp.Or(guide.Mend(h.Class, h.Code), mends[h.Class])
			}
		}
	}
	return mends[h.Class]
}

// checkConnections asks every connection whether it works.
func checkConnections(ctx context.Context, s Settings) []check {
	all := s.set()
	var out []check
	for _, c := range all {
		one := checkProviderWorks(ctx, c.Settings)
		if len(all) > 1 {
			one.notes = append([]string{"the connection " + c.name}, one.notes...)
		}
		out = append(out, one)
	}
	return out
}

func checkProviderWorks(ctx context.Context, s Settings) check {
	c := check{subject: "Provider"}
	if s.checkProvider() != nil {
		return c // said under settings
	}
	p, err := openProvider(s)
	if err != nil {
		c.faults = lines(err)
		return c
	}
	checker, ok := p.(providers.Checker)
	if !ok {
		c.notes = []string{p.Name() + " needs no account"}
		return c
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	found, err := checker.Check(ctx)
	c.faults = lines(err)
	if found != "" {
		c.notes = []string{found}
	}
	c.notes = append(c.notes, hookNotes(p, s.hooks(p.Name()))...)
	return c
}

// hookNotes are the addresses that the company must be told, each with its place.
func hookNotes(p providers.Provider, base string) []string {
	guide, ok := p.(providers.Guide)
	if !ok {
		return []string{"webhooks go to " + base + "/inbound"}
	}
	var notes []string
	for _, h := range guide.Hooks(base) {
		notes = append(notes, "webhooks go to "+h.Address, "  "+h.Where)
	}
	return notes
}
