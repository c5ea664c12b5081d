package main

import (
	"cmp"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/flows"
)

// carriers knows of each line by which connection broadcasts leave, what one part
// costs there, and how long a text may be. It calls nobody.
func (s Settings) carriers() func(flows.Line) broadcast.Carrier {
	known := map[string]broadcast.Carrier{}
	for _, c := range s.set() {
		if c.checkProvider() != nil {
			continue // it is said at the start
		}
		if p, err := openProvider(c.Settings); err == nil {
			known[c.name] = broadcast.Carrier{Name: c.name, Part: c.PartPrice, Caps: p.Caps()}
		}
	}
	return func(l flows.Line) broadcast.Carrier { return known[cmp.Or(l.Provider, s.Provider)] }
}
