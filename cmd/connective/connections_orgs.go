package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// haltsOf knows of each organisation whether its connection refuses everybody.
type haltsOf struct {
	store *store.Store
	shelf *versions.Shelf
	own   string                                           // the installation's own connection
	mend  func(connection string, h providers.Halt) string // nil knows nothing
}

// Halted is whether the organisation's connection refuses everybody.
func (x haltsOf) Halted(ctx context.Context, org string) (providers.Halt, error) {
	connection := connectionOf(x.shelf.Book().Orgs[org], x.own)
	halt, err := x.store.HaltsOf(connection).Halted(ctx)
	if err == nil && x.mend != nil {
		halt.Mend = x.mend(connection, halt)
	}
	return halt, err
}

// connectionOf is the connection of an organisation; empty for the installation's
// own.
func connectionOf(org *flows.Org, own string) string {
	if org == nil || org.Provider == own {
		return ""
	}
	return org.Provider
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
