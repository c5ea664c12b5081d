package web

import (
	"time"

	"github.com/labstack/echo/v4"
)

// Routes are the pages that the server has.
func (s *Server) Routes() []*echo.Route { return s.echo.Routes() }

// Words are everything that the console says, by key: in English and in Welsh.
func Words() map[string][2]string { return words }

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

// Watched is how many broadcasts are looked at, as their pages are open.
func (k *Console) Watched() int {
	k.watches.mu.Lock()
	defer k.watches.mu.Unlock()
	return len(k.watches.all)
}
