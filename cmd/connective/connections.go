package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/providers"
)

// connection is one account at a provider: the settings of the installation with
// those that are its own.
type connection struct {
	name string
	Settings
}

// connections returns the accounts that are set up: first the installation's own,
// then those that are named, then one for each other company whose settings are
// whole. The error joins the faults of all.
func (s Settings) connections() ([]connection, error) {
	own := connection{s.Provider, s}
	named := s.named()
	var all []connection
	var faults []error
	add := func(c connection, err error) {
		if err == nil {
			all = append(all, c)
			err = c.checkProvider()
		}
		if c.of != "" {
			err = faultsOf(c.name, err)
		}
		faults = append(faults, err)
	}
	if slices.Contains(named, own.name) {
		add(s.connection(own.name))
	} else {
		add(own, nil)
	}
	for _, name := range named {
		if name != own.name {
			add(s.connection(name))
		}
	}
	for _, one := range companies {
		c := connection{one.name, s}
		c.Provider = one.name
		if !slices.ContainsFunc(all, func(other connection) bool { return other.name == one.name }) && c.checkProvider() == nil {
			all = append(all, c)
		}
	}
	return all, errors.Join(faults...)
}

// set is those that are set up; what is wrong with the others is said at the start.
func (s Settings) set() []connection {
	all, _ := s.connections()
	return all
}

// faultsOf says of which connection each fault is.
func faultsOf(name string, err error) error {
	var faults []error
	for _, fault := range lines(err) {
		for _, its := range []string{"RATE", "PART_PRICE"} {
			fault = strings.Replace(fault, "CONNECTIVE_"+its, its, 1)
		}
		faults = append(faults, fmt.Errorf("the connection %s (its variables begin with %s): %s", name, ownPrefix(name), fault))
	}
	return errors.Join(faults...)
}

// hooks is the address that the connection's webhooks begin with; company is its
// provider's name.
func (s Settings) hooks(company string) string {
	return s.PublicURL + "/hooks/" + cmp.Or(s.of, company)
}

// opened is a connection with its provider.
type opened struct {
	connection
	provider providers.Provider
}

// openConnections builds the provider of every connection.
func openConnections(s Settings) ([]opened, error) {
	all, err := s.connections()
	if err != nil {
		return nil, err
	}
	var out []opened
	for _, c := range all {
		p, err := openProvider(c.Settings)
		if err != nil {
			return nil, fmt.Errorf("open the connection %s: %w", c.name, err)
		}
		out = append(out, opened{c, providers.Named(c.name, p)})
	}
	return out, nil
}
