package web

import "time"

// MostAddresses is for tests of what is remembered of strangers.
const MostAddresses = mostAddresses

// Knocks is what is remembered of strangers.
type Knocks struct{ *knocks }

// NewKnocks remembers nobody.
func NewKnocks() Knocks { return Knocks{newKnocks()} }

// Refuse reports whether a request from the address is one too many.
func (k Knocks) Refuse(address string, now time.Time) bool {
	_, refused := k.refuse(address, now)
	return refused
}

// Known is how many addresses are remembered.
func (k Knocks) Known() (inOrder, byName int) { return k.order.Len(), len(k.known) }
