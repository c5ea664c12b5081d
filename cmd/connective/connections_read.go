package main

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// accounts are connections beside the one of CONNECTIVE_PROVIDER, by name: what the
// file says of each, by the names of settings.
type accounts map[string]yaml.Node

var connectionName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,30}$`)

// ownPrefix is the prefix of the variables of a named connection, such as NORTH_.
func ownPrefix(name string) string { return strings.ToUpper(name) + "_" }

// ofConnection tells whether each connection has a setting to itself, and what its
// variable is called after the prefix.
func ofConnection(variable string) (string, bool) {
	rest, general := strings.CutPrefix(variable, "CONNECTIVE_")
	return rest, variable != "" && (!general || rest == "PROVIDER" || rest == "RATE" || rest == "PART_PRICE")
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
	if _, its := companyOf(name); its && !written && provider == "" {
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
