package bot

import (
	"context"
	"fmt"
	"maps"
	"sync"

	"github.com/connective-messaging/connective/flows"
)

// callings are the events that staff have cancelled, as this process has seen in their
// registers: by organisation and id. It looks at each register every second, so that
// another process may know of one that it does not know yet: the register itself is
// asked before anybody gets a place.
type callings struct {
	mu  sync.Mutex
	all map[string]map[string]bool // a set never changes
}

// of is a set that may be kept.
func (c *callings) of(org string) map[string]bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all[org]
}

func (c *callings) add(org, event string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	set := maps.Clone(c.all[org])
	if set == nil {
		set = map[string]bool{}
	}
	set[event] = true
	if c.all == nil {
		c.all = map[string]map[string]bool{}
	}
	c.all[org] = set
}

// callOff keeps what asks about an event that staff have cancelled from leaving, and
// menus from offering it. A process does so once; Tend does where the one that
// cancelled has died.
func (b *Bot) callOff(ctx context.Context, org string, e flows.Event) error {
	if b.off.of(org)[e.ID] {
		return nil
	}
	if err := b.c.Places.CallOff(ctx, org, e.ID, e.Starts); err != nil {
		return fmt.Errorf("keep texts about a cancelled event: %w", err)
	}
	b.off.add(org, e.ID)
	return nil
}
