package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// companies are the providers of which one connection each is set up by the
// settings that begin with its name, if they are whole.
var companies = []string{"messagebird", "twilio", "govuknotify"}

// accounts are connections beside the one of CONNECTIVE_PROVIDER, by name: what the
// file says of each, by the names of settings.
type accounts map[string]yaml.Node

var connectionName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,30}$`)

// connection is one account at a provider: the settings of the installation with
// those that are its own.
type connection struct {
	name string
	Settings
}

// ownPrefix is the prefix of the variables of a named connection, such as NORTH_.
func ownPrefix(name string) string { return strings.ToUpper(name) + "_" }

// ofConnection tells whether each connection has a setting to itself, and what its
// variable is called after the prefix.
func ofConnection(variable string) (string, bool) {
	rest, general := strings.CutPrefix(variable, "CONNECTIVE_")
	return rest, variable != "" && (!general || rest == "PROVIDER" || rest == "RATE" || rest == "PART_PRICE")
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
	for _, company := range companies {
		c := connection{company, s}
		c.Provider = company
		if !slices.ContainsFunc(all, func(other connection) bool { return other.name == company }) && c.checkProvider() == nil {
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

// connection puts together the settings of a named connection: those of the
// environment win over those of the file. Nothing is taken from the account of
// another connection.
func (s Settings) connection(name string) (connection, error) {
	c := connection{name, s}
	c.of = name
	if !connectionName.MatchString(name) {
		return c, errors.New("its name must be small letters, digits and _, such as north")
	}
	said, written := s.Connections[name]
	provider := s.providerOf(name)
	if slices.Contains(companies, name) && !written && provider == "" {
		c.of, c.Provider = "", name // its variables have the company's name already
		return c, nil
	}
	clean := reflect.ValueOf(defaults())
	v := reflect.ValueOf(&c.Settings).Elem()
	for i := range v.NumField() {
		variable := v.Type().Field(i).Tag.Get("env")
		if _, its := ofConnection(variable); its && !strings.HasPrefix(variable, "CONNECTIVE_") {
			v.Field(i).Set(clean.Field(i))
		}
	}
	c.Provider = provider
	return c, errors.Join(append(c.readOwn(said), c.readEnvironment(func(variable string) string {
		if rest, its := ofConnection(variable); its && s.getenv != nil {
			return s.getenv(ownPrefix(name) + rest)
		}
		return ""
	})...)...)
}

// readOwn reads what the file says of the connection.
func (c *connection) readOwn(said yaml.Node) []error {
	var faults []error
	for i, t := 0, reflect.TypeFor[Settings](); i < t.NumField(); i++ {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		if _, its := ofConnection(t.Field(i).Tag.Get("env")); !its && hasKey(said, key) {
			faults = append(faults, fmt.Errorf("%s is of the whole installation: write it outside connections:", key))
		}
	}
	if said.Kind == 0 {
		return faults
	}
	if err := said.Load(&c.Settings, yaml.WithKnownFields()); err != nil {
		faults = append(faults, fmt.Errorf("read connections: %s", unquoted(err)))
	}
	return faults
}

func hasKey(m yaml.Node, key string) bool {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return true
		}
	}
	return false
}

// named are the connections beside the installation's own, by name: of the file,
// and of CONNECTIVE_CONNECTIONS.
func (s Settings) named() []string {
	names := slices.Collect(maps.Keys(s.Connections))
	for _, one := range s.MoreConnections {
		name, _, _ := strings.Cut(strings.TrimSpace(one), "=")
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// providerOf is the provider that CONNECTIVE_CONNECTIONS gives a connection, as in
// north=twilio; empty for none.
func (s Settings) providerOf(name string) string {
	for _, one := range s.MoreConnections {
		if its, provider, _ := strings.Cut(strings.TrimSpace(one), "="); its == name {
			return provider
		}
	}
	return ""
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

// haltsOf knows of each organisation whether its connection refuses everybody.
type haltsOf struct {
	store *store.Store
	shelf *versions.Shelf
	own   string // the installation's own connection
}

// Halted is whether the organisation's connection refuses everybody.
func (x haltsOf) Halted(ctx context.Context, org string) (providers.Halt, error) {
	return x.store.HaltsOf(connectionOf(x.shelf.Book().Orgs[org], x.own)).Halted(ctx)
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
