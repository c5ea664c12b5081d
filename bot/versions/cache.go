package versions

import (
	"sync"

	"github.com/connective-messaging/connective/flows"
)

// The most older versions that are held ready, and how many bytes of files they
// may be made of.
const (
	mostHeld  = 32
	mostBytes = 32 << 20
)

type versionKey struct{ org, version string }

// held is one older version, compiled, and the same as it is played beside the
// newest.
type held struct {
	org   *flows.Org
	bytes int
	under *flows.Org // the newest that view was made for
	view  *flows.Org
	used  int64
}

// cache holds older versions that were needed last.
type cache struct {
	mu    sync.Mutex
	all   map[versionKey]*held
	clock int64
}

func (c *cache) get(k versionKey) (*flows.Org, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h, ok := c.all[k]
	if !ok {
		return nil, false
	}
	c.clock++
	h.used = c.clock
	return h.org, true
}

// put keeps a version, and lets go of those that were not needed the longest.
func (c *cache) put(k versionKey, org *flows.Org, bytes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all == nil {
		c.all = map[versionKey]*held{}
	}
	c.clock++
	c.all[k] = &held{org: org, bytes: bytes, used: c.clock}
	for len(c.all) > 1 && (len(c.all) > mostHeld || c.bytes() > mostBytes) {
		c.dropOldest()
	}
}

func (c *cache) bytes() int {
	all := 0
	for _, h := range c.all {
		all += h.bytes
	}
	return all
}

func (c *cache) dropOldest() {
	var oldest versionKey
	var least int64
	for k, h := range c.all {
		if least == 0 || h.used < least {
			oldest, least = k, h.used
		}
	}
	delete(c.all, oldest)
}

// view is a version as it is played beside a newer one.
func (c *cache) view(k versionKey, org, now *flows.Org) *flows.Org {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.all[k]
	if h == nil {
		return org.Under(now)
	}
	if h.under != now {
		h.under, h.view = now, org.Under(now)
	}
	return h.view
}
