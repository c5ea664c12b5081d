package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
	"github.com/connective-messaging/connective/store"
)

// mends are what ends that a provider refuses every text, where its company does not
// say it better.
var mends = map[providers.Class]string{
	providers.Balance: "the credit, or what may be sent in a day, is used up: see to that, then resume the broadcasts that are paused",
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

// mend is the same by the name of a connection; the installation's own is also called
// "".
func (s Settings) mend(connection string, h providers.Halt) string {
	for i, c := range s.set() {
		if c.name == connection || i == 0 && connection == "" {
			return mend(c.Settings, h)
		}
	}
	return ""
}

// checkConnections asks every connection whether it works.
func checkConnections(ctx context.Context, s Settings) []check {
	all := s.set()
	book, _, err := loadFolder(s.Flows)
	if err != nil { // said under flows
		book = flows.NewBook(nil)
	}
	var out []check
	for i, c := range all {
		one := checkProviderWorks(ctx, c, i == 0, book)
		if len(all) > 1 {
			one.notes = append([]string{"the connection " + c.name}, one.notes...)
		}
		out = append(out, one)
	}
	return out
}

// longestAsked is how long all questions to one company may take.
const longestAsked = 30 * time.Second

// checkProviderWorks asks the company of a connection about the key, the balance, and
// the numbers of the folder that leave by it.
func checkProviderWorks(ctx context.Context, of connection, own bool, book *flows.Book) check {
	c := check{subject: "Provider"}
	if of.checkProvider() != nil {
		c.unsure("not asked: mend the settings first")
		return c
	}
	p, err := openProvider(of.Settings)
	if err != nil {
		c.faults = lines(err)
		return c
	}
	checker, ok := p.(providers.Checker)
	if !ok {
		c.notes = []string{p.Name() + " needs no account"}
		return c
	}
	ctx, cancel := context.WithTimeout(ctx, longestAsked)
	defer cancel()
	found, err := checker.Check(ctx)
	if c.faults = lines(err); apart(err) {
		c.faults = []string{away(of)}
	}
	if found != "" { // else it knows us not, and would tell nothing of a number
		c.notes = []string{found}
		senders := checkSenders(ctx, of, own, book, p)
		c.notes, c.faults = append(c.notes, senders.Notes...), append(c.faults, senders.Faults...)
	}
	c.notes = append(c.notes, hookNotes(p, of.hooks(p.Name()))...)
	return c
}

// apart reports whether a company was not reached at all.
func apart(err error) bool {
	var way *url.Error
	return errors.As(err, &way)
}

// away says that a company's API did not answer.
func away(c connection) string {
	company, known := companyOf(c.Provider)
	if !known {
		return "its API did not answer"
	}
	at := "the company's API"
	if address := company.api(c.Settings); address != "" {
		at = wire.Shown(address)
	}
	return fmt.Sprintf("nothing answers at %s: may this machine call out? %s must be left out, but for a company that is pretended", at, c.variable(company.apiVariable))
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
