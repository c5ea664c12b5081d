package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// haltsOf knows of each organisation which of its connections refuse everybody.
type haltsOf struct {
	store *store.Store
	shelf *versions.Shelf
	own   string                                           // the installation's own connection
	mend  func(connection string, h providers.Halt) string // empty where nothing is known
}

// Halted are the connections by which the organisation writes that refuse everybody:
// its own, and its second one if that has a share.
func (x haltsOf) Halted(ctx context.Context, org string) ([]providers.Halt, error) {
	return haltsAmong(x.shelf.Book().Orgs[org], x.own, x.mend, func(connection string) (providers.Halt, error) {
		return x.store.HaltsOf(connection).Halted(ctx)
	})
}

// haltsAmong asks about each connection by which an organisation writes. Where there
// are several, each says which it is.
func haltsAmong(org *flows.Org, own string, mend func(string, providers.Halt) string, ask func(string) (providers.Halt, error)) ([]providers.Halt, error) {
	lines := []flows.Line{{}}
	if org != nil {
		lines = org.Writes()
	}
	var all []providers.Halt
	for i, line := range lines {
		known := line.Provider
		if known == own {
			known = ""
		}
		halt, err := ask(known)
		if err != nil {
			return nil, err
		}
		if !halt.Stands() {
			continue
		}
		halt.Mend = mend(known, halt)
		if len(lines) > 1 {
			halt.Connection, halt.Second = cmp.Or(known, own), i > 0
			halt.Mend = halt.Connection + ": " + cmp.Or(halt.Mend, mends[halt.Class])
		}
		all = append(all, halt)
	}
	return all, nil
}

// notSetUp names the connections of organisations that no settings are for.
func notSetUp(book *flows.Book, all []connection) []string {
	var faults []string
	for _, org := range book.ByID() {
		for _, line := range org.Lines() {
			if name := line.Provider; name != "" && !slices.ContainsFunc(all, func(c connection) bool { return c.name == name }) {
				faults = append(faults, fmt.Sprintf("the org.yaml of %s names the provider %s, which is not set up: set all its variables, or write it into CONNECTIVE_CONNECTIONS to see what is missing. Until then nobody can text %s, and its texts wait",
					org.Name, name, line.Number))
			}
		}
	}
	return faults
}
